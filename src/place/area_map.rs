//! A small still map of one grid within its community.

use leptos::{prelude::*, task::spawn_local};
use pingan_api::id::UnitId;

use super::outlines::{draw_grid, draw_grids};
use crate::{
    i18n::t,
    ui::map::{Handling, MapSlot, MapView},
};

#[component]
pub fn AreaMap(grid: UnitId, community: UnitId) -> impl IntoView {
    let slot = MapSlot::empty();
    let ids = StoredValue::new((grid, community));
    Effect::new(move |_| {
        let Some(chart) = slot.chart() else { return };
        let (grid, community) = ids.get_value();
        spawn_local(async move {
            if let Some(around) = draw_grids(&chart, community).await {
                chart.fit(&around, false);
            }
            if let Some(own) = draw_grid(&chart, grid).await {
                own.bring_to_front();
            }
        });
    });
    view! { <MapView map=slot handling=Handling::Still class="map--mini" label=t::place_area_map /> }
}
