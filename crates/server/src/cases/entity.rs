//! The rows of cases and of whoever raised or joined them.

pub mod case;
pub mod contact;
pub mod event;
pub mod reporter;
