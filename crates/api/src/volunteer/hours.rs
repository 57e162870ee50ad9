//! Hours, and certificates of them.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::TeamKind;
use crate::{
    cases::number::check_digit,
    date::Date,
    district::Name,
    endpoint::{Query, endpoint},
    id::UnitId,
    problem::{FieldError, Issue},
    slug::UnknownWord,
    timestamp::Timestamp,
    validate::{Faults, Validate},
};

/// Minutes of one kind of team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KindHours {
    pub kind: TeamKind,
    pub minutes: u32,
    pub shifts: u32,
}

/// One year, in Shanghai.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct YearHours {
    pub year: u16,
    pub minutes: u32,
    pub shifts: u32,
    /// The most first.
    pub kinds: Vec<KindHours>,
}

/// The reader's hours.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Hours {
    pub minutes: u32,
    pub shifts: u32,
    /// The newest first.
    pub years: Vec<YearHours>,
    pub certificates: Vec<Certificate>,
}

/// A certificate's number: eleven random digits and Damm's check digit. Whoever has it may verify the certificate.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CertificateNumber(String);

impl CertificateNumber {
    /// Digits, the check digit included.
    pub const LENGTH: usize = 12;
    /// How many numbers there are.
    pub const COUNT: u64 = 100_000_000_000;

    /// The one of an index below [`Self::COUNT`].
    pub fn from_index(index: u64) -> Self {
        let payload = index % Self::COUNT;
        Self(format!("{payload:011}{}", check_digit(payload)))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// In groups of four, to be read aloud.
    pub fn grouped(&self) -> String {
        format!("{} {} {}", &self.0[..4], &self.0[4..8], &self.0[8..])
    }
}

impl fmt::Display for CertificateNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Takes spaces and dashes, as people type them.
impl FromStr for CertificateNumber {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        let digits: String = text.chars().filter(|letter| !matches!(letter, ' ' | '-')).collect();
        let well_formed = digits.len() == Self::LENGTH && digits.bytes().all(|byte| byte.is_ascii_digit());
        let number: u64 = digits.parse().ok().filter(|_| well_formed).ok_or(UnknownWord)?;
        if u64::from(check_digit(number / 10)) == number % 10 { Ok(Self(digits)) } else { Err(UnknownWord) }
    }
}

impl Serialize for CertificateNumber {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for CertificateNumber {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(|_| serde::de::Error::custom("not the number of a certificate"))
    }
}

#[cfg(feature = "openapi")]
mod schema {
    use utoipa::{
        PartialSchema, ToSchema,
        openapi::{ObjectBuilder, RefOr, Schema, Type},
    };

    impl PartialSchema for super::CertificateNumber {
        fn schema() -> RefOr<Schema> {
            ObjectBuilder::new().schema_type(Type::String).pattern(Some("^[0-9]{12}$")).into()
        }
    }

    impl ToSchema for super::CertificateNumber {}
}

/// The app's page that verifies a certificate; the number stands behind the `#`, which browsers keep to themselves.
pub fn verify_path(number: &CertificateNumber) -> String {
    format!("/volunteer/verify#{number}")
}

/// Hours on paper: what was attended in a time, as it was when the certificate was made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Certificate {
    pub number: CertificateNumber,
    /// As registered then.
    pub name: String,
    pub from: Date,
    pub to: Date,
    pub minutes: u32,
    pub shifts: u32,
    pub kinds: Vec<KindHours>,
    pub issued_at: Timestamp,
    /// The district.
    pub issuer: Name,
    /// The data are invented.
    pub demo: bool,
}

/// Which time it is to show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewCertificate {
    pub from: Date,
    /// This day included.
    pub to: Date,
}

impl Validate for NewCertificate {
    fn validate(&self) -> Result<(), Vec<FieldError>> {
        let mut faults = Faults::new();
        faults.add_if(self.to < self.from, "to", Issue::EndsBeforeBegins);
        faults.into_result()
    }
}

/// Whose wall.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[serde(deny_unknown_fields)]
pub struct ThanksQuery {
    /// A community.
    pub unit: UnitId,
}

impl ThanksQuery {
    pub(crate) fn to_query(&self) -> Query {
        Query::new().with("unit", &self.unit)
    }
}

impl Validate for ThanksQuery {
    fn validate(&self) -> Result<(), Vec<FieldError>> {
        let mut faults = Faults::new();
        faults.add_if(!self.unit.is_well_formed(), "unit", Issue::UnknownUnit);
        faults.into_result()
    }
}

/// Those who helped in the last year and agreed to be named, and how many did in all. Nobody stands above anybody: the
/// order is that of the names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Thanks {
    pub unit: UnitId,
    pub unit_name: Name,
    pub names: Vec<String>,
    /// Volunteers who live there and came to a shift, named or not.
    pub people: u32,
    pub minutes: u32,
}

endpoint! {
    GetHours {} Get "/api/v1/volunteer/me/hours", "The reader's hours by year and kind, and their certificates" => Hours
}
endpoint! {
    /// `errors` names `from` where nothing was attended in that time.
    CreateCertificate {} Create "/api/v1/volunteer/certificates" NewCertificate, "A certificate of hours" => Certificate
}
endpoint! {
    /// For everyone who has the number.
    VerifyCertificate { number: CertificateNumber } Get "/api/v1/volunteer/certificates/{number}", "Verify a certificate" => Certificate
}
endpoint! {
    GetThanks {} Get "/api/v1/volunteer/thanks" ? ThanksQuery, "A community's wall of thanks" => Thanks
}

/// `GET`: the certificate as a PDF.
pub const CERTIFICATE_PDF_PATH: &str = "/api/v1/volunteer/certificates/{number}/pdf";

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::CertificateNumber;

    proptest! {
        #[test]
        fn a_number_is_read_back_and_one_wrong_digit_is_seen(index in 0..CertificateNumber::COUNT, at in 0usize..12, by in 1u8..10) {
            let number = CertificateNumber::from_index(index);
            prop_assert_eq!(number.grouped().parse(), Ok(number.clone()));
            let mut digits = number.as_str().as_bytes().to_vec();
            digits[at] = b'0' + (digits[at] - b'0' + by) % 10;
            prop_assert!(String::from_utf8(digits).unwrap().parse::<CertificateNumber>().is_err());
        }
    }
}
