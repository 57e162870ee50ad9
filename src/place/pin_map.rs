//! A map with one pin that a person moves to the very place.

use leptos::{prelude::*, task::spawn_local};
use pingan_api::{geo::Position, id::UnitId};

use super::{
    outlines::{draw_district, draw_grids},
    point,
};
use crate::{
    i18n::{Words, t},
    ui::map::{Handling, MapSlot, MapView, Outline, Pin},
};

/// Some 400 m across a phone.
const STREETS: f64 = 17.0;

/// Shows a pin that is dragged, moved by a tap or by the arrow keys. Without a position it shows the district, and the
/// first tap sets the pin.
#[component]
pub fn PinMap(
    position: Signal<Option<Position>>,
    /// Metres that the phone is sure of; none for a place that a person pointed at.
    accuracy_m: Signal<Option<u32>>,
    /// A unit whose grids are drawn, to find one's way by.
    #[prop(into, default = Signal::stored(None))]
    around: Signal<Option<UnitId>>,
    /// Dragged, tapped or moved by keys; WGS-84.
    on_move: Callback<Position>,
    /// What the map is for, for those who do not see it.
    #[prop(default = t::place_pin_map)]
    label: Words,
    /// What is done with the pin, and to what.
    #[prop(default = t::place_pin_hint)]
    hint: Words,
) -> impl IntoView {
    let slot = MapSlot::empty();
    let pin = StoredValue::new_local(None::<Pin>);
    let moved_here = StoredValue::new(None::<Position>);
    let moved = move |at| {
        let at = super::position(at);
        moved_here.set_value(Some(at));
        on_move.run(at);
    };

    // The ground, and where to look when there is no pin yet: at the unit around, or else at the district.
    let looks_near = StoredValue::new(false);
    Effect::new(move |_| {
        let Some(chart) = slot.chart() else { return };
        chart.on_tap(moved);
        if let Some(at) = position.get_untracked() {
            chart.centre_on(point(at), STREETS);
        }
        spawn_local(async move {
            if let Some(district) = draw_district(&chart).await
                && position.try_get_untracked() == Some(None)
                && looks_near.try_get_value() == Some(false)
            {
                chart.fit(&district, false);
            }
        });
    });

    let grids = StoredValue::new_local(None::<Outline>);
    Effect::new(move |_| {
        let (Some(chart), Some(community)) = (slot.chart(), around.get()) else { return };
        spawn_local(async move {
            let drawn = draw_grids(&chart, community).await;
            if let Some(grids) = &drawn
                && position.try_get_untracked() == Some(None)
            {
                looks_near.set_value(true);
                chart.fit(grids, false);
            }
            if let Some(Some(old)) = grids.try_update_value(|grids| std::mem::replace(grids, drawn)) {
                old.remove();
            }
        });
    });

    Effect::new(move |_| {
        let (Some(chart), Some(at), accuracy) = (slot.chart(), position.get(), accuracy_m.get()) else { return };
        // A place that was not set on this map, such as the phone's, is brought into view.
        if moved_here.get_value() != Some(at) {
            chart.centre_on(point(at), STREETS);
        }
        let known = pin.with_value(Clone::clone);
        let shown = known.unwrap_or_else(|| {
            let shown = chart.pin(point(at), t::place_pin(), moved);
            pin.set_value(Some(shown.clone()));
            shown
        });
        shown.move_to(point(at));
        shown.surround(point(at), accuracy.map(f64::from));
    });

    view! { <MapView map=slot handling=Handling::Free label hint /> }
}
