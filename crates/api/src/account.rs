//! Accounts: who somebody is, what they may do and where. Nobody needs one to report.

pub mod phone;
pub mod requests;
pub mod role;
pub mod view;

pub use phone::Phone;
pub use requests::{GetMe, GrantQuery, GrantedRole, ListGrants};
pub use role::{Permission, Role};
pub use view::{Browser, Grant, Me, SecondFactor, System};
