//! Rosters as the server wrote them, kept for organisers who lose their network at the place. They hold names: a few
//! rosters, for a few days, and only while somebody is signed in.

use pingan_api::{Timestamp, id::ShiftId};

use crate::{
    i18n::moment,
    session::{last_seen, may_be_signed_in},
};

/// Where they lie: the newest first, one a line, each with its shift and the moment that it came.
const NAME: &str = last_seen::ROSTERS;
/// More shifts than one organiser has under way.
const KEPT: usize = 4;
/// Longer than from the day before a shift to its end.
const KEPT_MS: i64 = 3 * 86_400_000;

pub fn keep(shift: ShiftId, answer: &str) {
    let kept = last_seen::read(NAME, "").unwrap_or_default();
    last_seen::keep(NAME, "", &with(&kept, shift, moment::now(), answer));
}

/// The last answer about a shift and when it came, by the phone's clock.
pub fn read(shift: ShiftId) -> Option<(Timestamp, String)> {
    if !may_be_signed_in() {
        last_seen::forget(NAME);
        return None;
    }
    find(&last_seen::read(NAME, "")?, shift, moment::now())
}

fn with(kept: &str, shift: ShiftId, now: Timestamp, answer: &str) -> String {
    let first = format!("{shift} {} {answer}", now.as_millis());
    let others = kept
        .lines()
        .filter(|line| parts(line).is_some_and(|(other, came, _)| other != shift && now.as_millis() - came < KEPT_MS));
    let lines: Vec<&str> = std::iter::once(first.as_str()).chain(others).take(KEPT).collect();
    lines.join("\n")
}

fn find(kept: &str, shift: ShiftId, now: Timestamp) -> Option<(Timestamp, String)> {
    kept.lines().filter_map(parts).find_map(|(of, came, answer)| {
        let is_wanted = of == shift && now.as_millis() - came < KEPT_MS;
        is_wanted.then(|| (Timestamp::from_millis(came), answer.to_owned()))
    })
}

fn parts(line: &str) -> Option<(ShiftId, i64, &str)> {
    let (shift, rest) = line.split_once(' ')?;
    let (came, answer) = rest.split_once(' ')?;
    Some((shift.parse().ok()?, came.parse().ok()?, answer))
}

#[cfg(test)]
mod tests {
    use pingan_api::{Timestamp, id::ShiftId};
    use uuid::Uuid;

    use super::{KEPT, KEPT_MS, find, with};

    fn shift(n: u128) -> ShiftId {
        ShiftId(Uuid::from_u128(n))
    }

    fn at(ms: i64) -> Timestamp {
        Timestamp::from_millis(ms)
    }

    #[test]
    fn the_last_answer_is_found_and_the_one_before_is_gone() {
        let kept = with("", shift(1), at(5), r#"{"a b":1}"#);
        let kept = with(&kept, shift(2), at(6), "{}");
        let kept = with(&kept, shift(1), at(7), r#"{"a b":2}"#);
        assert_eq!(find(&kept, shift(1), at(8)), Some((at(7), r#"{"a b":2}"#.into())));
        assert_eq!(find(&kept, shift(2), at(8)), Some((at(6), "{}".into())));
        assert_eq!(find(&kept, shift(3), at(8)), None);
        assert_eq!(kept.lines().count(), 2);
    }

    #[test]
    fn names_stay_on_the_phone_for_days_and_not_for_ever() {
        let kept = with("", shift(1), at(0), "{}");
        assert_eq!(find(&kept, shift(1), at(KEPT_MS)), None);
        let kept = with(&kept, shift(2), at(KEPT_MS), "{}");
        assert_eq!(kept.lines().count(), 1);
        let many = (0..9).fold(String::new(), |kept, n| with(&kept, shift(n), at(n as i64), "{}"));
        assert_eq!(many.lines().count(), KEPT);
    }
}
