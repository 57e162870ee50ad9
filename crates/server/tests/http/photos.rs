//! `/api/v1/photos`

mod bad_input;
pub(crate) mod pictures;
mod read;
mod sweep;
pub(crate) mod upload;
