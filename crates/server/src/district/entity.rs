//! The district's rows.

pub mod grid;
pub mod unit;
