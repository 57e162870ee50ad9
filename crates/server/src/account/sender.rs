//! How a code reaches a phone: a port, with one adapter a way.

use pingan_api::{ProblemCode, account::Phone};

use crate::error::AppError;

/// Set once at start.
#[derive(Debug, Default)]
pub enum Sender {
    /// Nobody sends codes: nobody can sign in.
    #[default]
    Nobody,
    /// A demonstration: the answer holds the code, and the page shows it, marked as such.
    Shown,
}

impl Sender {
    /// Answers the code if it is to be shown to whoever asked.
    pub(super) async fn send(&self, _phone: &Phone, code: &str) -> Result<Option<String>, AppError> {
        match self {
            Self::Nobody => Err(ProblemCode::Unavailable.into()),
            Self::Shown => Ok(Some(code.to_owned())),
        }
    }
}
