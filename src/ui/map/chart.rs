//! One Leaflet map as the pages use it: outlines, a pin that is moved, dots that are tapped.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{HtmlElement, KeyboardEvent};

use super::{
    Handling,
    leaflet::{self, Evented, Layer, Map, Marker},
};

/// WGS-84 degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    pub lat: f64,
    pub lon: f64,
}

const PIN: &str = r##"<svg aria-hidden="true"><use href="/sprite.svg#pin-solid"/></svg>"##;
/// A pin's height, and the side of what a finger hits.
const PIN_PX: f64 = 44.0;
/// Metres of one press of an arrow key, and with shift.
const STEP_M: f64 = 5.0;
const LONG_STEP_M: f64 = 50.0;
/// Metres in one degree of latitude.
const DEGREE_M: f64 = 111_195.0;
/// As near as a chart goes: some 200 m across a phone.
const NEAREST: f64 = 18.0;
/// Below this many doublings outlines are too small for their names.
const NAMES_FROM: f64 = 14.0;

type Listener = Closure<dyn FnMut(JsValue)>;

/// A map in its box. Clones are the same map.
#[derive(Clone)]
pub struct Chart(Rc<Inner>);

struct Inner {
    map: Map,
    element: HtmlElement,
    /// Kept as long as the map may call them.
    listeners: RefCell<Vec<Listener>>,
    gone: Cell<bool>,
}

/// Outlines on a chart.
pub struct Outline(Layer);

/// One place that can be tapped.
pub struct Dot {
    pub at: Point,
    /// A class beside `map-dot`.
    pub class: &'static str,
    /// What it is, read aloud.
    pub label: String,
    /// Written inside it; empty for one alone.
    pub mark: String,
}

/// Dots on a chart; gone from it when dropped.
pub struct Dots {
    layer: Layer,
    _listener: Listener,
}

impl Drop for Dots {
    fn drop(&mut self) {
        self.layer.take_off();
    }
}

/// A pin that a person moves, and the circle around it that the phone is sure of.
#[derive(Clone)]
pub struct Pin {
    marker: Marker,
    circle: Rc<RefCell<Option<Layer>>>,
    chart: Chart,
}

impl Chart {
    pub(super) fn new(element: &HtmlElement, handling: Handling, zoom_in: &str, zoom_out: &str) -> Self {
        let free = handling == Handling::Free;
        let calm = web_sys::window()
            .and_then(|window| window.match_media("(prefers-reduced-motion: reduce)").ok().flatten())
            .is_some_and(|query| query.matches());
        let map = leaflet::map(
            element,
            &options(&[
                ("attributionControl", false.into()),
                ("zoomControl", false.into()),
                ("scrollWheelZoom", false.into()),
                ("boxZoom", false.into()),
                ("maxZoom", NEAREST.into()),
                ("minZoom", 10.into()),
                ("zoomSnap", 0.5.into()),
                ("dragging", free.into()),
                ("touchZoom", free.into()),
                ("doubleClickZoom", free.into()),
                ("keyboard", free.into()),
                ("zoomAnimation", (!calm).into()),
                ("fadeAnimation", (!calm).into()),
                ("markerZoomAnimation", (!calm).into()),
                ("inertia", (!calm).into()),
            ]),
        );
        if free {
            let words =
                [("position", "topright".into()), ("zoomInTitle", zoom_in.into()), ("zoomOutTitle", zoom_out.into())];
            leaflet::zoom_control(&options(&words)).place_on(&map);
            leaflet::scale_control(&options(&[("imperial", false.into()), ("position", "topleft".into())]))
                .place_on(&map);
        }
        let chart = Self(Rc::new(Inner {
            map,
            element: element.clone(),
            listeners: RefCell::default(),
            gone: Cell::default(),
        }));
        let far = Rc::downgrade(&chart.0);
        chart.listen(&chart.0.map, "zoomend", move |_| {
            if let Some(inner) = far.upgrade() {
                inner.mark_distance();
            }
        });
        chart
    }

    /// Takes the map off the page. Nothing else may be called afterwards.
    pub(super) fn remove(&self) {
        self.0.gone.set(true);
        self.0.map.remove();
        self.0.listeners.borrow_mut().clear();
    }

    /// The map was taken off the page while something was on its way to it.
    pub fn is_gone(&self) -> bool {
        self.0.gone.get()
    }

    /// Draws a GeoJSON object as it came, below what is there.
    pub fn outline(&self, geo_json: &JsValue, class: &str) -> Outline {
        let style = options(&[("className", class.into())]);
        let layer = leaflet::geo_json(geo_json, &options(&[("style", style), ("interactive", false.into())]));
        layer.add_to(&self.0.map);
        layer.bring_to_back();
        Outline(layer)
    }

    /// Moves so that everything of the outline is seen, and a pin that stands on its edge as well if there is one.
    pub fn fit(&self, outline: &Outline, with_pin: bool) {
        let above = if with_pin { PIN_PX } else { 8.0 };
        let how = [
            ("paddingTopLeft", Array::of2(&8.into(), &above.into()).into()),
            ("paddingBottomRight", Array::of2(&8.into(), &8.into()).into()),
            ("animate", false.into()),
        ];
        self.0.map.fit_bounds(&outline.0.bounds(), &options(&how));
        self.0.mark_distance();
    }

    /// Moves so that all the points are seen, from no nearer than a few streets.
    pub fn fit_points(&self, points: impl Iterator<Item = Point>) {
        let bounds: Array = points.map(pair).collect();
        if bounds.length() > 0 {
            let padding = Array::of2(&32.into(), &32.into());
            let how = [("padding", padding.into()), ("maxZoom", 16.into()), ("animate", false.into())];
            self.0.map.fit_bounds(&bounds, &options(&how));
            self.0.mark_distance();
        }
    }

    /// Moves to a point; `zoom` doublings from the whole world.
    pub fn centre_on(&self, at: Point, zoom: f64) {
        self.0.map.set_view(&pair(at), zoom, &options(&[("animate", false.into())]));
        self.0.mark_distance();
    }

    /// A circle of so many metres, such as what the phone is sure of or where something roughly is.
    pub fn circle(&self, at: Point, metres: f64, class: &str) {
        self.draw_circle(at, metres, class);
    }

    fn draw_circle(&self, at: Point, metres: f64, class: &str) -> Layer {
        let how = [("radius", metres.into()), ("className", class.into()), ("interactive", false.into())];
        let circle = leaflet::circle(&pair(at), &options(&how));
        circle.add_to(&self.0.map);
        circle
    }

    /// Calls back with the point that was tapped.
    pub fn on_tap(&self, tapped: impl Fn(Point) + 'static) {
        self.listen(&self.0.map, "click", move |event| {
            if let Some(at) = point_of(&get(&event, "latlng")) {
                tapped(at);
            }
        });
    }

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

    /// Puts dots on the map; `tapped` is called with a dot's place in the list.
    pub fn dots(&self, dots: &[Dot], tapped: impl Fn(usize) + 'static) -> Dots {
        let markers: Array = dots
            .iter()
            .enumerate()
            .map(|(index, dot)| {
                let mark =
                    if dot.mark.is_empty() { String::new() } else { format!("<span>{}</span>", escape(&dot.mark)) };
                let icon = leaflet::div_icon(&options(&[
                    ("className", format!("map-dot {}", dot.class).into()),
                    ("html", mark.into()),
                    ("iconSize", Array::of2(&PIN_PX.into(), &PIN_PX.into()).into()),
                ]));
                let how =
                    [("icon", icon), ("title", dot.label.as_str().into()), ("index", JsValue::from(index as u32))];
                leaflet::marker(&pair(dot.at), &options(&how))
            })
            .collect();
        let layer = leaflet::feature_group(&markers);
        let listener: Listener = Closure::new(move |event: JsValue| {
            let marker: Layer = get(&event, "propagatedFrom").unchecked_into();
            if let Some(index) = get(&marker.options(), "index").as_f64() {
                tapped(index as usize);
            }
        });
        layer.on("click", listener.as_ref().unchecked_ref());
        layer.add_to(&self.0.map);
        Dots { layer, _listener: listener }
    }

    fn listen(&self, to: &Evented, event: &str, heard: impl FnMut(JsValue) + 'static) {
        let listener: Listener = Closure::new(heard);
        to.on(event, listener.as_ref().unchecked_ref());
        self.0.listeners.borrow_mut().push(listener);
    }
}

impl Inner {
    /// Tells the style sheet when names would lie over one another.
    fn mark_distance(&self) {
        let _ = self.element.class_list().toggle_with_force("map__canvas--far", self.map.zoom() < NAMES_FROM);
    }
}

impl Outline {
    /// Writes one of the features' properties into the middle of each outline.
    pub fn name_by(&self, property: &str) {
        let how = options(&[
            ("permanent", true.into()),
            ("direction", "center".into()),
            ("className", "map-name".into()),
            ("interactive", false.into()),
        ]);
        self.0.each_layer(&mut |layer: Layer| {
            if let Some(name) = get(&get(&layer.feature(), "properties"), property).as_string() {
                layer.bind_tooltip(&escape(&name), &how);
            }
        });
    }

    /// Above the other outlines.
    pub fn bring_to_front(&self) {
        self.0.bring_to_front();
    }

    /// Takes it off the map.
    pub fn remove(self) {
        self.0.take_off();
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

fn options(pairs: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in pairs {
        // A fresh plain object takes any key.
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object.into()
}

fn get(object: &JsValue, key: &str) -> JsValue {
    Reflect::get(object, &key.into()).unwrap_or(JsValue::UNDEFINED)
}

fn pair(at: Point) -> Array {
    Array::of2(&at.lat.into(), &at.lon.into())
}

fn point_of(lat_lng: &JsValue) -> Option<Point> {
    Some(Point { lat: get(lat_lng, "lat").as_f64()?, lon: get(lat_lng, "lng").as_f64()? })
}

/// Leaflet puts a tooltip's text into the page as HTML.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
