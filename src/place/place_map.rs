//! A small still map of one place that is known already, within its grid.

use leptos::{prelude::*, task::spawn_local};
use pingan_api::{geo::Position, id::UnitId};

use super::{
    outlines::{draw_district, draw_grid},
    point,
};
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
pub fn PlaceMap(
    grid: UnitId,
    /// None where only the grid is known.
    at: Option<Position>,
    precision: Precision,
) -> impl IntoView {
    let slot = MapSlot::empty();
    let grid = StoredValue::new(grid);
    Effect::new(move |_| {
        let Some(chart) = slot.chart() else { return };
        if let Some(at) = at {
            chart.centre_on(point(at), STREETS);
            match precision {
                Precision::Exact => chart.mark(point(at), t::place_here()),
                Precision::Coarse => chart.circle(point(at), COARSE_M, "map-accuracy"),
            }
        }
        let grid = grid.get_value();
        spawn_local(async move {
            // Without the outlines the place is still shown.
            if let Some(own) = draw_grid(&chart, grid).await {
                chart.fit(&own, precision == Precision::Exact);
            }
            let _ground = draw_district(&chart).await;
        });
    });
    let label = match precision {
        Precision::Exact => t::place_exact_map,
        Precision::Coarse => t::place_coarse_map,
    };
    view! { <MapView map=slot handling=Handling::Still class="map--mini" label /> }
}
