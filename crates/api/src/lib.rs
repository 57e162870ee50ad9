//! The contract between the app and the server: every body on the wire, typed ids, validation, the case
//! transition table, error codes. No I/O; builds for wasm and native.
//!
//! Reading order: [`endpoint`] says how a request is described, [`problem`] how it fails, then the nouns.

pub mod endpoint;
pub mod problem;
pub mod validate;

pub mod date;
pub mod id;
pub mod page;
pub mod slug;
pub mod timestamp;

pub mod account;
pub mod audit;
pub mod cases;
pub mod crashes;
pub mod desk;
pub mod district;
pub mod geo;
pub mod home;
pub mod inbox;
pub mod photos;
pub mod stats;
pub mod voices;
pub mod volunteer;
pub mod wechat;

pub use date::Date;
pub use endpoint::{Endpoint, Method};
pub use problem::{FieldError, Issue, Problem, ProblemCode};
pub use timestamp::Timestamp;
pub use validate::Validate;
