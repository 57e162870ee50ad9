//! The dashboard: cases in and out, where and of what, how long things take against the clock; every chart with its
//! numbers beneath, and all of it as a file.

mod charts;
mod places;
mod tiles;

use leptos::prelude::*;
use pingan_api::{
    Date,
    account::{Me, Permission},
    cases::CaseKind,
    desk::UnitName,
    stats::{ExportCases, GetStats, Stats, StatsQuery},
};

use self::{
    charts::{by_category, by_day, by_stars},
    places::Places,
    tiles::{paces, said, totals},
};
use super::{
    frame::Frame,
    gate::{ask, gate},
    units::{UnitPicker, chosen_unit},
};
use crate::{
    choices_of,
    i18n::{Label, moment, t},
    route::Desk,
    ui::{
        async_view::{AsyncView, Fetched},
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
    gate(Desk::Dashboard, |me| view! { <Dashboard me /> }.into_any())
}

#[component]
fn Dashboard(me: Me) -> impl IntoView {
    let asked = Asked { span: RwSignal::new(SPAN), kind: RwSignal::new(None), unit: RwSignal::new(None) };
    let may_export = me.may(Permission::Export);
    let stats = Fetched::new(move || {
        let query = asked.query();
        async move { ask(&GetStats(query)).await }
    });
    let places = Places::of(asked, stats);
    let ready = move |stats: Stats| whole(stats, places);
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
            <AsyncView of=stats ready />
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
        (false, Some(unit)) => chosen_unit(unit, t::desk_unit_clear, Callback::new(move |()| set_unit(None))),
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

fn whole(stats: Stats, places: Places) -> AnyView {
    let Stats { total, days, units, categories, accept, close, check_in, reopened, disputed, ratings, mediation } =
        stats;
    view! {
        {totals(total, reopened, disputed, check_in)}
        {paces(accept, close, check_in)}
        {said(&ratings, mediation)}
        <section class="section desk-charts">
            {by_stars(ratings)} {by_day(days)} {places.charts(units)} {by_category(categories)}
        </section>
    }
    .into_any()
}
