//! Dates of a certificate, as it is written.

use js_sys::{Object, Reflect};
use pingan_api::Date;
use wasm_bindgen::JsValue;

use crate::i18n::lang;

/// "2026年1月5日", as the browser writes dates; reactive.
pub(super) fn date(date: Date) -> String {
    let midnight = js_sys::Date::new(&JsValue::from_f64(date.begins().as_millis() as f64));
    let options = Object::new();
    for (name, value) in [("year", "numeric"), ("month", "long"), ("day", "numeric"), ("timeZone", "Asia/Shanghai")] {
        // A plain object takes every field.
        let _ = Reflect::set(&options, &name.into(), &value.into());
    }
    midnight.to_locale_date_string(lang().tag(), &options).into()
}
