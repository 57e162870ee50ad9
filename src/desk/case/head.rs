//! What it is, where it stands, whose it is and how long there is left.

use leptos::prelude::*;
use pingan_api::{
    Timestamp,
    cases::{CaseKind, CaseNumber, Category, State},
    desk::{DeskCase, UnitName},
};

use super::opened::Opened;
use crate::{
    case_card::{pictogram, title},
    desk::{clock::clock_chip, steps::state},
    i18n::{moment, name, t},
    route::{Desk, Route},
    ui::{
        copy_button::CopyButton,
        icon::{hazard_icon_large, icon_small},
        live::live,
    },
};

#[derive(Clone, PartialEq)]
pub struct Head {
    number: CaseNumber,
    kind: CaseKind,
    category: Option<Category>,
    state: State,
    created_at: Timestamp,
    clock: (Option<Timestamp>, Option<Timestamp>),
    holder: Option<UnitName>,
    climbed_from: Option<UnitName>,
    about: Option<UnitName>,
    hidden: bool,
    is_public: bool,
    merged_into: Option<CaseNumber>,
    merged: Vec<CaseNumber>,
    split_from: Option<CaseNumber>,
    parts: Vec<CaseNumber>,
}

impl Head {
    pub fn of(case: &DeskCase) -> Self {
        Self {
            number: case.number,
            kind: case.kind,
            category: case.category,
            state: case.state,
            created_at: case.created_at,
            clock: (case.due_at, case.overdue_since),
            holder: case.holder.clone(),
            climbed_from: case.climbed_from.clone(),
            about: case.about.clone(),
            hidden: case.hidden,
            is_public: case.is_public,
            merged_into: case.merged_into,
            merged: case.merged.clone(),
            split_from: case.split_from,
            parts: case.parts.clone(),
        }
    }
}

pub fn head(_: Opened, head: Head) -> AnyView {
    let Head { number, kind, category, created_at, state: now, .. } = head;
    let seen = match (head.hidden, head.is_public) {
        (true, _) => t::desk_hidden,
        (false, true) => t::desk_is_public,
        (false, false) => t::desk_not_public,
    };
    let lines = [
        line("edit", head.about, t::desk_about),
        line("building", head.holder, t::desk_holder),
        line("warning", head.climbed_from, t::desk_climbed),
    ];
    let relatives = [
        relatives(head.merged_into.into_iter().collect(), t::desk_merged_into),
        relatives(head.merged, t::desk_merged),
        relatives(head.split_from.into_iter().collect(), t::desk_split_from),
        relatives(head.parts, t::desk_part),
    ];
    view! {
        <section class="desk-case-head">
            <span class="desk-case-head__picture">{hazard_icon_large(pictogram(kind, category))}</span>
            <div class="desk-case-head__body">
                <h2 class="desk-case-head__title">{live(move || title(kind, category))}</h2>
                <p class="desk-case-head__chips">
                    <span class=format!("state-chip state-chip--{now}")>{live(move || state(now))}</span>
                    {clock_chip(head.clock.0, head.clock.1)} <span class="state-chip">{seen}</span>
                </p>
                <p class="desk-case-head__meta">
                    <b class="desk-number">{number.grouped()}</b>
                    " · "
                    {live(move || t::desk_sent_at(moment::at(created_at)))}
                </p>
                {lines.into_iter().collect_view()}
                {relatives.into_iter().collect_view()}
            </div>
            <CopyButton text=number.to_string() label=t::track_copy_number />
        </section>
    }
    .into_any()
}

fn line(picture: &str, unit: Option<UnitName>, words: fn(String) -> String) -> Option<AnyView> {
    let unit = unit?;
    Some(
        view! {
            <p class="desk-case-head__line">
                {icon_small(picture)} <span>{live(move || words(name(&unit.name)))}</span>
            </p>
        }
        .into_any(),
    )
}

/// Other cases that this one came of or went into.
fn relatives(numbers: Vec<CaseNumber>, words: fn(String) -> String) -> AnyView {
    let links = numbers.into_iter().map(|number| {
        view! {
            <p class="desk-case-head__line">
                {icon_small("merged")}
                <a href=Route::Desk(Desk::Case(number)).href()>{live(move || words(number.grouped()))}</a>
            </p>
        }
    });
    links.collect_view().into_any()
}
