//! Check-in codes: the one of a moment out of a roster's, how it is shown, and what a QR code says.

use pingan_api::{
    Timestamp,
    account::sign_in,
    id::ShiftId,
    volunteer::attendance::{CODE_DIGITS, CODE_MARGIN_MINUTES, CODE_SECONDS, CheckInCode},
};

use crate::route::{Route, Volunteer};

const CODE_MS: i64 = CODE_SECONDS * 1000;
const MARGIN_MS: i64 = CODE_MARGIN_MINUTES * 60_000;

/// From when until when a shift's codes are good.
pub(super) fn good(starts_at: Timestamp, ends_at: Timestamp) -> (Timestamp, Timestamp) {
    let later = |at: Timestamp, ms| Timestamp::from_millis(at.as_millis() + ms);
    (later(starts_at, -MARGIN_MS), later(ends_at, MARGIN_MS))
}

/// The code that is to be shown at a moment of the server's clock; none before the first and after the last.
pub(super) fn shown(codes: &str, from: Timestamp, now: Timestamp) -> Option<&str> {
    let turn = usize::try_from((now.as_millis() - from.as_millis()).div_euclid(CODE_MS)).ok()?;
    let begins = turn.checked_mul(CODE_DIGITS)?;
    codes.get(begins..begins.checked_add(CODE_DIGITS)?)
}

/// For how many more seconds it is shown.
pub(super) fn seconds_left(from: Timestamp, now: Timestamp) -> i64 {
    (CODE_MS - (now.as_millis() - from.as_millis()).rem_euclid(CODE_MS) + 999) / 1000
}

/// In groups of three, to be read aloud by people.
pub(super) fn grouped(code: &str) -> String {
    match code.split_at_checked(CODE_DIGITS / 2) {
        Some((first, last)) => format!("{first} {last}"),
        None => code.to_owned(),
    }
}

/// Digit by digit, to be read aloud by a screen reader.
pub(super) fn spelled(code: &str) -> String {
    let mut spelled = String::with_capacity(2 * code.len());
    for digit in code.chars() {
        spelled.push(digit);
        spelled.push(' ');
    }
    spelled
}

/// What the QR code says: the app's own address, so that any scanner leads here.
pub(super) fn address(origin: &str, shift: ShiftId, code: &str) -> String {
    format!("{origin}{}#{}", Route::Volunteer(Volunteer::CheckIn).href(), secret(shift, code))
}

/// What stands behind the `#`, which browsers send to nobody.
pub(super) fn secret(shift: ShiftId, code: &str) -> String {
    format!("{shift}.{code}")
}

/// Out of an address, or its part from the `#` on.
pub(super) fn read(address: &str) -> Option<CheckInCode> {
    let (_, secret) = address.split_once('#')?;
    let (shift, code) = secret.split_once('.')?;
    Some(CheckInCode { code: sign_in::digits(code)?, shift: Some(shift.parse().ok()?) })
}

/// Out of what somebody typed.
pub(super) fn typed(text: &str) -> Option<CheckInCode> {
    Some(CheckInCode { code: sign_in::digits(text)?, shift: None })
}

#[cfg(test)]
mod tests {
    use pingan_api::{Timestamp, id::ShiftId};
    use uuid::Uuid;

    use super::{address, grouped, read, seconds_left, shown, spelled, typed};

    fn at(ms: i64) -> Timestamp {
        Timestamp::from_millis(ms)
    }

    #[test]
    fn each_half_minute_has_its_code() {
        let codes = "111111222222333333";
        let from = at(90_000);
        let at_second = |second: i64| shown(codes, from, at(90_000 + second * 1000));
        assert_eq!(at_second(-1), None);
        assert_eq!(at_second(0), Some("111111"));
        assert_eq!(at_second(29), Some("111111"));
        assert_eq!(at_second(30), Some("222222"));
        assert_eq!(at_second(89), Some("333333"));
        assert_eq!(at_second(90), None);
        assert_eq!(shown("", from, from), None);
        assert_eq!(seconds_left(from, from), 30);
        assert_eq!(seconds_left(from, at(90_001)), 30);
        assert_eq!(seconds_left(from, at(119_500)), 1);
    }

    #[test]
    fn what_a_code_says_is_read_back() {
        let shift = ShiftId(Uuid::from_u128(7));
        let says = address("https://pingan.example", shift, "012345");
        let code = read(&says).unwrap();
        assert_eq!((code.code.as_str(), code.shift), ("012345", Some(shift)));
        assert_eq!(read(&says[says.find('#').unwrap()..]), Some(code));
        for other in ["https://elsewhere.example/menu", "#x.012345", "#", "", &says[..says.len() - 1]] {
            assert_eq!(read(other), None, "{other}");
        }
    }

    #[test]
    fn digits_are_taken_as_people_type_them() {
        assert_eq!(typed(" 012 345").unwrap().code, "012345");
        assert_eq!(typed("０１２３４５").unwrap().code, "012345");
        assert_eq!(typed("01234"), None);
        assert_eq!((grouped("012345").as_str(), spelled("012345").as_str()), ("012 345", "0 1 2 3 4 5 "));
    }
}
