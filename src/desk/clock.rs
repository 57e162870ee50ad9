//! How much time a case has left, in words.

use leptos::prelude::*;
use pingan_api::{Timestamp, desk::queue::DUE_SOON_HOURS};

use crate::{
    i18n::{moment, t},
    ui::{icon::icon_small, live::live},
};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Less than this and the hours are counted.
const IN_DAYS_FROM: i64 = 48 * HOUR;

/// How a clock stands at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    /// It ran out so many milliseconds ago.
    Over(i64),
    /// It runs out within the day.
    Soon(i64),
    InTime(i64),
}

fn standing(now: Timestamp, due_at: Timestamp, overdue_since: Option<Timestamp>) -> Standing {
    let since = overdue_since.unwrap_or(due_at);
    let over = now.as_millis() - since.as_millis();
    let left = due_at.as_millis() - now.as_millis();
    if overdue_since.is_some() || left <= 0 {
        Standing::Over(over.max(0))
    } else if left <= i64::from(DUE_SOON_HOURS) * HOUR {
        Standing::Soon(left)
    } else {
        Standing::InTime(left)
    }
}

/// A length of time in its largest unit, rounded down; reactive.
pub fn span(millis: i64) -> String {
    match millis {
        ..HOUR => t::desk_span_minutes((millis / MINUTE).max(1)),
        HOUR..IN_DAYS_FROM => t::desk_span_hours(millis / HOUR),
        _ => t::desk_span_days(millis / DAY),
    }
}

/// The time left in a chip; nothing where no clock runs.
pub fn clock_chip(due_at: Option<Timestamp>, overdue_since: Option<Timestamp>) -> Option<AnyView> {
    let due_at = due_at.or(overdue_since)?;
    let now = moment::now();
    let standing = standing(now, due_at, overdue_since);
    let class = match standing {
        Standing::Over(_) => "desk-clock desk-clock--over",
        Standing::Soon(_) => "desk-clock desk-clock--soon",
        Standing::InTime(_) => "desk-clock",
    };
    let words = move || match standing {
        Standing::Over(over) => t::desk_clock_over(span(over)),
        Standing::Soon(left) | Standing::InTime(left) => t::desk_clock_left(span(left)),
    };
    let exactly = live(move || moment::at(due_at));
    Some(view! { <span class=class title=exactly>{icon_small("clock")} {live(words)}</span> }.into_any())
}

#[cfg(test)]
mod tests {
    use pingan_api::Timestamp;

    use super::{DAY, HOUR, MINUTE, Standing, span, standing};

    #[test]
    fn a_clock_turns_when_it_runs_out() {
        let at = Timestamp::from_millis;
        assert_eq!(standing(at(0), at(1), None), Standing::Soon(1));
        assert_eq!(standing(at(1), at(1), None), Standing::Over(0));
        assert_eq!(standing(at(0), at(DAY), None), Standing::Soon(DAY));
        assert_eq!(standing(at(0), at(DAY + 1), None), Standing::InTime(DAY + 1));
        // The next level has a clock of its own; what counts is since when somebody waits.
        assert_eq!(standing(at(5 * HOUR), at(9 * HOUR), Some(at(HOUR))), Standing::Over(4 * HOUR));
    }

    #[test]
    fn lengths_are_said_in_their_largest_unit() {
        for (millis, said) in [
            (0, "1 分钟"),
            (59 * MINUTE, "59 分钟"),
            (HOUR, "1 小时"),
            (47 * HOUR + 59 * MINUTE, "47 小时"),
            (48 * HOUR, "2 天"),
            (9 * DAY + HOUR, "9 天"),
        ] {
            assert_eq!(span(millis), said);
        }
    }
}
