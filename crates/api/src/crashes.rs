//! What the app tells of its own end, so that a fault on somebody's phone is seen by whoever can mend it.

use serde::{Deserialize, Serialize};

use crate::{
    problem::FieldError,
    validate::{Faults, Validate},
};

/// `POST` a [`Crash`], as `application/json` or, as `navigator.sendBeacon` sends a string, as `text/plain`; answers 204.
/// It is no [`crate::Endpoint`], because it is sent from where the app does not run.
pub const PATH: &str = "/api/v1/crashes";

/// Bytes of a report at most.
pub const MAX_BYTES: usize = 16 * 1024;
/// Characters of [`Crash::build`] and [`Crash::page`] at most.
pub const MAX_NAME: usize = 200;
/// Characters of [`Crash::message`] at most; the server keeps the first of them.
pub const MAX_MESSAGE: usize = 4000;

/// A crash without anybody in it: no account, no address, no text that a person wrote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Crash {
    /// Which build of the app it was.
    pub build: String,
    /// Path or pattern of the page, without its query.
    pub page: String,
    /// What the engine says, with its stack.
    pub message: String,
}

impl Validate for Crash {
    fn validate(&self) -> Result<(), Vec<FieldError>> {
        let mut faults = Faults::new();
        faults.text("build", &self.build, MAX_NAME);
        faults.text("page", &self.page, MAX_NAME);
        faults.text("message", &self.message, MAX_MESSAGE);
        faults.into_result()
    }
}
