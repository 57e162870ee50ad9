//! A small still map of one place that is known already.

use leptos::{prelude::*, task::spawn_local};
use pingan_api::geo::Position;

use super::{outlines::draw_district, point};
use crate::{
    i18n::t,
    ui::map::{Handling, MapSlot, MapView},
};

/// How exactly the place is told.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Precision {
    /// To the point.
    Exact,
    /// To about 100 m: shown as a circle, never as a point.
    Coarse,
}

/// Half the diagonal of the cells that public places are snapped to.
const COARSE_M: f64 = 75.0;
const STREETS: f64 = 16.0;

#[component]
pub fn PlaceMap(at: Position, precision: Precision) -> impl IntoView {
    let slot = MapSlot::empty();
    Effect::new(move |_| {
        let Some(chart) = slot.chart() else { return };
        chart.centre_on(point(at), STREETS);
        match precision {
            Precision::Exact => chart.mark(point(at), t::place_here()),
            Precision::Coarse => chart.circle(point(at), COARSE_M, "map-accuracy"),
        }
        spawn_local(async move {
            // Without the ground the place is still shown.
            let _ground = draw_district(&chart).await;
        });
    });
    let label = match precision {
        Precision::Exact => t::place_exact_map,
        Precision::Coarse => t::place_coarse_map,
    };
    view! { <MapView map=slot handling=Handling::Still class="map--mini" label /> }
}
