//! Volunteering as residents see it: finding a shift and signing up for it, teams, registering, and what somebody has
//! of it all. What is done at the place itself, and certificates, are pages of another chunk.

mod card;
mod find;
mod links;
mod mine;
mod paged;
mod reader;
mod register;
mod shift;
mod standing;
mod team;
mod teams;
mod ticks;
mod when;

use leptos::prelude::*;

use crate::route::Volunteer;

/// Shifts and teams.
pub fn page(page: Volunteer) -> AnyView {
    match page {
        Volunteer::Find => find::page(),
        Volunteer::Shift(id) => shift::page(id),
        Volunteer::Teams => teams::page(),
        Volunteer::Team(id) => team::page(id),
        _ => ().into_any(),
    }
}

/// What is somebody's own.
pub fn own(page: Volunteer) -> AnyView {
    match page {
        Volunteer::Mine => mine::page(),
        Volunteer::Register => register::page(),
        _ => ().into_any(),
    }
}
