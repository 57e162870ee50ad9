//! The numbers above the charts: how many, how fast, how content.

use leptos::prelude::*;
use pingan_api::stats::{Flow, Mediation, Pace, Ratings};

use super::charts::{number, series};
use crate::{
    desk::clock::span,
    i18n::{Words, t},
    ui::{
        chart::{Row, plain, table},
        live::live,
    },
};

/// What was not within its clock, whether late or not at all.
const fn missed(pace: Pace) -> u32 {
    pace.count.saturating_sub(pace.in_time)
}

pub(super) fn totals(total: Flow, reopened: u32, disputed: u32, check_in: Pace) -> AnyView {
    let tile = |value: u32, words: Words, class: &'static str| {
        view! {
            <li class=class>
                <b class="desk-total__number">{value}</b>
                <span class="note">{words}</span>
            </li>
        }
    };
    let late = |value: u32| if value > 0 { "desk-total desk-total--late" } else { "desk-total" };
    let missed = missed(check_in);
    view! {
        <ul class="desk-totals">
            {tile(total.raised, t::desk_raised, "desk-total")} {tile(total.closed, t::desk_closed, "desk-total")}
            {tile(total.open, t::desk_still_open, "desk-total")}
            {tile(total.overdue, t::desk_overdue, late(total.overdue))}
            {tile(reopened, t::desk_reopened, "desk-total")} {tile(disputed, t::desk_disputed, "desk-total")}
            {tile(check_in.count, t::desk_calls, "desk-total")} {tile(missed, t::desk_calls_missed, late(missed))}
        </ul>
    }
    .into_any()
}

pub(super) fn paces(accept: Pace, close: Pace, check_in: Pace) -> AnyView {
    let all = [(t::desk_pace_accept, accept), (t::desk_pace_close, close), (t::desk_pace_check_in, check_in)];
    let tiles = all.map(|(words, of)| pace(words, of));
    let numbers = live(move || {
        let heads = [t::desk_pace_count, t::desk_pace_in_time, t::desk_pace_missed, t::desk_pace_median];
        let rows = all.map(|(words, of)| Row {
            label: words().to_owned(),
            values: vec![
                number(of.count),
                number(of.in_time),
                number(missed(of)),
                of.median_minutes.map(|minutes| f64::from(minutes) / 60.0),
            ],
        });
        table(heads.map(|words| series(words, "")).into(), rows.into(), plain)
    });
    view! {
        <section class="section">
            <h2 class="section__title">{t::desk_pace}</h2>
            <ul class="desk-paces">{tiles.into_iter().collect_view()}</ul>
            <div class="card desk-paces__numbers">{numbers}</div>
        </section>
    }
    .into_any()
}

/// How long it takes in the middle, and how much of it was within the clock.
fn pace(words: Words, pace: Pace) -> AnyView {
    let Pace { count, in_time, median_minutes } = pace;
    let median = move || median_minutes.map_or_else(|| "–".to_owned(), |minutes| span(i64::from(minutes) * 60_000));
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

/// What residents say of the work.
pub(super) fn said(ratings: &Ratings, mediation: Mediation) -> AnyView {
    view! {
        <section class="section">
            <h2 class="section__title">{t::desk_said}</h2>
            <ul class="desk-paces">{rated(ratings)} {mediated(mediation)}</ul>
        </section>
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
