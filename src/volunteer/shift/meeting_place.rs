//! Where people meet, on a still map.

use leptos::{prelude::*, task::spawn_local};
use pingan_api::geo::Position;

use crate::{
    i18n::t,
    place::{draw_district, point},
    ui::map::{Handling, MapSlot, MapView},
};

/// A few streets across a phone.
const STREETS: f64 = 16.0;

pub(super) fn meeting_place(at: Position) -> AnyView {
    let slot = MapSlot::empty();
    Effect::new(move |_| {
        let Some(chart) = slot.chart() else { return };
        chart.centre_on(point(at), STREETS);
        chart.mark(point(at), t::volunteer_meet_here());
        spawn_local(async move {
            // Without the outlines the place is still shown.
            let _ground = draw_district(&chart).await;
        });
    });
    view! { <MapView map=slot handling=Handling::Still class="map--mini" label=t::volunteer_map /> }.into_any()
}
