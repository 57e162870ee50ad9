//! Moments as people here say them, in the district's time. China keeps one time, UTC+8, without summer time.

use pingan_api::Timestamp;

use super::{Words, t};

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;
const OFFSET: i64 = 8 * HOUR;

/// Now, by the phone's clock.
pub fn now() -> Timestamp {
    Timestamp::from_millis(js_sys::Date::now() as i64)
}

/// How long ago: "3 分钟前", "昨天"; a date after a week.
pub fn ago(at: Timestamp) -> String {
    ago_from(now(), at)
}

/// A moment to the minute: "今天 14:30", "11月22日 14:30".
pub fn at(at: Timestamp) -> String {
    at_from(now(), at)
}

fn ago_from(now: Timestamp, at: Timestamp) -> String {
    let minutes = (now.as_millis() - at.as_millis()) / 60_000;
    match (minutes, days_between(now, at)) {
        (..1, _) => t::time_now().to_owned(),
        (1, _) => t::time_minute().to_owned(),
        (..60, _) => t::time_minutes(minutes),
        (..120, _) => t::time_hour().to_owned(),
        (..1440, 0) => t::time_hours(minutes / 60),
        (_, ..=1) => t::time_yesterday().to_owned(),
        (_, days @ ..7) => t::time_days(days),
        _ => Local::of(at).date(Local::of(now).year),
    }
}

fn at_from(now: Timestamp, at: Timestamp) -> String {
    let local = Local::of(at);
    let time = &local.text[11..16];
    match days_between(now, at) {
        0 => t::time_today_at(time),
        1 => t::time_yesterday_at(time),
        -1 => t::time_tomorrow_at(time),
        _ if local.year == Local::of(now).year => t::time_date_at(local.day, local.month(), time),
        _ => local.date(0),
    }
}

/// Midnights between two moments; positive if `at` is before.
fn days_between(now: Timestamp, at: Timestamp) -> i64 {
    (now.as_millis() + OFFSET).div_euclid(DAY) - (at.as_millis() + OFFSET).div_euclid(DAY)
}

/// The pieces of a moment by a clock on a wall in the district.
struct Local {
    /// As RFC 3339 writes it, but of the wall clock.
    text: String,
    year: u16,
    month: u8,
    day: u8,
}

impl Local {
    fn of(at: Timestamp) -> Self {
        let text = Timestamp::from_millis(at.as_millis() + OFFSET).to_string();
        let number =
            |from: usize, to: usize| text[from..to].bytes().fold(0, |n, digit| n * 10 + u16::from(digit - b'0'));
        Self { year: number(0, 4), month: number(5, 7) as u8, day: number(8, 10) as u8, text }
    }

    fn month(&self) -> &'static str {
        const MONTHS: [Words; 12] = [
            t::month_jan,
            t::month_feb,
            t::month_mar,
            t::month_apr,
            t::month_may,
            t::month_jun,
            t::month_jul,
            t::month_aug,
            t::month_sep,
            t::month_oct,
            t::month_nov,
            t::month_dec,
        ];
        MONTHS[usize::from(self.month - 1)]()
    }

    /// Without the year if it is `this_year`.
    fn date(&self, this_year: u16) -> String {
        if self.year == this_year {
            t::time_date(self.day, self.month())
        } else {
            t::time_full_date(self.day, self.month(), self.year)
        }
    }
}

/// Minutes and seconds of a wait, as `1:05`.
pub fn countdown(seconds: u32) -> String {
    let (minutes, seconds) = (seconds / 60, seconds % 60);
    let zero = if seconds < 10 { "0" } else { "" };
    format!("{minutes}:{zero}{seconds}")
}

/// The decimal kilometres of a distance are written with a point in both languages.
pub fn kilometres(metres: u32) -> String {
    let tenths = (metres + 50) / 100;
    format!("{}.{}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use pingan_api::Timestamp;

    use super::{ago_from, at_from};

    fn moment(text: &str) -> Timestamp {
        Timestamp::parse(text).unwrap()
    }

    #[test]
    fn how_long_ago() {
        // 14:30 in the district.
        let now = moment("2026-11-22T06:30:00Z");
        for (at, said) in [
            ("2026-11-22T06:29:30Z", "刚刚"),
            ("2026-11-22T06:33:00Z", "刚刚"),
            ("2026-11-22T06:27:00Z", "3 分钟前"),
            ("2026-11-22T04:30:00Z", "2 小时前"),
            ("2026-11-21T15:59:00Z", "昨天"),
            ("2026-11-19T06:30:00Z", "3 天前"),
            ("2026-11-01T06:30:00Z", "11月1日"),
            ("2025-12-31T18:00:00Z", "1月1日"),
            ("2025-12-31T06:30:00Z", "2025年12月31日"),
        ] {
            assert_eq!(ago_from(now, moment(at)), said, "{at}");
        }
    }

    #[test]
    fn when_exactly() {
        let now = moment("2026-11-22T06:30:00Z");
        for (at, said) in [
            ("2026-11-22T08:05:00Z", "今天 16:05"),
            ("2026-11-22T16:05:00Z", "明天 00:05"),
            ("2026-11-21T15:59:00Z", "昨天 23:59"),
            ("2026-11-10T01:00:00Z", "11月10日 09:00"),
            ("2027-01-04T01:00:00Z", "2027年1月4日"),
        ] {
            assert_eq!(at_from(now, moment(at)), said, "{at}");
        }
    }
}
