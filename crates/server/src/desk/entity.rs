//! The rows of what a desk keeps beside its cases.

pub mod act;
pub mod block;
pub mod calendar_day;
pub mod filter;
pub mod note;
pub mod standard_answer;
pub mod working_hours;
