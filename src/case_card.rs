//! A case as every list shows it: picture, what it is, its state, where and when.

use leptos::prelude::*;
use pingan_api::cases::{CaseKind, CaseSummary, Category, Event, State};

use crate::{
    i18n::{self, Label, moment, t},
    ui::{
        icon::{hazard_icon, icon_small},
        live::live,
        thumbnail::thumbnail,
    },
};

/// What a case is called: its category, or else its kind; reactive.
pub fn title(kind: CaseKind, category: Option<Category>) -> &'static str {
    category.map_or_else(|| kind.label(), Label::label)
}

/// The name of its pictogram in hazards.svg.
pub fn pictogram(kind: CaseKind, category: Option<Category>) -> &'static str {
    match (kind, category) {
        (CaseKind::Hazard, Some(category)) => category.as_str(),
        (CaseKind::Hazard, None) => Category::Other.as_str(),
        (CaseKind::Opinion, _) => "opinion",
        (CaseKind::Appeal | CaseKind::Mediation | CaseKind::Consultation, _) => "appeal",
    }
}

/// A state in one word as everyone reads it: what waits for the reporter does not wait for the reader.
pub fn public_state(state: State) -> &'static str {
    match state {
        State::AwaitingResident => t::case_awaiting(),
        State::Resolved => t::case_resolved(),
        _ => state.label(),
    }
}

/// What happened as everyone reads it: what the reporter did, the reader did not.
pub fn public_event(event: Event) -> &'static str {
    match event {
        Event::Ask => t::act_public_ask(),
        Event::Answer => t::act_public_answer(),
        Event::Expire => t::act_public_expire(),
        Event::Confirm => t::act_public_confirm(),
        Event::Dispute => t::act_public_dispute(),
        Event::Reopen => t::act_public_reopen(),
        Event::AppealRejection => t::act_public_appeal(),
        Event::Resolve => t::act_public_resolve(),
        Event::Withdraw => t::act_public_withdraw(),
        _ => event.label(),
    }
}

/// A state in a chip.
pub fn state_chip(state: State) -> AnyView {
    view! { <span class=format!("state-chip state-chip--{state}")>{live(move || public_state(state))}</span> }
        .into_any()
}

/// The state as the reporter reads it, with its picture.
pub fn state_chip_with_icon(state: State) -> AnyView {
    view! {
        <span class=format!(
            "state-chip state-chip--{state}",
        )>{icon_small(state.as_str())} {live(move || state.label())}</span>
    }
    .into_any()
}

/// About how far; reactive.
pub fn distance(metres: u32) -> String {
    // Rounded up to the tens: the place is only good to about 100 m.
    if metres < 100 {
        t::case_close_by().to_owned()
    } else if metres < 1000 {
        t::case_distance(metres.div_ceil(10) * 10)
    } else {
        t::case_distance_km(moment::kilometres(metres))
    }
}

/// The whole card as a link.
pub fn case_card(case: CaseSummary, href: String) -> AnyView {
    view! {
        <a class="case-card" href=href>
            {case_card_inside(case)}
        </a>
    }
    .into_any()
}

/// Of a card that wraps this in something else than a link, or adds to it.
pub fn case_card_inside(case: CaseSummary) -> AnyView {
    let CaseSummary { kind, category, state, place, created_at, thumb, joined, distance_m, .. } = case;
    let picture = match thumb {
        Some(thumb) => thumbnail(thumb, 76),
        None => hazard_icon(pictogram(kind, category)),
    };
    let joined = (joined > 0).then(|| view! { <span>{live(move || t::case_joined(joined))}</span> });
    let distance = distance_m.map(|metres| view! { <span>{live(move || distance(metres))}</span> });
    view! {
        <span class="case-card__picture">{picture}</span>
        <span class="case-card__body">
            <span class="case-card__top">
                <span class="case-card__title">{live(move || title(kind, category))}</span>
                {state_chip(state)}
            </span>
            <span class="case-card__meta">
                {place.map(|place| view! { <span>{live(move || i18n::name(&place.grid_name))}</span> })} {distance}
                <span>{live(move || moment::ago(created_at))}</span> {joined}
            </span>
        </span>
    }
    .into_any()
}
