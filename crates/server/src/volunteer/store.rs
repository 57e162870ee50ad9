//! The statements about volunteers.

pub(super) mod attendance;
pub(super) mod find;
pub(super) mod person;
pub(super) mod shift;
pub(super) mod sign_up;
pub(super) mod team;
