//! The second factor of the staff: six digits that change every thirty seconds (RFC 6238), and codes for the day when the
//! phone is lost.

use serde::{Deserialize, Serialize};

use super::{Me, sign_in};
use crate::{
    endpoint::{Endpoint, Method},
    problem::{FieldError, Issue},
    validate::{Faults, Validate},
};

/// How many recovery codes an enrolment gives.
pub const RECOVERY_CODES: usize = 10;

/// What an authenticator app needs. It counts once a code of it was confirmed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Enrolment {
    /// Base32, to type in where no picture can be scanned.
    pub secret: String,
    /// `otpauth://…`: opens the authenticator on the same phone.
    pub uri: String,
    /// The same as a QR code, a whole SVG document.
    pub qr: String,
}

impl std::fmt::Debug for Enrolment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Enrolment(……)")
    }
}

/// Told once and never again. Each is good once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecoveryCodes {
    pub codes: Vec<String>,
}

impl std::fmt::Debug for RecoveryCodes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RecoveryCodes(……)")
    }
}

/// A code of the authenticator; to pass, a recovery code does as well.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SecondFactorCode {
    pub code: String,
}

impl SecondFactorCode {
    /// A recovery code in one spelling: ten letters and digits.
    pub fn recovery(&self) -> Option<String> {
        let kept = self.code.chars().filter(|c| !c.is_whitespace() && *c != '-').map(|c| c.to_ascii_uppercase());
        let kept: String = kept.collect();
        (kept.len() == 10 && kept.bytes().all(|byte| byte.is_ascii_alphanumeric())).then_some(kept)
    }

    /// The digits of an authenticator's code.
    pub fn digits(&self) -> Option<String> {
        sign_in::digits(&self.code)
    }
}

impl std::fmt::Debug for SecondFactorCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SecondFactorCode(……)")
    }
}

impl Validate for SecondFactorCode {
    fn validate(&self) -> Result<(), Vec<FieldError>> {
        let mut faults = Faults::new();
        faults.add_if(self.digits().is_none() && self.recovery().is_none(), "code", Issue::Invalid);
        faults.into_result()
    }
}

/// Begins to set up the second factor, anew if there is one and this session has shown it.
pub struct BeginEnrolment;

impl Endpoint for BeginEnrolment {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/v1/account/second-factor/begin";
    const SUMMARY: &'static str = "Begin to set up the second factor; staff only";
    type Request = ();
    type Answer = Enrolment;

    fn path(&self) -> String {
        Self::PATH.to_owned()
    }

    fn body(&self) -> Option<&()> {
        Some(&())
    }
}

pub struct ConfirmEnrolment(pub SecondFactorCode);

impl Endpoint for ConfirmEnrolment {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/v1/account/second-factor/confirm";
    const SUMMARY: &'static str = "Finish setting up the second factor with a code of it; answers the recovery codes";
    type Request = SecondFactorCode;
    type Answer = RecoveryCodes;

    fn path(&self) -> String {
        Self::PATH.to_owned()
    }

    fn body(&self) -> Option<&SecondFactorCode> {
        Some(&self.0)
    }
}

pub struct PassSecondFactor(pub SecondFactorCode);

impl Endpoint for PassSecondFactor {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/v1/account/second-factor/pass";
    const SUMMARY: &'static str = "Show the second factor, for twelve hours; slower after five wrong tries";
    type Request = SecondFactorCode;
    type Answer = Me;

    fn path(&self) -> String {
        Self::PATH.to_owned()
    }

    fn body(&self) -> Option<&SecondFactorCode> {
        Some(&self.0)
    }
}
