//! When a shift is, and how long something takes, as people say it: by the district's clock, as everywhere.

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

/// Today, by the phone's clock.
pub(super) fn today() -> Date {
    Date::in_shanghai(moment::now())
}

/// A day of the coming week: "今天", "周三 3日".
pub(super) fn day(day: Date) -> String {
    day_from(today(), day)
}

fn day_from(today: Date, day: Date) -> String {
    if day == today {
        t::volunteer_today().to_owned()
    } else if day == today.plus_days(1) {
        t::volunteer_tomorrow().to_owned()
    } else {
        t::volunteer_day(day.parts().2, weekday(day))
    }
}

fn weekday(day: Date) -> &'static str {
    WEEKDAYS[usize::from(day.weekday() - 1)]()
}

/// The hours alone: "09:00–11:30".
pub(super) fn span(from: Timestamp, to: Timestamp) -> String {
    format!("{}–{}", clock(from), end(from, to))
}

/// Day and hours: "明天 09:00–11:30（周六）".
pub(super) fn whole(from: Timestamp, to: Timestamp) -> String {
    let (at, time) = (moment::at(from), clock(from));
    // A moment of another year is told without its time.
    let begins = if at.ends_with(&time) { at } else { format!("{at} {time}") };
    t::volunteer_when(format!("{begins}–{}", end(from, to)), weekday(Date::in_shanghai(from)))
}

fn end(from: Timestamp, to: Timestamp) -> String {
    if Date::in_shanghai(from) == Date::in_shanghai(to) { clock(to) } else { t::volunteer_next_day(clock(to)) }
}

/// "09:05".
fn clock(at: Timestamp) -> String {
    let minutes = (at.as_millis() - Date::in_shanghai(at).begins().as_millis()) / MINUTE_MS;
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// How long: "45 分钟", "2 小时", "2 小时 30 分钟".
pub(super) fn duration(minutes: u32) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => t::volunteer_minutes(minutes),
        (hours, 0) => t::volunteer_hours(hours),
        (hours, minutes) => t::volunteer_hours_minutes(hours, minutes),
    }
}

/// From now to a moment, in whole minutes; nothing once it has passed.
pub(super) fn left(now: Timestamp, until: Timestamp) -> u32 {
    u32::try_from((until.as_millis() - now.as_millis()) / MINUTE_MS).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use pingan_api::{Date, Timestamp};

    use super::{day_from, duration, left, span};

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).unwrap()
    }

    #[test]
    fn days_of_the_coming_week() {
        // A Tuesday.
        let today: Date = "2026-06-02".parse().unwrap();
        let said: Vec<String> = (0..4).map(|days| day_from(today, today.plus_days(days))).collect();
        assert_eq!(said, ["今天", "明天", "周四 4日", "周五 5日"]);
    }

    #[test]
    fn hours_go_by_the_districts_clock_and_past_midnight() {
        assert_eq!(span(at("2026-06-02T01:05:00Z"), at("2026-06-02T03:30:00Z")), "09:05–11:30");
        assert_eq!(span(at("2026-06-02T14:00:00Z"), at("2026-06-02T18:00:00Z")), "22:00–次日 02:00");
        assert_eq!(span(at("2026-12-31T14:00:00Z"), at("2026-12-31T16:00:00Z")), "22:00–次日 00:00");
    }

    #[test]
    fn how_long() {
        assert_eq!([0, 45, 120, 150].map(duration), ["0 分钟", "45 分钟", "2 小时", "2 小时 30 分钟"]);
        let now = at("2026-06-02T01:00:00Z");
        assert_eq!(left(now, at("2026-06-02T02:30:59Z")), 90);
        assert_eq!(left(now, at("2026-06-02T00:00:00Z")), 0);
    }
}
