//! The found cases as dots on the district.

use leptos::{prelude::*, task::spawn_local};
use pingan_api::geo::Position;

use super::cells::Cell;
use crate::{
    case_card::title,
    i18n::{Label, t},
    place::{draw_district, point},
    ui::map::{Dot, Dots, Handling, MapSlot, MapView},
};

/// About a kilometre across a phone.
const AROUND: f64 = 15.0;

#[component]
pub fn CaseMap(
    map: MapSlot,
    cells: Signal<Vec<Cell>>,
    /// The dot whose cases are shown.
    chosen: RwSignal<Option<usize>>,
    /// Where the resident is, if asked around there.
    centre: Signal<Option<Position>>,
) -> impl IntoView {
    Effect::new(move |_| {
        let Some(chart) = map.chart() else { return };
        spawn_local(async move {
            let ground = draw_district(&chart).await;
            let nothing_else = cells.try_with_untracked(Vec::is_empty) == Some(true)
                && centre.try_get_untracked().is_some_and(|centre| centre.is_none());
            if let Some(ground) = ground.filter(|_| nothing_else) {
                chart.fit(&ground);
            }
        });
    });

    // Where to look changes with what was found, not with what is chosen of it.
    Effect::new(move |_| {
        let (Some(chart), cells, centre) = (map.chart(), cells.get(), centre.get()) else { return };
        match centre {
            Some(centre) => chart.centre_on(point(centre), AROUND),
            None => chart.fit_points(cells.iter().map(|cell| point(cell.at))),
        }
    });

    let drawn = StoredValue::new_local(None::<Dots>);
    Effect::new(move |_| {
        let (Some(chart), cells, now) = (map.chart(), cells.get(), chosen.get()) else { return };
        let dots: Vec<Dot> = cells.iter().enumerate().map(|(index, cell)| dot(cell, now == Some(index))).collect();
        drawn.set_value(Some(chart.dots(&dots, move |index| chosen.set(Some(index)))));
    });

    view! { <MapView map handling=Handling::Free class="map--tall" label=t::near_map_label hint=t::near_rough /> }
}

fn dot(cell: &Cell, chosen: bool) -> Dot {
    let class = match (cell.is_done(), chosen) {
        (false, false) => "",
        (true, false) => "map-dot--done",
        (false, true) => "map-dot--chosen",
        (true, true) => "map-dot--done map-dot--chosen",
    };
    let label = match cell.cases.as_slice() {
        [case] => t::near_dot(title(case.kind, case.category), case.state.label()),
        cases => t::near_dots(cases.len()),
    };
    let mark = if cell.cases.len() > 1 { cell.cases.len().to_string() } else { String::new() };
    Dot { at: point(cell.at), class, label, mark }
}
