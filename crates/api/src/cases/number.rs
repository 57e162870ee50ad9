//! A case's number: short, said over the phone, and wrong digits are noticed.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Nine digits, the last of them Damm's check digit, which notices every single wrong digit and every swap of
/// neighbours. Shown in threes: `260 047 113`. The eight before are drawn at random, so that a number tells
/// nothing of how many cases there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CaseNumber(u32);

/// How many numbers there are.
pub const NUMBERS: u32 = 90_000_000;

/// The text is not a case number: wrong length, other characters, or the check digit does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotANumber;

impl fmt::Display for NotANumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a case number")
    }
}

impl std::error::Error for NotANumber {}

/// The quasigroup of H. M. Damm's dissertation (2004).
const DAMM: [[u8; 10]; 10] = [
    [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
    [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
    [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
    [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
    [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
    [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
    [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
    [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
    [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
    [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
];

/// Damm's check digit of a number, 0 to 9.
pub(crate) fn check_digit(mut payload: u64) -> u8 {
    let mut digits = [0u8; 20];
    let mut length = 0;
    while payload > 0 {
        digits[length] = (payload % 10) as u8;
        payload /= 10;
        length += 1;
    }
    digits[..length].iter().rev().fold(0u8, |state, digit| DAMM[usize::from(state)][usize::from(*digit)])
}

impl CaseNumber {
    /// The number of the `n`-th place, `n` below [`NUMBERS`]; larger ones wrap.
    pub fn from_index(n: u32) -> Self {
        let payload = 10_000_000 + n % NUMBERS;
        Self(payload * 10 + u32::from(check_digit(u64::from(payload))))
    }

    /// All nine digits as one integer.
    pub const fn as_u32(self) -> u32 {
        self.0
    }

    pub fn from_u32(number: u32) -> Result<Self, NotANumber> {
        let fits = (100_000_000..=999_999_999).contains(&number)
            && u32::from(check_digit(u64::from(number / 10))) == number % 10;
        fits.then_some(Self(number)).ok_or(NotANumber)
    }

    /// In threes, as it is read aloud.
    pub fn grouped(self) -> String {
        format!("{:03} {:03} {:03}", self.0 / 1_000_000, self.0 / 1000 % 1000, self.0 % 1000)
    }
}

impl fmt::Display for CaseNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// Takes what people type: spaces and dashes between the digits, full-width digits from a Chinese keyboard.
impl FromStr for CaseNumber {
    type Err = NotANumber;

    fn from_str(text: &str) -> Result<Self, NotANumber> {
        let mut number = 0u32;
        let mut length = 0;
        for c in text.trim().chars() {
            let digit = match c {
                ' ' | '-' | '\u{3000}' | '\u{2013}' | '\u{2014}' => continue,
                '０'..='９' => c as u32 - '０' as u32,
                _ => c.to_digit(10).ok_or(NotANumber)?,
            };
            length += 1;
            if length > 9 {
                return Err(NotANumber);
            }
            number = number * 10 + digit;
        }
        Self::from_u32(number)
    }
}

impl Serialize for CaseNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for CaseNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

#[cfg(feature = "openapi")]
mod schema {
    use utoipa::{
        PartialSchema, ToSchema,
        openapi::{ObjectBuilder, RefOr, Schema, Type},
    };

    impl PartialSchema for super::CaseNumber {
        fn schema() -> RefOr<Schema> {
            ObjectBuilder::new().schema_type(Type::String).pattern(Some("^[1-9][0-9]{8}$")).into()
        }
    }

    impl ToSchema for super::CaseNumber {}
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{CaseNumber, NUMBERS};

    #[test]
    fn what_people_type_is_read() {
        let number = CaseNumber::from_index(16_004_711);
        let grouped = number.grouped();
        let full_width: String =
            number.to_string().bytes().map(|b| char::from_u32('０' as u32 + u32::from(b - b'0')).unwrap()).collect();
        for typed in [grouped.clone(), grouped.replace(' ', "-"), format!("  {number} "), full_width] {
            assert_eq!(typed.parse(), Ok(number), "{typed}");
        }
        assert!("12345678".parse::<CaseNumber>().is_err());
        assert!("".parse::<CaseNumber>().is_err());
        assert!("99999999999999999999".parse::<CaseNumber>().is_err());
    }

    proptest! {
        #[test]
        fn a_number_is_read_back(n in 0..NUMBERS) {
            let number = CaseNumber::from_index(n);
            prop_assert_eq!(number.to_string().parse(), Ok(number));
            prop_assert_eq!(number.grouped().parse(), Ok(number));
            prop_assert_eq!(number.to_string().len(), 9);
        }

        #[test]
        fn one_wrong_digit_is_noticed(n in 0..NUMBERS, at in 0usize..9, add in 1u8..10) {
            let mut digits = CaseNumber::from_index(n).to_string().into_bytes();
            digits[at] = b'0' + (digits[at] - b'0' + add) % 10;
            prop_assert!(String::from_utf8(digits).unwrap().parse::<CaseNumber>().is_err());
        }

        #[test]
        fn a_swap_of_neighbours_is_noticed(n in 0..NUMBERS, at in 0usize..8) {
            let mut digits = CaseNumber::from_index(n).to_string().into_bytes();
            prop_assume!(digits[at] != digits[at + 1]);
            digits.swap(at, at + 1);
            prop_assert!(String::from_utf8(digits).unwrap().parse::<CaseNumber>().is_err());
        }
    }
}
