//! `/api/v1/volunteer` and below.

mod attendance;
mod find;
pub(crate) mod fixtures;
mod hours;
mod person;
mod races;
mod shifts;
mod sign_ups;
mod teams;
mod walk;
