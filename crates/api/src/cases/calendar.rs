//! Working time: which days desks are open and at what hours, and what comes of adding working time to a moment.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    date::Date,
    problem::{FieldError, Issue},
    timestamp::Timestamp,
    validate::{Faults, Validate},
};

/// Minutes of a day.
const DAY: u16 = 24 * 60;
const MINUTE_MS: i64 = 60_000;
/// How far ahead working time is looked for. A calendar that has none for so long has none.
const HORIZON_DAYS: i64 = 400;

/// From and to, within one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct WorkingHours {
    /// 1 for Monday to 7 for Sunday (ISO 8601).
    pub weekday: u8,
    /// Minutes since midnight in Shanghai.
    pub from: u16,
    /// Likewise; after `from`, 1,440 at most.
    pub to: u16,
}

/// A day that is not as its weekday is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CalendarDay {
    pub date: Date,
    /// A day off that is worked, to make up for a holiday (调休). It has the hours of the week's first working day.
    pub works: bool,
    /// Which holiday, up to 40 characters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
}

/// Working hours of the week, and the days that differ.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct WorkCalendar {
    pub week: Vec<WorkingHours>,
    pub days: Vec<CalendarDay>,
}

impl WorkCalendar {
    pub const MAX_HOURS: usize = 28;
    pub const MAX_DAYS: usize = 600;
}

impl Validate for WorkCalendar {
    fn validate(&self) -> Result<(), Vec<FieldError>> {
        let mut faults = Faults::new();
        faults.items("week", &self.week, Self::MAX_HOURS);
        faults.items("days", &self.days, Self::MAX_DAYS);
        faults.add_if(self.week.is_empty(), "week", Issue::Required);
        for (i, hours) in self.week.iter().enumerate() {
            let sound = (1..=7).contains(&hours.weekday) && hours.from < hours.to && hours.to <= DAY;
            let apart = |other: &WorkingHours| {
                other.weekday != hours.weekday || other.to <= hours.from || hours.to <= other.from
            };
            faults.add_if(!sound || !self.week[..i].iter().all(apart), &format!("week[{i}]"), Issue::Invalid);
        }
        for (i, day) in self.days.iter().enumerate() {
            let repeated = self.days[..i].iter().any(|other| other.date == day.date);
            faults.add_if(repeated, &format!("days[{i}].date"), Issue::Repeated);
            faults.text(&format!("days[{i}].name"), &day.name, 40);
        }
        faults.into_result()
    }
}

/// A calendar that can be asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    /// Of Monday to Sunday, in order.
    week: [Vec<(u16, u16)>; 7],
    /// Of a day that is worked though its weekday is off.
    make_up: Vec<(u16, u16)>,
    days: BTreeMap<Date, bool>,
}

impl From<&WorkCalendar> for Calendar {
    fn from(new: &WorkCalendar) -> Self {
        let mut week: [Vec<(u16, u16)>; 7] = Default::default();
        for hours in &new.week {
            if let Some(day) = week.get_mut(usize::from(hours.weekday.wrapping_sub(1))) {
                day.push((hours.from, hours.to.min(DAY)));
            }
        }
        for day in &mut week {
            day.sort_unstable();
        }
        let make_up = week.iter().find(|day| !day.is_empty()).cloned().unwrap_or_default();
        Self { week, make_up, days: new.days.iter().map(|day| (day.date, day.works)).collect() }
    }
}

impl Calendar {
    /// The hours of one day, in minutes since midnight; none on a day off.
    fn hours(&self, date: Date) -> &[(u16, u16)] {
        let usual = &self.week[usize::from(date.weekday() - 1)];
        match self.days.get(&date) {
            Some(false) => &[],
            Some(true) if usual.is_empty() => &self.make_up,
            _ => usual,
        }
    }

    /// Stretches of working time from the one that holds `at`, or the next, on.
    fn stretches(&self, at: Timestamp) -> impl Iterator<Item = (i64, i64)> {
        let first = Date::in_shanghai(at);
        let days = (0..HORIZON_DAYS).map(move |ahead| first.plus_days(ahead));
        let all = days.flat_map(|day| {
            let midnight = day.begins().as_millis();
            let ms = move |minute: u16| midnight + i64::from(minute) * MINUTE_MS;
            self.hours(day).iter().map(move |(from, to)| (ms(*from), ms(*to)))
        });
        all.filter(move |(_, to)| *to > at.as_millis())
    }

    pub fn is_working(&self, at: Timestamp) -> bool {
        self.stretches(at).next().is_some_and(|(from, _)| from <= at.as_millis())
    }

    /// The moment by which so many working minutes have passed since `at`. It is always within working time or at the
    /// end of a stretch of it. Where a calendar has no working time, minutes count day and night.
    pub fn after(&self, at: Timestamp, minutes: u32) -> Timestamp {
        let mut left = i64::from(minutes) * MINUTE_MS;
        for (from, to) in self.stretches(at) {
            let from = from.max(at.as_millis());
            if left <= to - from {
                return Timestamp::from_millis(from + left);
            }
            left -= to - from;
        }
        Timestamp::from_millis(at.as_millis() + i64::from(minutes) * MINUTE_MS)
    }

    /// Working milliseconds between two moments, at most [`HORIZON_DAYS`] of them; 0 if `to` is not after `from`.
    pub fn between(&self, from: Timestamp, to: Timestamp) -> i64 {
        let (from, to) = (from.as_millis(), to.as_millis());
        let stretches = self.stretches(Timestamp::from_millis(from)).take_while(|(begins, _)| *begins < to);
        stretches.map(|(begins, ends)| ends.min(to) - begins.max(from)).sum()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Monday to Friday, 8:30 to 12:00 and 14:30 to 17:30, with the National Day of 2026 and what makes up for it.
    fn calendar() -> Calendar {
        let hours = |weekday| [(510, 720), (870, 1050)].map(|(from, to)| WorkingHours { weekday, from, to });
        let day = |date: &str, works| CalendarDay { date: date.parse().unwrap(), works, name: String::new() };
        let off = (1..=7).map(|n| day(&format!("2026-10-0{n}"), false));
        let made_up = [day("2026-09-20", true), day("2026-10-10", true)];
        let new = WorkCalendar { week: (1..=5).flat_map(hours).collect(), days: off.chain(made_up).collect() };
        new.validate().unwrap();
        Calendar::from(&new)
    }

    /// Shanghai's time of day, as people write it.
    fn at(date: &str, hour: i64, minute: i64) -> Timestamp {
        let day: Date = date.parse().unwrap();
        Timestamp::from_millis(day.begins().as_millis() + (hour * 60 + minute) * MINUTE_MS)
    }

    #[test]
    fn a_working_day_is_counted_across_noon_night_and_weekend() {
        let calendar = calendar();
        for (from, minutes, to) in [
            (at("2026-06-01", 9, 0), 60, at("2026-06-01", 10, 0)),
            (at("2026-06-01", 11, 30), 60, at("2026-06-01", 15, 0)),
            (at("2026-06-01", 8, 0), 390, at("2026-06-01", 17, 30)),
            (at("2026-06-01", 8, 0), 391, at("2026-06-02", 8, 31)),
            (at("2026-06-05", 17, 0), 60, at("2026-06-08", 9, 0)),
            // Saturday night.
            (at("2026-06-06", 23, 0), 1, at("2026-06-08", 8, 31)),
        ] {
            assert_eq!(calendar.after(from, minutes), to, "{from} + {minutes}");
        }
    }

    #[test]
    fn holidays_stand_still_and_make_up_days_run() {
        let calendar = calendar();
        assert_eq!(calendar.after(at("2026-09-30", 17, 0), 60), at("2026-10-08", 9, 0));
        // Friday the 9th, and Saturday the 10th is worked.
        assert_eq!(calendar.after(at("2026-10-09", 17, 0), 60), at("2026-10-10", 9, 0));
        assert!(calendar.is_working(at("2026-09-20", 15, 0)) && !calendar.is_working(at("2026-09-27", 15, 0)));
    }

    #[test]
    fn a_calendar_without_working_time_counts_day_and_night() {
        let start = at("2026-06-01", 9, 0);
        assert_eq!(Calendar::default().after(start, 90), at("2026-06-01", 10, 30));
    }

    #[test]
    fn a_calendar_is_checked() {
        let hours = |from, to| WorkingHours { weekday: 1, from, to };
        for week in [vec![], vec![hours(60, 60)], vec![hours(0, 1441)], vec![hours(0, 100), hours(99, 200)]] {
            assert!(WorkCalendar { week, days: vec![] }.validate().is_err());
        }
        let day = CalendarDay { date: "2026-10-01".parse().unwrap(), works: false, name: String::new() };
        assert!(WorkCalendar { week: vec![hours(0, 1440)], days: vec![day.clone(), day] }.validate().is_err());
    }

    proptest! {
        #[test]
        fn adding_working_time_is_sound(
            start in 1_790_000_000_000i64..1_800_000_000_000,
            later in 0i64..400_000_000,
            minutes in 0u32..20_000,
            more in 0u32..2_000,
        ) {
            let calendar = calendar();
            let (first, second) = (Timestamp::from_millis(start), Timestamp::from_millis(start + later));
            let due = calendar.after(first, minutes);
            prop_assert!(due >= first);
            // Monotone in both.
            prop_assert!(calendar.after(second, minutes) >= due);
            prop_assert!(calendar.after(first, minutes + more) >= due);
            // Within working time, or at the end of a stretch.
            let just_before = Timestamp::from_millis(due.as_millis() - 1);
            prop_assert!(calendar.is_working(due) || calendar.is_working(just_before));
            // And just as much as was asked.
            prop_assert_eq!(calendar.between(first, due), i64::from(minutes) * MINUTE_MS);
        }
    }
}
