//! Where it is: from the phone by itself, moved on the map, or at least a grid. Every trouble is said in words.

use leptos::prelude::*;
use pingan_api::cases::{CaseKind, PlaceSource};

use super::{
    Step, details,
    filling::{Filling, Locating},
    slip,
};
use crate::{
    cases::draft::Place,
    i18n::{self, t},
    locate::Trouble,
    place::{GridChooser, PinMap},
    ui::icon::{icon, icon_of_class},
};

/// A photo taken farther than this from where the phone is now was taken on another occasion.
const ELSEWHERE_M: f64 = 150.0;
/// A circle wider than this does not tell one street from the next.
const ROUGH_M: u32 = 300;

pub(super) fn place_step(filling: Filling) -> AnyView {
    let place = Memo::new(move |_| filling.draft.draft.with(|draft| draft.place.clone()));
    let locating = filling.locating;
    let fault = filling.place_fault();
    let here = move || row(place.get(), locating.get());
    // A place outside has its pin taken away: another map, that shows the district and waits for a tap.
    let shown = Memo::new(move |_| {
        place.with(|place| place.as_ref().filter(|place| place.position.is_some()).map(|place| place.outside))
    });
    let map = move || {
        let shown = shown.get();
        ((shown == Some(false)).then(|| map(filling, place)), (shown == Some(true)).then(|| map(filling, place)))
    };
    let chooser = move || {
        filling.choosing_grid.get().then(|| {
            view! { <GridChooser on_choose=move |grid| filling.choose_grid(grid) /> }
        })
    };
    let buttons = move || (locating.get() != Locating::Running).then(|| buttons(filling, place));
    // Nothing else than choosing is left when the phone does not help.
    Effect::new(move || {
        let needs = matches!(locating.get(), Locating::Failed(_)) && place.with(Option::is_none);
        if needs || place.with(|place| place.as_ref().is_some_and(|place| place.outside)) {
            filling.choosing_grid.set(true);
        }
    });
    let landmark = (filling.draft.kind != CaseKind::Hazard).then(|| details::landmark(filling, Step::Place));
    let inside = view! {
        <div aria-live="polite">{move || trouble(filling, place)} {here}</div>
        {map}
        {slip::fault_line(Step::Place, fault)}
        {buttons}
        {chooser}
        {landmark}
    }
    .into_any();
    let done = Signal::derive(move || place.with(|place| place.as_ref().is_some_and(|place| !place.outside)));
    slip::slip(filling, Step::Place, t::report_step_place, done, String::new, inside)
}

/// Why the phone did not help, and what there is instead; reactive.
fn trouble(filling: Filling, place: Memo<Option<Place>>) -> Option<AnyView> {
    let Locating::Failed(trouble) = filling.locating.get() else { return None };
    let cause = match trouble {
        Trouble::Refused => t::report_refused,
        Trouble::Unavailable => t::report_unavailable,
        Trouble::TimedOut => t::report_timed_out,
    };
    let instead = place.with(|place| match place.as_ref().map(|place| place.source) {
        None => Some(t::report_choose_instead),
        Some(PlaceSource::Photo) => Some(t::report_photo_instead),
        Some(_) => None,
    });
    Some(view! { <p class="banner">{icon("info")} <span>{cause} {instead}</span></p> }.into_any())
}

/// What is known of the place, in two lines.
fn row(place: Option<Place>, locating: Locating) -> AnyView {
    let (picture, name, detail) = match (place, locating) {
        (_, Locating::Running) => (
            icon_of_class("icon icon--turn", "busy"),
            t::report_locating().to_owned(),
            t::report_locating_hint().to_owned(),
        ),
        (Some(place), _) if place.outside => {
            return view! { <p class="banner banner--error">{icon("warning")} <span>{t::report_outside}</span></p> }
                .into_any();
        }
        (Some(place), _) => {
            let name = place.grid.map_or_else(|| t::report_grid_unknown().to_owned(), |grid| i18n::name(&grid.name));
            let detail = match (place.source, place.accuracy_m) {
                (PlaceSource::Phone, Some(metres)) if metres > ROUGH_M => t::report_accuracy_rough(metres),
                (PlaceSource::Phone, metres) => t::report_accuracy(metres.unwrap_or(0)),
                (PlaceSource::Pin, _) => t::report_from_pin().to_owned(),
                (PlaceSource::Photo, _) => t::report_from_photo().to_owned(),
                (PlaceSource::Grid, _) => t::report_from_grid().to_owned(),
            };
            (icon("map-pin"), name, detail)
        }
        (None, _) => return ().into_any(),
    };
    view! {
        <div class="place-row">
            {picture} <div class="place-row__body">
                <p class="place-row__name">{name}</p>
                <p class="place-row__detail">{detail}</p>
            </div>
        </div>
    }
    .into_any()
}

fn map(filling: Filling, place: Memo<Option<Place>>) -> AnyView {
    let inside = |place: &&Place| !place.outside;
    let position = Signal::derive(move || place.with(|place| place.as_ref().filter(inside)?.position));
    let accuracy = Signal::derive(move || place.with(|place| place.as_ref()?.accuracy_m));
    let around = Memo::new(move |_| place.with(|place| place.as_ref()?.grid.as_ref()?.community.clone()));
    let moved = move |position| filling.set_position(PlaceSource::Pin, position, None);
    view! {
        <PinMap
            position=position
            accuracy_m=accuracy
            around=around
            on_move=Callback::new(moved)
            label=t::report_move_pin
        />
    }
    .into_any()
}

fn buttons(filling: Filling, place: Memo<Option<Place>>) -> AnyView {
    let open = filling.choosing_grid;
    let from_photo = move || {
        let taken = filling.photo_position()?;
        let here = place.with(|place| place.as_ref().and_then(|place| place.position));
        let elsewhere = here.is_none_or(|here| here.metres_to(taken) > ELSEWHERE_M);
        let words = if here.is_some() { t::report_use_photo_place } else { t::report_take_photo_place };
        elsewhere.then(|| {
            view! {
                <div class="button-row">
                    <button
                        type="button"
                        class="button button--soft"
                        on:click=move |_| filling.set_position(PlaceSource::Photo, taken, None)
                    >
                        {icon("album")}
                        {words}
                    </button>
                </div>
            }
        })
    };
    let choose =
        move || if place.with(Option::is_some) { t::report_choose_grid() } else { t::report_choose_grid_first() };
    view! {
        {from_photo}
        <div class="button-row button-row--two">
            <button
                type="button"
                class="button button--plain button--small"
                aria-expanded=move || if open.get() { "true" } else { "false" }
                on:click=move |_| open.update(|open| *open = !*open || place.with_untracked(Option::is_none))
            >
                {choose}
            </button>
            <button type="button" class="button button--plain button--small" on:click=move |_| filling.locate()>
                {icon("locate")}
                {t::report_locate_again}
            </button>
        </div>
    }
    .into_any()
}
