//! `/api/v1/voices`

mod bad_input;
mod recordings;
mod story;

pub(crate) use story::{files, voice};
