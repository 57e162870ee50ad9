//! Times of a shift as people say them, by the district's clock.

use js_sys::{Object, Reflect};
use pingan_api::{Date, Timestamp};
use wasm_bindgen::JsValue;

use crate::i18n::{lang, moment, t};

const MINUTE_MS: i64 = 60_000;

/// "09:05".
pub(super) fn clock(at: Timestamp) -> String {
    let minutes = (at.as_millis() - Date::in_shanghai(at).begins().as_millis()) / MINUTE_MS;
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// "今天 09:00–11:30"; reactive.
pub(super) fn span(from: Timestamp, to: Timestamp) -> String {
    let end = if Date::in_shanghai(from) == Date::in_shanghai(to) { clock(to) } else { moment::at(to) };
    format!("{}–{end}", moment::at(from))
}

/// "2 小时 30 分钟"; reactive.
pub(super) fn duration(minutes: u32) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => t::volunteer_minutes(minutes),
        (hours, 0) => t::volunteer_hours(hours),
        (hours, minutes) => t::volunteer_hours_minutes(hours, minutes),
    }
}

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

#[cfg(test)]
mod tests {
    use pingan_api::Timestamp;

    use super::clock;

    #[test]
    fn hours_go_by_the_districts_clock() {
        let at = |text| clock(Timestamp::parse(text).unwrap());
        assert_eq!(at("2026-06-02T01:05:59Z"), "09:05");
        assert_eq!(at("2026-06-02T16:00:00Z"), "00:00");
    }
}
