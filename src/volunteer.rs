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

/// One of the pages.
pub fn page(page: Volunteer) -> AnyView {
    match page {
        Volunteer::Find => find::page(),
        Volunteer::Shift(id) => shift::page(id),
        Volunteer::Teams => teams::page(),
        Volunteer::Team(id) => team::page(id),
        Volunteer::Mine => mine::page(),
        Volunteer::Register => register::page(),
        Volunteer::Roster(_) | Volunteer::CheckIn | Volunteer::Verify | Volunteer::Thanks => ().into_any(),
    }
}
