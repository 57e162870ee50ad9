//! Typed ids, so that a photo's id is never taken for a case's.

use serde::{Deserialize, Deserializer, Serialize, de};
use uuid::Uuid;

use crate::slug::UnknownWord;

/// A UUID in its one usual form (RFC 9562, 4); the library's own parser takes four more, and two kilobytes of the first
/// screen.
fn parse(text: &str) -> Option<Uuid> {
    let mut digits = 0u128;
    let mut at = 0;
    for byte in text.bytes() {
        if matches!(at, 8 | 13 | 18 | 23) {
            if byte != b'-' {
                return None;
            }
        } else {
            digits = digits << 4 | u128::from(char::from(byte).to_digit(16)?);
        }
        at += 1;
        if at > 36 {
            return None;
        }
    }
    (at == 36).then(|| Uuid::from_u128(digits))
}

macro_rules! uuid_id {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { self.0.fmt(f) }
        }

        impl std::str::FromStr for $name {
            type Err = UnknownWord;
            fn from_str(text: &str) -> Result<Self, Self::Err> { parse(text).map(Self).ok_or(UnknownWord) }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                text.parse().map_err(|_| de::Error::custom("not a UUID"))
            }
        }
    };
}

uuid_id! {
    /// A photo (UUIDv7, made by the server).
    PhotoId
}
uuid_id! {
    /// A voice note (UUIDv7, made by the server).
    VoiceId
}
uuid_id! {
    /// Somebody who signed in once (UUIDv7).
    AccountId
}
uuid_id! {
    /// Somebody's share in a case: whoever raised it, or a neighbour who joined.
    ShareId
}
uuid_id! {
    /// One whistle on a case.
    WhistleId
}
uuid_id! {
    /// One block of a device or an account from reporting.
    BlockId
}
uuid_id! {
    /// One standard answer.
    AnswerId
}
uuid_id! {
    /// One saved filter.
    FilterId
}
uuid_id! {
    /// One device that is signed in (UUIDv7). It is no secret: what opens the session is its token.
    SessionId
}
uuid_id! {
    /// One role of one account on one unit (UUIDv7).
    GrantId
}
uuid_id! {
    /// A notice in an inbox (UUIDv7, made by the server).
    NoticeId
}
uuid_id! {
    /// A team of volunteers (UUIDv7, made by the server).
    TeamId
}
uuid_id! {
    /// One shift: a place, a time, and posts to fill.
    ShiftId
}
uuid_id! {
    /// One post of a shift.
    PostId
}
uuid_id! {
    /// Shifts that were made from one template.
    SeriesId
}
uuid_id! {
    /// Somebody's place in a shift, or in the line for one.
    SignUpId
}
uuid_id! {
    /// Names one create, made by the client; a repeat with the same key and body gets the same answer.
    IdempotencyKey
}

/// A unit of the district: its administrative code, opaque to readers. The tree is told by `parent`, never by
/// cutting the code.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct UnitId(pub String);

impl UnitId {
    /// At most 32 characters of `0-9 a-z -`.
    pub fn is_well_formed(&self) -> bool {
        (1..=32).contains(&self.0.len())
            && self.0.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_lowercase() || b == b'-')
    }
}

impl std::fmt::Display for UnitId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for UnitId {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::{PhotoId, parse};

    #[test]
    fn what_is_no_uuid_is_none() {
        let good = "01900000-0000-7000-8000-00000000abCD";
        assert_eq!(parse(good), good.parse().ok());
        for wrong in [
            "",
            "01900000-0000-7000-8000-00000000abc",
            "01900000-0000-7000-8000-00000000abcde",
            "01900000000070008000000000000abcd",
            "01900000-0000-7000-8000-00000000abcg",
            "01900000x0000-7000-8000-00000000abcd",
            "{1900000-0000-7000-8000-00000000abcd}",
        ] {
            assert_eq!(parse(wrong), None, "{wrong}");
            assert!(serde_json::from_value::<PhotoId>(wrong.into()).is_err(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(digits: u128) {
            let id = PhotoId(Uuid::from_u128(digits));
            prop_assert_eq!(id.to_string().parse(), Ok(id));
        }
    }
}
