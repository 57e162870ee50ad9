//! A day of the calendar, without a time: `2026-10-01` on the wire.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::{
    slug::UnknownWord,
    timestamp::{Timestamp, civil_from_days, days_from_civil},
};

/// Shanghai is eight hours ahead of UTC and has had no summer time since 1991.
const SHANGHAI_MS: i64 = 8 * 3_600_000;
const DAY_MS: i64 = 24 * 3_600_000;

/// Days since 1970-01-01, of the years 1 to 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(i64);

impl Date {
    /// The day that a moment belongs to in Shanghai.
    pub const fn in_shanghai(at: Timestamp) -> Date {
        Date((at.as_millis() + SHANGHAI_MS).div_euclid(DAY_MS))
    }

    /// When the day begins in Shanghai.
    pub const fn begins(self) -> Timestamp {
        Timestamp::from_millis(self.0 * DAY_MS - SHANGHAI_MS)
    }

    pub const fn plus_days(self, days: i64) -> Date {
        Date(self.0 + days)
    }

    /// Year, month and day of the month.
    pub const fn parts(self) -> (i64, i64, i64) {
        civil_from_days(self.0)
    }

    /// 1 for Monday to 7 for Sunday (ISO 8601).
    pub const fn weekday(self) -> u8 {
        // 1970-01-01 was a Thursday.
        ((self.0 + 3).rem_euclid(7) + 1) as u8
    }
}

impl FromStr for Date {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        let bytes = text.as_bytes();
        let digits = |from: usize, to: usize| -> Option<i64> {
            let part = bytes.get(from..to)?;
            part.iter().all(u8::is_ascii_digit).then(|| part.iter().fold(0, |n, b| n * 10 + i64::from(b - b'0')))
        };
        let dashed = bytes.len() == 10 && bytes[4] == b'-' && bytes[7] == b'-';
        let parts = dashed.then(|| Some((digits(0, 4)?, digits(5, 7)?, digits(8, 10)?))).flatten();
        let (year, month, day) = parts.filter(|(year, month, _)| *year >= 1 && *month <= 12).ok_or(UnknownWord)?;
        let days = days_from_civil(year, month, day);
        // The 31st of a shorter month would run on into the next one.
        if civil_from_days(days) == (year, month, day) { Ok(Date(days)) } else { Err(UnknownWord) }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = civil_from_days(self.0);
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(|_| de::Error::custom("not a date"))
    }
}

#[cfg(feature = "openapi")]
mod schema {
    use utoipa::{
        PartialSchema, ToSchema,
        openapi::{KnownFormat, ObjectBuilder, RefOr, Schema, SchemaFormat, Type},
    };

    impl PartialSchema for super::Date {
        fn schema() -> RefOr<Schema> {
            ObjectBuilder::new()
                .schema_type(Type::String)
                .format(Some(SchemaFormat::KnownFormat(KnownFormat::Date)))
                .into()
        }
    }

    impl ToSchema for super::Date {}
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Date;
    use crate::Timestamp;

    #[test]
    fn a_day_begins_at_midnight_in_shanghai() {
        let day: Date = "2026-10-01".parse().unwrap();
        assert_eq!(day.begins().to_string(), "2026-09-30T16:00:00.000Z");
        assert_eq!(day.weekday(), 4);
        assert_eq!(Date::in_shanghai(day.begins()), day);
        assert_eq!(Date::in_shanghai(Timestamp::from_millis(day.begins().as_millis() - 1)), day.plus_days(-1));
        for wrong in ["2026-02-29", "2026-1-1", "0000-01-01", "2026-13-01", "2026-00-10", "2026-01-00", ""] {
            assert!(wrong.parse::<Date>().is_err(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(days in -700_000i64..2_900_000) {
            prop_assert_eq!(Date(days).to_string().parse(), Ok(Date(days)));
        }
    }
}
