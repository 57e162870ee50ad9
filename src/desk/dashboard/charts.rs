//! The charts: in and out by day, by unit and by category, and what residents gave.

use leptos::prelude::*;
use pingan_api::stats::{CategoryFlow, DayFlow, Flow, Ratings, UnitFlow};

use crate::{
    case_card::title,
    i18n::{Words, name, t},
    ui::{
        chart::{Row, Series, bars, columns, plain},
        live::live,
    },
};

const RAISED: &str = "chart__mark--a";
const CLOSED: &str = "chart__mark--b";
const LATE: &str = "chart__mark--c";

pub(super) fn series(words: Words, class: &'static str) -> Series {
    Series { name: words.into(), class }
}

pub(super) fn number(value: u32) -> Option<f64> {
    Some(f64::from(value))
}

pub(super) fn by_stars(ratings: Ratings) -> Option<AnyView> {
    (ratings.count() > 0).then(|| {
        live(move || {
            let rows = ratings.stars.into_iter().enumerate().rev();
            let rows = rows.map(|(at, count)| Row { label: t::desk_stars(at + 1), values: vec![number(count)] });
            bars(t::desk_by_stars, vec![series(t::desk_rating, RAISED)], rows.collect(), plain)
        })
        .into_any()
    })
}

pub(super) fn by_day(days: Vec<DayFlow>) -> AnyView {
    let rows = days.into_iter().map(|DayFlow { date, raised, closed }| Row {
        label: date.to_string()[5..].to_owned(),
        values: vec![number(raised), number(closed)],
    });
    let series = vec![series(t::desk_raised, RAISED), series(t::desk_closed, CLOSED)];
    columns(t::desk_by_day, series, rows.collect(), plain)
}

/// What came in and went out by name, and what of it is late.
fn flows(heading: Words, rows: Vec<Row>) -> AnyView {
    let series = vec![series(t::desk_raised, RAISED), series(t::desk_closed, CLOSED), series(t::desk_overdue, LATE)];
    bars(heading, series, rows, plain)
}

fn row(label: String, flow: Flow) -> Row {
    Row { label, values: vec![number(flow.raised), number(flow.closed), number(flow.overdue)] }
}

pub(super) fn by_unit(heading: Words, units: Vec<UnitFlow>) -> AnyView {
    // The names are of the language at hand; another one draws the chart anew.
    live(move || flows(heading, units.iter().map(|UnitFlow { unit, flow }| row(name(&unit.name), *flow)).collect()))
        .into_any()
}

pub(super) fn by_category(categories: Vec<CategoryFlow>) -> AnyView {
    live(move || {
        let rows = categories.iter();
        let rows = rows.map(|CategoryFlow { kind, category, flow }| row(title(*kind, *category).to_owned(), *flow));
        flows(t::desk_by_category, rows.collect())
    })
    .into_any()
}
