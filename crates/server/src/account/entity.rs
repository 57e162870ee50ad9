//! The rows of accounts.

pub mod account;
pub mod draft;
pub mod grant;
pub mod one_time_code;
pub mod recovery_code;
pub mod session;
pub mod share;
