//! The rows of cases, of whoever raised or joined them, and of the units called to them.

pub mod act;
pub mod case;
pub mod contact;
pub mod event;
pub mod reporter;
pub mod whistle;
pub mod whistle_call;
