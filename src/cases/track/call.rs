//! In care mode, above all else: the number of whoever answers for the place of the case.

use leptos::prelude::*;
use pingan_api::{
    cases::TrackedCase,
    district::{GetGrid, GridCard},
    id::UnitId,
};

use crate::{
    client,
    i18n::{name, t},
    session::Device,
    ui::{
        async_view::{Fetched, Load, skeleton},
        call_button::call_button,
        live::live,
    },
};

/// For a case that has no place, as an opinion has none.
const CITY_HOTLINE: &str = "12345";

/// Nothing outside care mode.
pub(super) fn call_first(case: &TrackedCase) -> AnyView {
    let device = Device::get();
    let exact = case.place_exact.as_ref().map(|place| place.grid.clone());
    let grid = exact.or_else(|| case.summary.place.as_ref().map(|place| place.grid.clone()));
    live(move || device.care().then(|| call(grid.clone()))).into_any()
}

fn call(grid: Option<UnitId>) -> AnyView {
    let button = match grid {
        Some(grid) => {
            let card = Fetched::new(move || {
                let grid = grid.clone();
                async move { client::send(&GetGrid(grid)).await }
            });
            live(move || match card.load() {
                Load::Loading => skeleton(1),
                Load::Ready(card) => call_member(card),
                // The hotline needs no answer from the server.
                Load::Failed(_) => call_city(),
            })
            .into_any()
        }
        None => call_city(),
    };
    view! { <div class="call-first">{button}</div> }.into_any()
}

fn call_member(card: GridCard) -> AnyView {
    let member = card.member;
    let who = member.name.clone();
    call_button(&member.phone, move || t::grid_call_person(name(&who), t::grid_member()))
}

fn call_city() -> AnyView {
    call_button(CITY_HOTLINE, t::home_call_city)
}
