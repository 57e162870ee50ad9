//! The code that opens a case together with its number.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::CaseNumber;

/// Six characters of an alphabet without look-alikes (no 0 O 1 I L U): 30⁶, about 729 million.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct CaseCode([u8; CaseCode::LENGTH]);

const ALPHABET: &[u8; 30] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The text has not six characters of the alphabet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotACode;

impl fmt::Display for NotACode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a case code")
    }
}

impl std::error::Error for NotACode {}

impl CaseCode {
    pub const LENGTH: usize = 6;

    /// The code of eight uniformly random bytes; the bias of the remainder is below one in 10¹⁰.
    pub fn from_random(bytes: [u8; 8]) -> Self {
        let mut n = u64::from_be_bytes(bytes);
        Self(std::array::from_fn(|_| {
            let character = ALPHABET[(n % 30) as usize];
            n /= 30;
            character
        }))
    }

    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("the alphabet is ASCII")
    }
}

/// The app's own path that opens a case on any phone. The code stands behind the `#`: browsers keep that part to
/// themselves, so it reaches no server and no log.
pub fn link_path(number: CaseNumber, code: &CaseCode) -> String {
    format!("/cases/{number}#{}", code.as_str())
}

/// A code is a secret: logs that print a body must not show it.
impl fmt::Debug for CaseCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CaseCode(……)")
    }
}

/// Takes small letters, spaces and full-width characters, as people type them.
impl FromStr for CaseCode {
    type Err = NotACode;

    fn from_str(text: &str) -> Result<Self, NotACode> {
        let mut code = [0; Self::LENGTH];
        let mut length = 0;
        for c in text.chars().filter(|c| !c.is_whitespace() && *c != '-') {
            let c = match c {
                '！'..='～' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
                c => c,
            };
            let upper = c.to_ascii_uppercase();
            let known = u8::try_from(upper).ok().filter(|byte| ALPHABET.contains(byte)).ok_or(NotACode)?;
            *code.get_mut(length).ok_or(NotACode)? = known;
            length += 1;
        }
        if length == Self::LENGTH { Ok(Self(code)) } else { Err(NotACode) }
    }
}

impl Serialize for CaseCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for CaseCode {
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

    impl PartialSchema for super::CaseCode {
        fn schema() -> RefOr<Schema> {
            ObjectBuilder::new().schema_type(Type::String).pattern(Some("^[2-9A-HJKMNP-TV-Z]{6}$")).into()
        }
    }

    impl ToSchema for super::CaseCode {}
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::CaseCode;

    proptest! {
        #[test]
        fn a_code_is_read_back_as_people_type_it(bytes in any::<[u8; 8]>()) {
            let code = CaseCode::from_random(bytes);
            let typed = format!(" {} {}", &code.as_str()[..3].to_lowercase(), &code.as_str()[3..]);
            prop_assert_eq!(typed.parse(), Ok(code));
        }

        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,12}") {
            let _ = text.parse::<CaseCode>();
        }
    }

    #[test]
    fn a_code_is_not_printed_by_debug() {
        let code = CaseCode::from_random([7; 8]);
        assert!(!format!("{code:?}").contains(code.as_str()));
    }
}
