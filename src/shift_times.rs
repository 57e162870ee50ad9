//! When a shift is and how long something takes, as people say and type it: by the district's clock, as everywhere.

use pingan_api::{Date, Timestamp};

use crate::{
    i18n::{Words, moment, t},
    ui::chart::plain,
};

const MINUTE_MS: i64 = 60_000;
/// Minutes of a day.
const DAY: i64 = 24 * 60;

/// From Monday, as in ISO 8601.
pub const WEEKDAYS: [Words; 7] = [
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

/// Minutes since midnight, of what a field of time gives: `08:30`, or `08:30:00`.
pub fn minutes(clock: &str) -> Option<i64> {
    let (hour, minute) = clock.trim().split_once(':')?;
    let (hour, minute): (i64, i64) = (hour.parse().ok()?, minute.get(..2)?.parse().ok()?);
    ((0..24).contains(&hour) && (0..60).contains(&minute)).then_some(hour * 60 + minute)
}

/// From when to when, on a day: what ends before it begins ends on the day after.
pub fn between(date: Date, from: i64, to: i64) -> (Timestamp, Timestamp) {
    let at = |minutes: i64| Timestamp::from_millis(date.begins().as_millis() + minutes * MINUTE_MS);
    (at(from), at(if to < from { to + DAY } else { to }))
}

/// A day with its year: "2026-06-13 周六"; reactive.
pub fn day(date: Date) -> String {
    format!("{date} {}", weekday(date))
}

/// Day and hours, the year always said: "2026-06-13 周六 22:00–次日 02:00"; reactive.
pub fn dated(from: Timestamp, to: Timestamp) -> String {
    format!("{} {}", day(Date::in_shanghai(from)), span(from, to))
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

/// How long in hours alone, for what is counted and compared: "1.5 小时"; reactive.
pub fn hours(minutes: u32) -> String {
    t::desk_volunteer_hours(plain(f64::from(minutes) / 60.0))
}

/// The same of what lies between; reactive.
pub fn lasts(from: Timestamp, to: Timestamp) -> String {
    let minutes = (to.as_millis() - from.as_millis()) / MINUTE_MS;
    hours(u32::try_from(minutes).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use pingan_api::{Date, Timestamp};

    use super::{between, clock, dated, duration, minutes, span};

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
    fn a_time_is_read_as_it_is_written() {
        let day: Date = "2026-12-31".parse().unwrap();
        for (typed, minute) in [("00:00", 0), ("08:30", 510), ("23:59", 1439), ("08:30:00", 510)] {
            assert_eq!(minutes(typed), Some(minute), "{typed}");
            assert_eq!(clock(between(day, minute, minute).0), typed[..5]);
        }
        for wrong in ["", "8", "24:00", "08:60", "-1:00", "ab:cd"] {
            assert_eq!(minutes(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn what_ends_before_it_begins_ends_on_the_next_day() {
        let new_years_eve: Date = "2026-12-31".parse().unwrap();
        let (from, to) = between(new_years_eve, 22 * 60, 2 * 60);
        assert_eq!((from, to), (at("2026-12-31T14:00:00Z"), at("2026-12-31T18:00:00Z")));
        assert_eq!(dated(from, to), "2026-12-31 周四 22:00–次日 02:00");
        let (from, to) = between(new_years_eve, 9 * 60, 11 * 60);
        assert_eq!(dated(from, to), "2026-12-31 周四 09:00–11:00");
        let (from, to) = between(new_years_eve, 9 * 60, 9 * 60);
        assert_eq!(from, to, "no length at all is a mistake, not a day");
    }

    #[test]
    fn how_long() {
        assert_eq!([0, 45, 120, 150].map(duration), ["0 分钟", "45 分钟", "2 小时", "2 小时 30 分钟"]);
    }
}
