//! "It is solved": one of five faces, a word if one likes, one button.

use leptos::{prelude::*, task::spawn_local};
use pingan_api::cases::{Event, act::MAX_RATING, new_case::MAX_TEXT};

use super::{Begun, Seen};
use crate::{
    i18n::{Words, t},
    ui::{button::Button, field::TextField, icon::icon},
};

const NAMES: [Words; MAX_RATING as usize] =
    [t::act_rating_1, t::act_rating_2, t::act_rating_3, t::act_rating_4, t::act_rating_5];

pub(super) fn confirm(seen: StoredValue<Seen>, begun: Begun) -> AnyView {
    let fault = move || {
        let missing = begun.tried.get() && begun.rating.get().is_none();
        missing.then(|| view! { <p class="field__error">{icon("warning")} <span>{t::act_rating_missing}</span></p> })
    };
    let send = move |()| {
        begun.tried.set(true);
        if let Some(act) = begun.act(Event::Confirm) {
            spawn_local(begun.send(seen.get_value(), act));
        }
    };
    view! {
        <div class="act__form">
            {stars(begun)} <div aria-live="polite">{fault}</div>
            {TextField::new("act-words", t::act_more, begun.words).limit(MAX_TEXT).optional().long().view()}
            <Button class="button button--block" text=t::act_confirm busy=begun.sending on_press=send />
        </div>
    }
    .into_any()
}

fn stars(begun: Begun) -> AnyView {
    let stars = (1..=MAX_RATING).zip(NAMES).map(|(rating, name)| {
        let lit = move || begun.rating.get().is_some_and(|given| given >= rating);
        view! {
            <label class="star">
                <input
                    class="cover-input"
                    type="radio"
                    name="act-rating"
                    value=rating
                    prop:checked=move || begun.rating.get() == Some(rating)
                    aria-label=name
                    on:change=move |_| begun.rating.set(Some(rating))
                />
                <span class=move || if lit() { "star__face star__face--lit" } else { "star__face" }>{icon("badge")}</span>
            </label>
        }
    });
    let said = move || begun.rating.get().and_then(|rating| NAMES.get(usize::from(rating) - 1)).map(|name| name());
    view! {
        <div class="stars" role="radiogroup" aria-label=t::act_rating>
            <p class="field__label">{t::act_rating}</p>
            <div class="stars__row">{stars.collect_view()}</div>
            <p class="stars__said" aria-hidden="true">{said}</p>
        </div>
    }
    .into_any()
}
