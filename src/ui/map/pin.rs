//! Pins: one that is only shown, and one that a person moves.

use std::{cell::RefCell, rc::Rc};

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::KeyboardEvent;

use super::{
    chart::{Chart, Listener, PIN_PX, Point},
    leaflet::{self, Layer, Marker},
    values::{options, pair, point_of},
};

const PIN: &str = r##"<svg aria-hidden="true"><use href="/sprite.svg#pin-solid"/></svg>"##;
/// Metres of one press of an arrow key, and with shift.
const STEP_M: f64 = 5.0;
const LONG_STEP_M: f64 = 50.0;
/// Metres in one degree of latitude.
const DEGREE_M: f64 = 111_195.0;

/// A pin that a person moves, and the circle around it that the phone is sure of.
#[derive(Clone)]
pub struct Pin {
    marker: Marker,
    circle: Rc<RefCell<Option<Layer>>>,
    chart: Chart,
}

impl Chart {
    /// A place that is only shown.
    pub fn mark(&self, at: Point, label: &str) {
        leaflet::marker(&pair(at), &pin_options(label, false)).add_to(&self.0.map);
    }

    /// A pin that is dragged or moved with the arrow keys. The chart must show some place already.
    pub fn pin(&self, at: Point, label: &str, moved: impl Fn(Point) + Clone + 'static) -> Pin {
        let marker = leaflet::marker(&pair(at), &pin_options(label, true));
        marker.add_to(&self.0.map);
        let pin = Pin { marker, circle: Rc::default(), chart: self.clone() };

        let (dragged, marker) = (moved.clone(), pin.marker.clone());
        self.listen(&pin.marker, "dragend", move |_| {
            if let Some(at) = point_of(&marker.at()) {
                dragged(at);
            }
        });
        if let Some(element) = pin.marker.element() {
            let (marker, map) = (pin.marker.clone(), self.0.map.clone());
            let keys: Listener = Closure::new(move |event: JsValue| {
                let event: KeyboardEvent = event.unchecked_into();
                let (Some((north, east)), Some(at)) = (arrow(&event.key()), point_of(&marker.at())) else { return };
                // Otherwise the map would move as well.
                event.prevent_default();
                event.stop_propagation();
                let step = if event.shift_key() { LONG_STEP_M } else { STEP_M } / DEGREE_M;
                let at = Point {
                    lat: at.lat + north * step,
                    lon: at.lon + east * step / at.lat.to_radians().cos().max(0.01),
                };
                marker.set_at(&pair(at));
                let padding = Array::of2(&48.into(), &48.into());
                map.pan_inside(&marker.at(), &options(&[("padding", padding.into())]));
                moved(at);
            });
            let _ = element.add_event_listener_with_callback("keydown", keys.as_ref().unchecked_ref());
            self.0.listeners.borrow_mut().push(keys);
        }
        pin
    }
}

impl Pin {
    pub fn move_to(&self, at: Point) {
        self.marker.set_at(&pair(at));
    }

    /// Draws what the phone is sure of, in metres around a point; none for a place that a person pointed at.
    pub fn surround(&self, at: Point, metres: Option<f64>) {
        let circle = metres.map(|metres| self.chart.draw_circle(at, metres, "map-accuracy"));
        if let Some(old) = self.circle.replace(circle) {
            old.take_off();
        }
    }
}

/// A 44 px box with the pin's tip near its bottom centre.
fn pin_options(label: &str, movable: bool) -> JsValue {
    let icon = leaflet::div_icon(&options(&[
        ("className", "map-pin".into()),
        ("html", PIN.into()),
        ("iconSize", Array::of2(&PIN_PX.into(), &PIN_PX.into()).into()),
        ("iconAnchor", Array::of2(&22.into(), &42.into()).into()),
    ]));
    options(&[
        ("icon", icon),
        ("title", label.into()),
        ("draggable", movable.into()),
        ("autoPan", movable.into()),
        ("keyboard", movable.into()),
        ("interactive", movable.into()),
    ])
}

/// Which way an arrow key points: north, east.
fn arrow(key: &str) -> Option<(f64, f64)> {
    match key {
        "ArrowUp" => Some((1.0, 0.0)),
        "ArrowDown" => Some((-1.0, 0.0)),
        "ArrowRight" => Some((0.0, 1.0)),
        "ArrowLeft" => Some((0.0, -1.0)),
        _ => None,
    }
}
