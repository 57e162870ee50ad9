//! JavaScript's objects as the charts make and read them.

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::JsValue;

use super::chart::Point;

pub(super) fn options(pairs: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in pairs {
        // A fresh plain object takes any key.
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object.into()
}

pub(super) fn get(object: &JsValue, key: &str) -> JsValue {
    Reflect::get(object, &key.into()).unwrap_or(JsValue::UNDEFINED)
}

pub(super) fn pair(at: Point) -> Array {
    Array::of2(&at.lat.into(), &at.lon.into())
}

pub(super) fn point_of(lat_lng: &JsValue) -> Option<Point> {
    Some(Point { lat: get(lat_lng, "lat").as_f64()?, lon: get(lat_lng, "lng").as_f64()? })
}
