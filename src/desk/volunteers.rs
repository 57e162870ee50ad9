//! What coordinators of volunteers do at the desk: plan shifts, found teams, see who volunteers and what comes of it.

mod change;
mod fields;
mod figures;
mod members;
mod people;
mod plan;
mod posts;
mod series;
mod shift_acts;
mod shift_draft;
mod shift_form;
mod shift_place;
mod shifts;
mod team_form;
mod teams;
mod times;

use leptos::prelude::*;
use pingan_api::{
    page::MAX_LIMIT,
    volunteer::{
        TeamCard,
        team::{ListTeams, TeamQuery},
    },
};

pub use self::plan::Plan;
use super::gate::{ask, gate};
use crate::{client::ClientError, route::Desk};

/// Shifts, behind the door.
pub fn shifts(page: Desk) -> AnyView {
    gate(page, move |me| match page {
        Desk::Shifts => shifts::page(me),
        Desk::Shift(id) => change::page(me, id),
        _ => ().into_any(),
    })
}

/// Teams, people and figures, behind the door.
pub fn people(page: Desk) -> AnyView {
    gate(page, move |me| match page {
        Desk::Teams => teams::page(me),
        Desk::Volunteers => people::page(me),
        _ => ().into_any(),
    })
}

/// The teams that the reader belongs to or organises, all of them.
async fn my_teams() -> Result<Vec<TeamCard>, ClientError> {
    let mut teams = Vec::new();
    let mut cursor = None;
    loop {
        let query = TeamQuery { mine: Some(true), limit: Some(MAX_LIMIT), cursor, ..TeamQuery::default() };
        let page = ask(&ListTeams { query }).await?;
        teams.extend(page.items);
        match page.next {
            Some(next) => cursor = Some(next),
            None => return Ok(teams),
        }
    }
}
