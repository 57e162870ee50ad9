//! The moderators' side of the app: the queue, one case and what is done with it, and what a desk keeps beside its
//! cases. Everything here stands behind [`gate`]; what somebody may do is the server's to say.

pub mod clock;
pub mod frame;
pub mod gate;
pub mod keyboard;
pub mod pulse;
pub mod removal;
pub mod steps;
pub mod units;
pub mod wide;

pub mod queue;

pub mod case;

pub mod office;

pub mod dashboard;

pub mod volunteers;
