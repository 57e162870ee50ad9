//! `/api/v1/photos`

mod bad_input;
mod pictures;
mod read;
mod sweep;
mod upload;
