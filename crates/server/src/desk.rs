//! The moderators' side of cases.

pub mod calendar;
pub mod entity;
