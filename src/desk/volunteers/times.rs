//! Days and times of shifts as they are typed and read: the district's time, and the year always said.

use pingan_api::{Date, Timestamp};

use crate::{
    i18n::{Words, t},
    ui::chart::plain,
};

const MINUTE_MS: i64 = 60_000;
/// Minutes of a day.
const DAY: i64 = 24 * 60;

/// ISO 8601's numbers of the weekdays, as words of a choice.
pub(super) const WEEKDAYS: [(&str, Words); 7] = [
    ("1", t::desk_monday),
    ("2", t::desk_tuesday),
    ("3", t::desk_wednesday),
    ("4", t::desk_thursday),
    ("5", t::desk_friday),
    ("6", t::desk_saturday),
    ("7", t::desk_sunday),
];

/// The time of day, as `08:30`.
pub(super) fn clock(at: Timestamp) -> String {
    let minutes = (at.as_millis() - Date::in_shanghai(at).begins().as_millis()) / MINUTE_MS;
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// Minutes since midnight, of what a field of time gives: `08:30`, or `08:30:00`.
pub(super) fn minutes(clock: &str) -> Option<i64> {
    let (hour, minute) = clock.trim().split_once(':')?;
    let (hour, minute): (i64, i64) = (hour.parse().ok()?, minute.get(..2)?.parse().ok()?);
    ((0..24).contains(&hour) && (0..60).contains(&minute)).then_some(hour * 60 + minute)
}

/// From when to when, on a day: what ends before it begins ends on the day after.
pub(super) fn between(date: Date, from: i64, to: i64) -> (Timestamp, Timestamp) {
    let at = |minutes: i64| Timestamp::from_millis(date.begins().as_millis() + minutes * MINUTE_MS);
    (at(from), at(if to < from { to + DAY } else { to }))
}

/// A day with its weekday, as `2026-06-13 周六`; reactive.
pub(super) fn day(date: Date) -> String {
    let (_, weekday) = WEEKDAYS[usize::from(date.weekday() - 1)];
    format!("{date} {}", weekday())
}

/// From when to when, as `2026-06-13 周六 22:00–次日 02:00`; reactive.
pub(super) fn span(starts_at: Timestamp, ends_at: Timestamp) -> String {
    let (first, last) = (Date::in_shanghai(starts_at), Date::in_shanghai(ends_at));
    let until = if last > first { t::desk_volunteer_next_day(clock(ends_at)) } else { clock(ends_at) };
    format!("{} {}–{until}", day(first), clock(starts_at))
}

/// How long, in hours; reactive.
pub(super) fn lasts(starts_at: Timestamp, ends_at: Timestamp) -> String {
    let minutes = (ends_at.as_millis() - starts_at.as_millis()) / MINUTE_MS;
    hours(u32::try_from(minutes).unwrap_or_default())
}

/// Minutes as hours; reactive.
pub(super) fn hours(minutes: u32) -> String {
    t::desk_volunteer_hours(plain(f64::from(minutes) / 60.0))
}

#[cfg(test)]
mod tests {
    use pingan_api::{Date, Timestamp};

    use super::{between, clock, minutes, span};

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
        let at = |text: &str| Timestamp::parse(text).unwrap();
        let new_years_eve: Date = "2026-12-31".parse().unwrap();
        let (starts_at, ends_at) = between(new_years_eve, 22 * 60, 2 * 60);
        assert_eq!((starts_at, ends_at), (at("2026-12-31T14:00:00Z"), at("2026-12-31T18:00:00Z")));
        assert_eq!(span(starts_at, ends_at), "2026-12-31 周四 22:00–次日 02:00");
        let (starts_at, ends_at) = between(new_years_eve, 9 * 60, 11 * 60);
        assert_eq!(span(starts_at, ends_at), "2026-12-31 周四 09:00–11:00");
        let (starts_at, ends_at) = between(new_years_eve, 9 * 60, 9 * 60);
        assert_eq!(starts_at, ends_at, "no length at all is a mistake, not a day");
    }
}
