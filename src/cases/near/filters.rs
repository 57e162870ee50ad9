//! The choices above the map and the list: how to see it, where, which kind, which state.

use leptos::{prelude::*, task::spawn_local};
use pingan_api::cases::{CaseKind, Category};

use super::query::{Area, Asked, Show};
use crate::{
    i18n::{Label, t},
    locate::{Trouble, locate},
    session::Device,
    ui::{
        async_view::banner,
        choices::{Chips, Choice, Segments},
        icon::icon_of_class,
        sheet::{Action, Sheet},
    },
};

/// A locating that takes longer leaves the resident with what there is.
const LOCATE_MS: u32 = 10_000;

const AROUND: &str = "around";
const GRID: &str = "grid";
const DISTRICT: &str = "district";
const OPEN: &str = "open";
const DONE: &str = "done";
const MAP: &str = "map";
const LIST: &str = "list";

#[component]
pub fn Filters(asked: Asked) -> impl IntoView {
    let views = vec![Choice::new(MAP, t::near_map).with_icon("map"), Choice::new(LIST, t::near_list).with_icon("list")];
    let view_now = Signal::derive(move || if asked.show.get() == Show::Map { MAP } else { LIST });
    let choose_view = move |value| asked.show.set(if value == MAP { Show::Map } else { Show::List });
    let states = vec![Choice::new(OPEN, t::near_open), Choice::new(DONE, t::near_done)];
    let state_now = Signal::derive(move || asked.open.get().map(|open| if open { OPEN } else { DONE }));
    let choose_state = move |value: Option<&'static str>| asked.open.set(value.map(|value| value == OPEN));
    view! {
        <div class="near-tools">
            <Segments name="near-view" label=t::near_view choices=views chosen=view_now on_choose=choose_view />
            <Where asked />
            <div class="near-tools__row">
                <Kind asked />
                <Chips name="near-state" label=t::near_states choices=states chosen=state_now on_choose=choose_state />
            </div>
        </div>
    }
}

#[component]
fn Where(asked: Asked) -> impl IntoView {
    let device = Device::get();
    let locating = RwSignal::new(false);
    let trouble = RwSignal::new(None::<Trouble>);
    let around = move || {
        locating.set(true);
        spawn_local(async move {
            let found = locate(LOCATE_MS).await;
            // The page may be gone, or the resident has chosen something else meanwhile.
            if locating.try_get_untracked() != Some(true) {
                return;
            }
            locating.set(false);
            match found {
                Ok(fix) => asked.area.set(Area::Around(fix.position)),
                Err(why) => {
                    trouble.set(Some(why));
                    asked.area.set(Area::District);
                }
            }
        });
    };
    let chosen = Signal::derive(move || {
        Some(match asked.area.get() {
            _ if locating.get() => AROUND,
            Area::Around(_) => AROUND,
            Area::Grid(_) => GRID,
            Area::District => DISTRICT,
        })
    });
    let choose = move |value: Option<&'static str>| {
        locating.set(false);
        trouble.set(None);
        match (value, untrack(|| device.grid())) {
            (Some(AROUND), _) => around(),
            (Some(GRID), Some(grid)) => asked.area.set(Area::Grid(grid)),
            _ => asked.area.set(Area::District),
        }
    };
    let mut choices = vec![Choice::new(AROUND, t::near_around_me).with_icon("locate")];
    if untrack(|| device.grid()).is_some() {
        choices.push(Choice::new(GRID, t::near_my_grid));
    }
    choices.push(Choice::new(DISTRICT, t::near_district));
    let said = move || match (locating.get(), trouble.get()) {
        (true, _) => Some(view! { <p class="note">{t::near_locating}</p> }.into_any()),
        (false, Some(Trouble::Refused)) => Some(banner(t::near_refused)),
        (false, Some(Trouble::Unavailable | Trouble::TimedOut)) => Some(banner(t::near_unavailable)),
        (false, None) => None,
    };
    view! {
        <Chips name="near-where" label=t::near_where choices chosen on_choose=choose clearable=false row=true />
        <div role="status">{said}</div>
    }
}

/// A button that opens the list of kinds: twelve chips would be a wall.
#[component]
fn Kind(asked: Asked) -> impl IntoView {
    let open = RwSignal::new(false);
    let now = move || asked.category.get().map_or_else(t::near_kind_all, Label::label);
    let all = Action::new(t::near_kind_all, move || asked.category.set(None));
    let each = Category::of(CaseKind::Hazard)
        .map(|category| Action::new(move || category.label(), move || asked.category.set(Some(category))));
    view! {
        <button
            type="button"
            class="choice choice__face"
            aria-haspopup="dialog"
            aria-label=move || format!("{}: {}", t::near_kind(), now())
            on:click=move |_| open.set(true)
        >
            {now}
            {icon_of_class("icon icon--s icon--down", "chevron")}
        </button>
        <Sheet open title=t::near_kind_title actions=std::iter::once(all).chain(each).collect() />
    }
}
