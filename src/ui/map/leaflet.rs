//! The part of Leaflet 1.9 that the charts use, name for name.

use js_sys::{Array, Function};
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

#[wasm_bindgen]
extern "C" {
    /// Anything that fires events (`L.Evented`).
    #[wasm_bindgen(extends = js_sys::Object)]
    #[derive(Clone)]
    pub(super) type Evented;

    #[wasm_bindgen(method)]
    pub(super) fn on(this: &Evented, event: &str, listener: &Function);

    #[wasm_bindgen(extends = Evented)]
    #[derive(Clone)]
    pub(super) type Map;

    #[wasm_bindgen(js_namespace = L, js_name = map)]
    pub(super) fn map(element: &HtmlElement, options: &JsValue) -> Map;

    #[wasm_bindgen(method, js_name = setView)]
    pub(super) fn set_view(this: &Map, centre: &Array, zoom: f64, options: &JsValue);

    #[wasm_bindgen(method, js_name = fitBounds)]
    pub(super) fn fit_bounds(this: &Map, bounds: &JsValue, options: &JsValue);

    #[wasm_bindgen(method, js_name = panInside)]
    pub(super) fn pan_inside(this: &Map, point: &JsValue, options: &JsValue);

    #[wasm_bindgen(method, js_name = getZoom)]
    pub(super) fn zoom(this: &Map) -> f64;

    #[wasm_bindgen(method)]
    pub(super) fn remove(this: &Map);

    #[wasm_bindgen(extends = Evented)]
    #[derive(Clone)]
    pub(super) type Layer;

    #[wasm_bindgen(method, js_name = addTo)]
    pub(super) fn add_to(this: &Layer, map: &Map);

    #[wasm_bindgen(method, js_name = remove)]
    pub(super) fn take_off(this: &Layer);

    #[wasm_bindgen(method, js_name = bringToBack)]
    pub(super) fn bring_to_back(this: &Layer);

    #[wasm_bindgen(method, js_name = bringToFront)]
    pub(super) fn bring_to_front(this: &Layer);

    #[wasm_bindgen(method, js_name = getBounds)]
    pub(super) fn bounds(this: &Layer) -> JsValue;

    #[wasm_bindgen(method, js_name = eachLayer)]
    pub(super) fn each_layer(this: &Layer, visit: &mut dyn FnMut(Layer));

    #[wasm_bindgen(method, js_name = bindTooltip)]
    pub(super) fn bind_tooltip(this: &Layer, text: &str, options: &JsValue);

    /// The GeoJSON feature that a layer was made of.
    #[wasm_bindgen(method, getter)]
    pub(super) fn feature(this: &Layer) -> JsValue;

    #[wasm_bindgen(method, getter)]
    pub(super) fn options(this: &Layer) -> JsValue;

    #[wasm_bindgen(js_namespace = L, js_name = geoJSON)]
    pub(super) fn geo_json(data: &JsValue, options: &JsValue) -> Layer;

    #[wasm_bindgen(js_namespace = L, js_name = featureGroup)]
    pub(super) fn feature_group(layers: &Array) -> Layer;

    #[wasm_bindgen(js_namespace = L, js_name = circle)]
    pub(super) fn circle(centre: &Array, options: &JsValue) -> Layer;

    #[wasm_bindgen(extends = Layer, extends = Evented)]
    #[derive(Clone)]
    pub(super) type Marker;

    #[wasm_bindgen(js_namespace = L, js_name = marker)]
    pub(super) fn marker(at: &Array, options: &JsValue) -> Marker;

    #[wasm_bindgen(js_namespace = L, js_name = divIcon)]
    pub(super) fn div_icon(options: &JsValue) -> JsValue;

    #[wasm_bindgen(method, js_name = setLatLng)]
    pub(super) fn set_at(this: &Marker, at: &Array);

    #[wasm_bindgen(method, js_name = getLatLng)]
    pub(super) fn at(this: &Marker) -> JsValue;

    #[wasm_bindgen(method, js_name = getElement)]
    pub(super) fn element(this: &Marker) -> Option<HtmlElement>;

    #[wasm_bindgen(extends = js_sys::Object)]
    pub(super) type Control;

    #[wasm_bindgen(js_namespace = ["L", "control"], js_name = zoom)]
    pub(super) fn zoom_control(options: &JsValue) -> Control;

    #[wasm_bindgen(js_namespace = ["L", "control"], js_name = scale)]
    pub(super) fn scale_control(options: &JsValue) -> Control;

    #[wasm_bindgen(method, js_name = addTo)]
    pub(super) fn place_on(this: &Control, map: &Map);
}
