//! The found cases as dots on the district.

use leptos::{prelude::*, task::spawn_local};

use super::{cells::Cell, query::Area};
use crate::{
    case_card::{public_state, title},
    i18n::t,
    place::{draw_district, draw_grid, draw_whole, point},
    ui::map::{Dot, Dots, Handling, MapSlot, MapView, Outline},
};

/// About a kilometre across a phone.
const AROUND: f64 = 15.0;

#[component]
pub fn CaseMap(
    map: MapSlot,
    cells: Signal<Vec<Cell>>,
    /// The dot whose cases are shown.
    chosen: RwSignal<Option<usize>>,
    /// Where was asked.
    area: Signal<Area>,
) -> impl IntoView {
    // The ground, once.
    Effect::new(move |_| {
        let Some(chart) = map.chart() else { return };
        spawn_local(async move {
            let _ground = draw_district(&chart).await;
        });
    });

    // Where to look changes with where was asked and what was found, not with what is chosen of it.
    let mine = StoredValue::new_local(None::<Outline>);
    Effect::new(move |_| {
        let (Some(chart), now, cells) = (map.chart(), area.get(), cells.get()) else { return };
        if let Some(Some(old)) = mine.try_update_value(Option::take) {
            old.remove();
        }
        match now {
            Area::Around(centre) => chart.centre_on(point(centre), AROUND),
            Area::District if !cells.is_empty() => chart.fit_points(cells.iter().map(|cell| point(cell.at))),
            Area::District => spawn_local(async move {
                if let Some(whole) = draw_whole(&chart).await {
                    chart.fit(&whole, false);
                }
            }),
            Area::Grid(grid) => spawn_local(async move {
                let Some(outline) = draw_grid(&chart, grid.clone()).await else { return };
                // Another place may have been asked for meanwhile.
                if area.try_get_untracked() != Some(Area::Grid(grid)) {
                    outline.remove();
                    return;
                }
                chart.fit(&outline, false);
                if let Some(Some(old)) = mine.try_update_value(|mine| mine.replace(outline)) {
                    old.remove();
                }
            }),
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
        [case] => t::near_dot(public_state(case.state), title(case.kind, case.category)),
        cases => t::near_dots(cases.len()),
    };
    let mark = if cell.cases.len() > 1 { cell.cases.len().to_string() } else { String::new() };
    Dot { at: point(cell.at), class, label, mark }
}
