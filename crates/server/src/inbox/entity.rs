//! The rows of notices, of their deliveries, and of the tickets of streams.

pub mod delivery;
pub mod notice;
pub mod ticket;
