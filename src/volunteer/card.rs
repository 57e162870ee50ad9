//! A shift as every list shows it: when, what, with whom, where, and how the reader stands with it.

use leptos::prelude::*;
use pingan_api::volunteer::{ShiftCard, StandingWord};

use super::standing::chip;
use crate::{
    case_card::distance,
    i18n::t,
    route::{Route, Volunteer},
    shift_times::{span, whole},
    ui::{
        icon::icon_small,
        live::{Live, live},
    },
};

/// `state` stands in its foot, such as how the reader stands with it.
pub(super) fn shift_card(card: ShiftCard, when: Live<String>, state: AnyView) -> AnyView {
    let ShiftCard { id, title, team_name, place, metres, .. } = card;
    let far = metres.map(|metres| view! { <span class="shift-card__far">{live(move || distance(metres))}</span> });
    view! {
        <a class="shift-card" href=Route::Volunteer(Volunteer::Shift(id)).href()>
            <span class="shift-card__when">
                <span>{when}</span>
                {far}
            </span>
            <span class="shift-card__title">{title}</span>
            <span class="shift-card__meta">{icon_small("people")} <span>{team_name}</span></span>
            <span class="shift-card__meta">{icon_small("map-pin")} <span>{place}</span></span>
            <span class="shift-card__foot">{state}</span>
        </a>
    }
    .into_any()
}

/// With the hours alone, under a heading that says the day.
pub(super) fn card_of_day(card: ShiftCard) -> AnyView {
    let (from, to) = (card.starts_at, card.ends_at);
    let state = standing(&card);
    shift_card(card, live(move || span(from, to)), state)
}

/// With day and hours.
pub(super) fn card_with_day(card: ShiftCard) -> AnyView {
    let (from, to) = (card.starts_at, card.ends_at);
    let state = standing(&card);
    shift_card(card, live(move || whole(from, to)), state)
}

/// One under the other.
pub(super) fn list(cards: impl Iterator<Item = AnyView>) -> AnyView {
    let cards = cards.map(|card| view! { <li>{card}</li> });
    view! { <ul class="shift-list">{cards.collect_view()}</ul> }.into_any()
}

fn standing(card: &ShiftCard) -> AnyView {
    let (word, needed, taken, waiting) = (card.standing.word, card.needed, card.taken, card.waiting);
    view! {
        {chip(card.standing.clone())}
        <span>{live(move || places_beside(word, needed, taken, waiting))}</span>
    }
    .into_any()
}

/// How many are still needed, or who waits; reactive.
pub(super) fn places(needed: u16, taken: u16, waiting: u16) -> String {
    match needed.saturating_sub(taken) {
        0 if waiting > 0 => t::volunteer_waiting(waiting),
        0 => t::volunteer_complete().to_owned(),
        more => t::volunteer_more_needed(more),
    }
}

/// The same beside how the reader stands: a place that stays free because a pair is next in line is not theirs to take;
/// reactive.
pub(super) fn places_beside(word: StandingWord, needed: u16, taken: u16, waiting: u16) -> String {
    if word == StandingWord::Full && waiting > 0 {
        t::volunteer_waiting(waiting)
    } else {
        places(needed, taken, waiting)
    }
}

#[cfg(test)]
mod tests {
    use pingan_api::volunteer::StandingWord;

    use super::{places, places_beside};

    #[test]
    fn places_in_words() {
        assert_eq!(places(5, 2, 0), "还差 3 人");
        assert_eq!(places(5, 5, 0), "人已够");
        assert_eq!(places(5, 6, 2), "2 人在候补");
        assert_eq!(places_beside(StandingWord::Full, 5, 4, 1), "1 人在候补");
        assert_eq!(places_beside(StandingWord::LastPlaces, 5, 4, 0), "还差 1 人");
    }
}
