//! Doing something with a case that needs more than a tap: one sheet for every act, its fields drawn from what the
//! contract says goes with it.

pub mod answers;
pub mod changed;
pub mod draft;
pub mod fields;
pub mod parts;
pub mod photos;
pub mod redact;
pub mod send;
pub mod sheet;
