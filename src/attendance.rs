//! Being there, and what comes of it: an organiser's roster with its check-in codes, checking in, certificates for whoever
//! verifies one, a community's thanks.

mod arrival;
mod board;
mod camera;
mod certificate;
mod check_in;
mod code_panel;
mod codes;
mod door;
mod known;
mod line;
mod marks;
mod picture;
mod printed;
mod qr;
mod roster;
mod scan;
mod sheet;
mod thanks;
mod times;
mod verify;
mod waiting;

use leptos::prelude::*;

use crate::route::Volunteer;

/// Who is signed up for a shift, for its organisers.
pub fn roster(page: Volunteer) -> AnyView {
    match page {
        Volunteer::Roster(shift) => roster::page(shift),
        _ => ().into_any(),
    }
}

/// One of the other pages.
pub fn page(page: Volunteer) -> AnyView {
    match page {
        Volunteer::CheckIn => check_in::page(),
        Volunteer::Verify => verify::page(),
        Volunteer::Thanks => thanks::page(),
        _ => ().into_any(),
    }
}
