//! When a shift is and how long something takes, as people say it: by the district's clock, as everywhere.

use pingan_api::{Date, Timestamp};

use crate::i18n::{Words, moment, t};

const MINUTE_MS: i64 = 60_000;

const WEEKDAYS: [Words; 7] = [
    t::desk_monday,
    t::desk_tuesday,
    t::desk_wednesday,
    t::desk_thursday,
    t::desk_friday,
    t::desk_saturday,
    t::desk_sunday,
];

/// "周三"; reactive.
pub fn weekday(day: Date) -> &'static str {
    WEEKDAYS[usize::from(day.weekday() - 1)]()
}

/// "09:05".
pub fn clock(at: Timestamp) -> String {
    let minutes = (at.as_millis() - Date::in_shanghai(at).begins().as_millis()) / MINUTE_MS;
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// The hours alone: "09:00–11:30"; reactive.
pub fn span(from: Timestamp, to: Timestamp) -> String {
    format!("{}–{}", clock(from), end(from, to))
}

/// Day and hours: "明天 09:00–11:30（周六）"; reactive.
pub fn whole(from: Timestamp, to: Timestamp) -> String {
    let (at, time) = (moment::at(from), clock(from));
    // A moment of another year is told without its time.
    let begins = if at.ends_with(&time) { at } else { format!("{at} {time}") };
    t::volunteer_when(format!("{begins}–{}", end(from, to)), weekday(Date::in_shanghai(from)))
}

fn end(from: Timestamp, to: Timestamp) -> String {
    if Date::in_shanghai(from) == Date::in_shanghai(to) { clock(to) } else { t::volunteer_next_day(clock(to)) }
}

/// How long: "45 分钟", "2 小时", "2 小时 30 分钟"; reactive.
pub fn duration(minutes: u32) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => t::volunteer_minutes(minutes),
        (hours, 0) => t::volunteer_hours(hours),
        (hours, minutes) => t::volunteer_hours_minutes(hours, minutes),
    }
}

#[cfg(test)]
mod tests {
    use pingan_api::Timestamp;

    use super::{clock, duration, span};

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).unwrap()
    }

    #[test]
    fn hours_go_by_the_districts_clock_and_past_midnight() {
        assert_eq!(clock(at("2026-06-02T01:05:59Z")), "09:05");
        assert_eq!(clock(at("2026-06-02T16:00:00Z")), "00:00");
        assert_eq!(span(at("2026-06-02T01:05:00Z"), at("2026-06-02T03:30:00Z")), "09:05–11:30");
        assert_eq!(span(at("2026-06-02T14:00:00Z"), at("2026-06-02T18:00:00Z")), "22:00–次日 02:00");
        assert_eq!(span(at("2026-12-31T14:00:00Z"), at("2026-12-31T16:00:00Z")), "22:00–次日 00:00");
    }

    #[test]
    fn how_long() {
        assert_eq!([0, 45, 120, 150].map(duration), ["0 分钟", "45 分钟", "2 小时", "2 小时 30 分钟"]);
    }
}
