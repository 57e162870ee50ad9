//! A map on a page: Leaflet, fetched only when a map is shown, drawn over whatever outlines the page gives it.
//! Knows places as numbers only; what they mean is the page's business.

mod chart;
mod leaflet;
mod loader;
mod pin;
mod values;

use leptos::{html, prelude::*, task::spawn_local};

pub use self::{
    chart::{Chart, Dot, Dots, Outline, Point},
    pin::Pin,
};
use super::icon::icon;
use crate::i18n::{Words, t};

/// Where a page finds its chart once Leaflet is there, and learns that it never will be.
#[derive(Clone, Copy)]
pub struct MapSlot {
    chart: RwSignal<Option<Chart>, LocalStorage>,
    failed: RwSignal<bool>,
}

impl MapSlot {
    pub fn empty() -> Self {
        Self { chart: RwSignal::new_local(None), failed: RwSignal::new(false) }
    }

    /// The chart, tracked: draw in an effect that reads it.
    pub fn chart(self) -> Option<Chart> {
        self.chart.get()
    }

    /// Whether the map could not be fetched, tracked: show a list instead.
    pub fn failed(self) -> bool {
        self.failed.get()
    }
}

/// How much a map lets itself be handled.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Handling {
    /// A picture: the page scrolls under the finger.
    Still,
    /// Moved, zoomed and tapped.
    Free,
}

/// The box that a chart lives in. The chart goes when the component goes.
#[component]
pub fn MapView(
    /// Where the page finds the chart.
    map: MapSlot,
    handling: Handling,
    /// A class beside `map`, such as `map--mini`.
    #[prop(optional)]
    class: &'static str,
    /// What the map shows, for those who do not see it.
    label: Words,
    /// A line at the map's foot.
    #[prop(optional)]
    hint: Option<Words>,
) -> impl IntoView {
    let place = NodeRef::<html::Div>::new();
    let begin = move || {
        let Some(element) = place.get_untracked() else { return };
        map.failed.set(false);
        spawn_local(async move {
            if loader::load().await.is_err() {
                // The page may be gone by now.
                let _ = map.failed.try_set(true);
                return;
            }
            if !element.is_connected() {
                return;
            }
            let chart = Chart::new(&element, handling, untrack(t::place_zoom_in), untrack(t::place_zoom_out));
            // A slot that is gone hands the chart back.
            if let Some(Some(orphan)) = map.chart.try_set(Some(chart)) {
                orphan.remove();
            }
        });
    };
    Effect::new(move |_| {
        place.track();
        begin();
    });
    on_cleanup(move || {
        if let Some(Some(chart)) = map.chart.try_update_untracked(Option::take) {
            chart.remove();
        }
    });
    let waiting = move || map.chart.with(Option::is_none) && !map.failed.get();
    view! {
        <div class=format!("map {class}") role="group" aria-label=label>
            <div class="map__canvas" node_ref=place></div>
            {hint.map(|hint| view! { <p class="map-hint">{hint}</p> })}
            <Show when=waiting>
                <div class="map__cover skeleton" aria-hidden="true"></div>
            </Show>
            <Show when=move || map.failed.get()>
                <div class="map__cover map__cover--failed">
                    <p>{t::place_map_failed}</p>
                    <button type="button" class="button button--soft button--small" on:click=move |_| begin()>
                        {icon("retry")}
                        {t::place_map_retry}
                    </button>
                </div>
            </Show>
        </div>
    }
}
