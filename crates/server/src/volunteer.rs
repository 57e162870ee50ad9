//! Volunteers: teams, who belongs to them, shifts, signing up, attendance, hours.
//!
//! Whoever changes who has a place does so under the lock of the shift's row, and goes by `api::volunteer::rules`.

pub mod entity;

pub mod attendance;
pub mod sign_ups;
pub mod sweep;

mod calendar;
mod certificate;
mod figures;
mod find;
mod hours;
mod organiser;
mod person;
mod shifts;
mod store;
mod teams;
mod view;

use crate::routes::Routes;

pub(crate) use self::{
    organiser::led_by,
    person::{exported, forget},
    shifts::of_case,
};

pub(crate) fn routes(routes: Routes) -> Routes {
    [
        teams::routes,
        person::routes,
        find::routes,
        shifts::routes,
        sign_ups::routes,
        attendance::routes,
        hours::routes,
        certificate::routes,
        calendar::routes,
        figures::routes,
    ]
    .into_iter()
    .fold(routes, |routes, add: fn(Routes) -> Routes| add(routes))
}
