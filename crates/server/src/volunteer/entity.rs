//! The tables of volunteers, their teams and shifts.

pub mod attendance_mark;
pub mod certificate;
pub mod post;
pub mod qualification;
pub mod shift;
pub mod shift_message;
pub mod sign_up;
pub mod team;
pub mod team_member;
pub mod volunteer;
