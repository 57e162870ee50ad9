//! One Leaflet map as the pages use it: outlines, circles, and dots that are tapped.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::HtmlElement;

use super::{
    Handling,
    leaflet::{self, Evented, Layer, Map},
    values::{get, options, pair, point_of},
};

/// WGS-84 degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    pub lat: f64,
    pub lon: f64,
}

/// A pin's height, and the side of what a finger hits.
pub(super) const PIN_PX: f64 = 44.0;
/// As near as a chart goes: some 200 m across a phone.
const NEAREST: f64 = 18.0;
/// Below this many doublings outlines are too small for their names.
const NAMES_FROM: f64 = 14.0;

pub(super) type Listener = Closure<dyn FnMut(JsValue)>;

/// A map in its box. Clones are the same map.
#[derive(Clone)]
pub struct Chart(pub(super) Rc<Inner>);

pub(super) struct Inner {
    pub(super) map: Map,
    element: HtmlElement,
    /// Kept as long as the map may call them.
    pub(super) listeners: RefCell<Vec<Listener>>,
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

    pub(super) fn draw_circle(&self, at: Point, metres: f64, class: &str) -> Layer {
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
            // Leaflet makes a marker focusable and says that it is a button, but leaves its keys to us.
            let key = get(&get(&event, "originalEvent"), "key").as_string();
            if key.is_some_and(|key| key != "Enter" && key != " ") {
                return;
            }
            let marker: Layer = get(&event, "propagatedFrom").unchecked_into();
            if let Some(index) = get(&marker.options(), "index").as_f64() {
                tapped(index as usize);
            }
        });
        layer.on("click keypress", listener.as_ref().unchecked_ref());
        layer.add_to(&self.0.map);
        Dots { layer, _listener: listener }
    }

    pub(super) fn listen(&self, to: &Evented, event: &str, heard: impl FnMut(JsValue) + 'static) {
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

/// Leaflet puts a tooltip's text into the page as HTML.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
