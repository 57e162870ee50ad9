//! `/api/v1/cases` and below.

mod acts;
mod bad_input;
mod create;
mod duplicates;
mod idempotency;
mod join;
mod list;
mod mine;
mod moving;
mod opinion;
mod privacy;
mod track;
