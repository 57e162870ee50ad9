//! The rows of accounts.

pub mod account;
pub mod grant;
pub mod session;
