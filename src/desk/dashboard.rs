//! The dashboard: cases in and out, where and of what, how long things take against the clock; every chart with its
//! numbers beneath, and all of it as a file.

use leptos::prelude::*;
use pingan_api::{
    Date,
    account::{Me, Permission},
    cases::CaseKind,
    desk::UnitName,
    stats::{
        CategoryFlow, DayFlow, ExportCases, Flow, GetStats, Mediation, Pace, Ratings, Stats, StatsQuery, UnitFlow,
    },
};

use super::{frame::Frame, gate::gate, units::UnitPicker};
use crate::{
    case_card::title,
    choices_of, client,
    i18n::{Label, Words, moment, name, t},
    route::Desk,
    ui::{
        async_view::{AsyncView, Fetched},
        chart::{Row, Series, bars, columns, plain},
        choices::{Chips, Choice},
        icon::icon_small,
        live::live,
        select::select,
    },
};

/// Days back from today.
const SPANS: [(&str, i64); 4] = [("7", 7), ("30", 30), ("90", 90), ("365", 365)];
const SPAN: &str = "30";

#[derive(Clone, Copy)]
struct Asked {
    span: RwSignal<&'static str>,
    kind: RwSignal<Option<CaseKind>>,
    unit: RwSignal<Option<UnitName>>,
}

impl Asked {
    /// Reactive.
    fn query(self) -> StatsQuery {
        let days = SPANS.iter().find(|(word, _)| *word == self.span.get()).map_or(30, |(_, days)| *days);
        let today = Date::in_shanghai(moment::now());
        StatsQuery {
            from: today.plus_days(1 - days),
            to: today,
            unit: self.unit.with(|unit| unit.as_ref().map(|unit| unit.id.clone())),
            kind: self.kind.get(),
        }
    }
}

/// Behind the door.
pub fn page() -> AnyView {
    gate(|me| view! { <Dashboard me /> }.into_any())
}

#[component]
fn Dashboard(me: Me) -> impl IntoView {
    let asked = Asked { span: RwSignal::new(SPAN), kind: RwSignal::new(None), unit: RwSignal::new(None) };
    let may_export = me.may(Permission::Export);
    let stats = Fetched::new(move || {
        let query = asked.query();
        async move { client::send(&GetStats(query)).await }
    });
    let export = may_export.then(|| {
        view! {
            <a class="button button--soft" rel="external" href=live(move || ExportCases::sheet_path(&asked.query()))>
                {icon_small("list")}
                {t::desk_export_sheet}
            </a>
            <a class="button button--soft" rel="external" href=live(move || ExportCases::path(&asked.query()))>
                {icon_small("list")}
                {t::desk_export_csv}
            </a>
        }
    });
    view! {
        <Frame me here=Desk::Dashboard>
            {filters(asked)}
            <AsyncView of=stats ready=whole />
            <div class="button-row button-row--two">{export}</div>
        </Frame>
    }
}

fn filters(asked: Asked) -> AnyView {
    let spans = SPANS.iter().map(|(word, days)| Choice::new(word, move || t::desk_last_days(*days))).collect();
    let chosen = Signal::derive(move || Some(asked.span.get()));
    let choose = move |word: Option<&'static str>| word.into_iter().for_each(|word| asked.span.set(word));
    let kinds: Vec<Choice> = choices_of!(CaseKind::ALL.iter().copied(), Label::label);
    let kind = Signal::derive(move || asked.kind.get().map(CaseKind::as_str));
    let choose_kind = Callback::new(move |word: Option<&'static str>| {
        asked.kind.set(word.and_then(|word| word.parse().ok()));
    });
    let choosing = RwSignal::new(false);
    let set_unit = move |unit: Option<UnitName>| {
        choosing.set(false);
        asked.unit.set(unit);
    };
    let unit = live(move || match (choosing.get(), asked.unit.get()) {
        (true, _) => view! { <UnitPicker only=Vec::new() on_choose=move |unit| set_unit(Some(unit)) /> }.into_any(),
        (false, Some(unit)) => view! {
            <p class="desk-chosen">
                <b>{live(move || name(&unit.name))}</b>
                <button type="button" class="link-button" on:click=move |_| set_unit(None)>
                    {t::desk_unit_clear}
                </button>
            </p>
        }
        .into_any(),
        (false, None) => view! {
            <button type="button" class="button button--soft button--small" on:click=move |_| choosing.set(true)>
                {icon_small("building")}
                {t::desk_unit_choose}
            </button>
        }
        .into_any(),
    });
    view! {
        <Chips name="stats-span" label=t::desk_span choices=spans chosen on_choose=choose clearable=false row=true />
        <details class="desk-more">
            <summary class="desk-more__summary">{t::desk_filter}</summary>
            <div class="desk-fields">
                {select("stats-kind", t::desk_kind, Some(t::desk_any.into()), kinds, kind, choose_kind)}
                <div class="field">
                    <p class="field__label">{t::desk_unit}</p>
                    {unit}
                </div>
            </div>
        </details>
    }
    .into_any()
}

fn whole(stats: Stats) -> AnyView {
    let Stats { total, days, units, categories, accept, close, check_in, reopened, disputed, ratings, mediation } =
        stats;
    view! {
        {totals(total, reopened, disputed)}
        <section class="section">
            <h2 class="section__title">{t::desk_pace}</h2>
            <ul class="desk-paces">
                {pace(t::desk_pace_accept, accept)} {pace(t::desk_pace_close, close)}
                {pace(t::desk_pace_check_in, check_in)}
            </ul>
        </section>
        <section class="section">
            <h2 class="section__title">{t::desk_said}</h2>
            <ul class="desk-paces">{rated(&ratings)} {mediated(mediation)}</ul>
        </section>
        <section class="section desk-charts">
            {by_stars(ratings)} {by_day(days)} {by_unit(units)} {by_category(categories)}
        </section>
    }
    .into_any()
}

fn totals(total: Flow, reopened: u32, disputed: u32) -> AnyView {
    let tile = |value: u32, words: Words, class: &'static str| {
        view! {
            <li class=class>
                <b class="desk-total__number">{value}</b>
                <span class="note">{words}</span>
            </li>
        }
    };
    let late = if total.overdue > 0 { "desk-total desk-total--late" } else { "desk-total" };
    view! {
        <ul class="desk-totals">
            {tile(total.raised, t::desk_raised, "desk-total")} {tile(total.closed, t::desk_closed, "desk-total")}
            {tile(total.open, t::desk_still_open, "desk-total")} {tile(total.overdue, t::desk_overdue, late)}
            {tile(reopened, t::desk_reopened, "desk-total")} {tile(disputed, t::desk_disputed, "desk-total")}
        </ul>
    }
    .into_any()
}

/// How long it takes in the middle, and how much of it was within the clock.
fn pace(words: Words, pace: Pace) -> AnyView {
    let Pace { count, in_time, median_minutes } = pace;
    let median = move || {
        median_minutes.map_or_else(|| "–".to_owned(), |minutes| super::clock::span(i64::from(minutes) * 60_000))
    };
    let percent = (f64::from(in_time) / f64::from(count.max(1)) * 100.0).round();
    let share = (count > 0).then(|| {
        view! {
            <svg class="desk-pace__bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
                <rect class="desk-pace__all" width="100" height="6"></rect>
                <rect class="chart__mark--a" width=percent.to_string() height="6"></rect>
            </svg>
            <p class="note">{live(move || t::desk_in_time(count, plain(percent)))}</p>
        }
    });
    view! {
        <li class="desk-pace card">
            <p class="note">{words}</p>
            <b class="desk-pace__median">{live(median)}</b>
            {share}
        </li>
    }
    .into_any()
}

/// The mean of the stars.
fn rated(ratings: &Ratings) -> AnyView {
    let (count, mean) = (ratings.count(), ratings.mean());
    let shown = move || mean.map_or_else(|| "–".to_owned(), |mean| t::desk_stars_of_five(plain(mean)));
    view! {
        <li class="desk-pace card">
            <p class="note">{t::desk_rating}</p>
            <b class="desk-pace__median">{live(shown)}</b>
            <p class="note">{live(move || t::desk_rated(count))}</p>
        </li>
    }
    .into_any()
}

fn mediated(Mediation { ended, settled }: Mediation) -> AnyView {
    let percent = f64::from(settled) / f64::from(ended.max(1)) * 100.0;
    let shown = if ended > 0 { format!("{}%", plain(percent)) } else { "–".to_owned() };
    view! {
        <li class="desk-pace card">
            <p class="note">{t::desk_mediation}</p>
            <b class="desk-pace__median">{shown}</b>
            <p class="note">{live(move || t::desk_mediated(settled, ended))}</p>
        </li>
    }
    .into_any()
}

fn by_stars(ratings: Ratings) -> Option<AnyView> {
    (ratings.count() > 0).then(|| {
        live(move || {
            let rows = ratings.stars.into_iter().enumerate().rev();
            let rows = rows.map(|(at, count)| Row { label: t::desk_stars(at + 1), values: vec![number(count)] });
            bars(t::desk_by_stars, vec![series(t::desk_rating, RAISED)], rows.collect(), plain)
        })
        .into_any()
    })
}

const RAISED: &str = "chart__mark--a";
const CLOSED: &str = "chart__mark--b";
const LATE: &str = "chart__mark--c";

fn series(words: Words, class: &'static str) -> Series {
    Series { name: words.into(), class }
}

fn number(value: u32) -> Option<f64> {
    Some(f64::from(value))
}

fn by_day(days: Vec<DayFlow>) -> AnyView {
    let rows = days.into_iter().map(|DayFlow { date, raised, closed }| Row {
        label: date.to_string()[5..].to_owned(),
        values: vec![number(raised), number(closed)],
    });
    let series = vec![series(t::desk_raised, RAISED), series(t::desk_closed, CLOSED)];
    columns(t::desk_by_day, series, rows.collect(), plain)
}

/// Raised and overdue of a flow.
fn raised_and_late(flow: Flow) -> Vec<Option<f64>> {
    vec![number(flow.raised), number(flow.overdue)]
}

fn by_unit(units: Vec<UnitFlow>) -> AnyView {
    // The names are of the language at hand; another one draws the chart anew.
    live(move || {
        let rows =
            units.iter().map(|UnitFlow { unit, flow }| Row { label: name(&unit.name), values: raised_and_late(*flow) });
        let series = vec![series(t::desk_raised, RAISED), series(t::desk_overdue, LATE)];
        bars(t::desk_by_unit, series, rows.collect(), plain)
    })
    .into_any()
}

fn by_category(categories: Vec<CategoryFlow>) -> AnyView {
    live(move || {
        let rows = categories.iter().map(|CategoryFlow { kind, category, flow }| Row {
            label: title(*kind, *category).to_owned(),
            values: raised_and_late(*flow),
        });
        let series = vec![series(t::desk_raised, RAISED), series(t::desk_overdue, LATE)];
        bars(t::desk_by_category, series, rows.collect(), plain)
    })
    .into_any()
}
