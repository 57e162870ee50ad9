//! Volunteers: teams, shifts with posts to fill, signing up, attendance, hours.
//!
//! A *shift* is a place and a time with one or more *posts*; a *sign-up* is somebody's place in a post or in the line
//! for one. Whether somebody gets a place is decided by [`rules`], which the server goes by under a lock and the app
//! draws its buttons from.

pub mod attendance;
pub mod desk;
pub mod find;
pub mod hours;
pub mod notice;
pub mod person;
pub mod rules;
pub mod shift;
pub mod sign_up;
pub mod team;

pub use attendance::{Attendance, Mark, MarkKind, Roster, RosterLine};
pub use find::{FindShifts, Order, ShiftCard, ShiftQuery};
pub use notice::{VolunteerNotice, VolunteerWord};
pub use person::{Availability, Guardian, Qualification, Registration, Skill};
pub use rules::{Clash, Standing, StandingWord};
pub use shift::{NewPost, NewSeries, NewShift, Post, Shift, ShiftState};
pub use sign_up::{MySignUp, SignUpState};
pub use team::{JoinPolicy, Membership, NewTeam, Team, TeamCard, TeamKind};

/// Characters of a name or a title at most.
pub const MAX_TITLE: usize = 40;
/// Characters of what a team or a shift is about at most.
pub const MAX_ABOUT: usize = 2000;
/// Characters of a line, such as a place or what to bring, at most.
pub const MAX_LINE: usize = 200;
