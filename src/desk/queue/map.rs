//! The queue's cases on the district, beside the list.

use leptos::{prelude::*, task::spawn_local};
use pingan_api::{cases::CaseNumber, desk::DeskLine, geo::Position};

use super::state::Queue;
use crate::{
    case_card::title,
    desk::steps::state,
    i18n::t,
    place::{draw_district, draw_whole, point},
    ui::map::{Dot, Dots, Handling, MapSlot, MapView},
};

#[component]
pub fn QueueMap(queue: Queue) -> impl IntoView {
    let map = MapSlot::empty();
    Effect::new(move |_| {
        let Some(chart) = map.chart() else { return };
        spawn_local(async move {
            if let Some(whole) = draw_whole(&chart).await
                && queue.lines.with_untracked(Vec::is_empty)
            {
                chart.fit(&whole, false);
            }
            let _ground = draw_district(&chart).await;
        });
    });
    // Where to look changes with where the cases are, not with what else is new about them.
    let places = Memo::new(move |_| {
        queue.lines.with(|lines| lines.iter().filter_map(placed).map(|(_, at)| (at.lat, at.lon)).collect::<Vec<_>>())
    });
    Effect::new(move |_| {
        let Some(chart) = map.chart() else { return };
        places.with(|places| chart.fit_points(places.iter().map(|(lat, lon)| point(Position::new(*lat, *lon)))));
    });
    let drawn = StoredValue::new_local(None::<Dots>);
    Effect::new(move |_| {
        let (Some(chart), open) = (map.chart(), queue.open.get()) else { return };
        let (numbers, dots): (Vec<CaseNumber>, Vec<Dot>) = queue.lines.with(|lines| {
            lines.iter().filter_map(|line| placed(line).map(|(line, at)| (line.number, dot(line, at, open)))).unzip()
        });
        let tapped = move |index: usize| {
            if let Some(number) = numbers.get(index) {
                queue.open.set(Some(*number));
                show_line(*number);
            }
        };
        drawn.set_value(Some(chart.dots(&dots, tapped)));
    });
    view! { <MapView map handling=Handling::Free class="map--fill" label=t::desk_map /> }
}

fn placed(line: &DeskLine) -> Option<(&DeskLine, Position)> {
    line.position.map(|at| (line, at))
}

fn dot(line: &DeskLine, at: Position, open: Option<CaseNumber>) -> Dot {
    let class = match (line.overdue_since.is_some(), open == Some(line.number)) {
        (true, false) => "",
        (false, false) => "map-dot--done",
        (true, true) => "map-dot--chosen",
        (false, true) => "map-dot--done map-dot--chosen",
    };
    let label = t::near_dot(state(line.state), title(line.kind, line.category));
    Dot { at: point(at), class, label, mark: String::new() }
}

/// Scrolls the list to a line.
pub fn show_line(number: CaseNumber) {
    if let Some(line) = document().get_element_by_id(&format!("desk-line-{number}")) {
        let how = web_sys::ScrollIntoViewOptions::new();
        how.set_block(web_sys::ScrollLogicalPosition::Nearest);
        line.scroll_into_view_with_scroll_into_view_options(&how);
    }
}
