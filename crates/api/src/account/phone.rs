//! A mobile number of mainland China, which a code can be sent to.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Eleven digits that begin with 13 to 19. In one spelling, so that a number is one account.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Phone(String);

/// The text is no mobile number of mainland China.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAPhone;

impl fmt::Display for NotAPhone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a mobile number of mainland China")
    }
}

impl std::error::Error for NotAPhone {}

impl Phone {
    const LENGTH: usize = 11;

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// With its middle hidden: enough to know one's own by.
    pub fn masked(&self) -> String {
        format!("{}****{}", &self.0[..3], &self.0[7..])
    }
}

/// Takes spaces, dashes, full-width digits and the country's code, as people type and paste them.
impl FromStr for Phone {
    type Err = NotAPhone;

    fn from_str(text: &str) -> Result<Self, NotAPhone> {
        let mut digits = String::new();
        for c in text.trim().chars() {
            match c {
                '0'..='9' => digits.push(c),
                '０'..='９' => digits.push(char::from(b'0' + (c as u32 - '０' as u32) as u8)),
                '+' | '＋' if digits.is_empty() => {}
                ' ' | '-' | '\u{a0}' | '\u{2006}' => {}
                _ => return Err(NotAPhone),
            }
            if digits.len() > 4 + Self::LENGTH {
                return Err(NotAPhone);
            }
        }
        let national = match digits.len() {
            Self::LENGTH => digits.as_str(),
            _ => digits.strip_prefix("0086").or_else(|| digits.strip_prefix("86")).unwrap_or_default(),
        };
        let is_mobile = national.len() == Self::LENGTH && matches!(national.as_bytes(), [b'1', b'3'..=b'9', ..]);
        if is_mobile { Ok(Self(national.to_owned())) } else { Err(NotAPhone) }
    }
}

/// A number reaches no log by way of `{:?}`.
impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Phone(……)")
    }
}

impl Serialize for Phone {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Phone {
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

    impl PartialSchema for super::Phone {
        fn schema() -> RefOr<Schema> {
            ObjectBuilder::new().schema_type(Type::String).pattern(Some("^1[3-9][0-9]{9}$")).into()
        }
    }

    impl ToSchema for super::Phone {}
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Phone;

    #[test]
    fn one_number_in_many_spellings() {
        for text in [
            "13800000001",
            " 138 0000 0001",
            "+86 138-0000-0001",
            "008613800000001",
            "１３８０００００００１",
            "8613800000001",
        ] {
            assert_eq!(text.parse::<Phone>().unwrap().as_str(), "13800000001", "{text}");
        }
    }

    #[test]
    fn other_numbers_are_none() {
        for text in ["", "1380000000", "138000000012", "12800000001", "07145550000", "+85291234567", "1380000000a"] {
            assert!(text.parse::<Phone>().is_err(), "{text}");
        }
    }

    #[test]
    fn the_middle_is_hidden_and_debug_shows_nothing() {
        let phone: Phone = "13812345678".parse().unwrap();
        assert_eq!(phone.masked(), "138****5678");
        assert_eq!(format!("{phone:?}"), "Phone(……)");
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,24}") {
            if let Ok(phone) = text.parse::<Phone>() {
                prop_assert_eq!(phone.as_str().parse::<Phone>().unwrap(), phone);
            }
        }
    }
}
