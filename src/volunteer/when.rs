//! Today, the days of the coming week, and how long there is left, by the district's clock.

use pingan_api::{Date, Timestamp};

use crate::{
    i18n::{moment, t},
    shift_times::weekday,
};

const MINUTE_MS: i64 = 60_000;

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

/// From now to a moment, in whole minutes; nothing once it has passed.
pub(super) fn left(now: Timestamp, until: Timestamp) -> u32 {
    u32::try_from((until.as_millis() - now.as_millis()) / MINUTE_MS).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use pingan_api::{Date, Timestamp};

    use super::{day_from, left};

    #[test]
    fn days_of_the_coming_week() {
        // A Tuesday.
        let today: Date = "2026-06-02".parse().unwrap();
        let said: Vec<String> = (0..4).map(|days| day_from(today, today.plus_days(days))).collect();
        assert_eq!(said, ["今天", "明天", "周四 4日", "周五 5日"]);
    }

    #[test]
    fn what_is_left() {
        let at = |text: &str| Timestamp::parse(text).unwrap();
        let now = at("2026-06-02T01:00:00Z");
        assert_eq!(left(now, at("2026-06-02T02:30:59Z")), 90);
        assert_eq!(left(now, at("2026-06-02T00:00:00Z")), 0);
    }
}
