//! What coordinators of volunteers do at the desk: plan shifts, found teams, see who volunteers and what comes of it. Who
//! leads a team plans its shifts here too.

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

use leptos::prelude::*;
use pingan_api::{
    account::{Me, Permission},
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

/// The teams that somebody plans shifts for, all of them: a coordinator's, or those that they lead.
async fn my_teams(me: Me) -> Result<Vec<TeamCard>, ClientError> {
    let plans = |team: &TeamCard| me.may(Permission::ManageVolunteers) || me.leads.contains(&team.id);
    let mut teams = Vec::new();
    let mut cursor = None;
    loop {
        let query = TeamQuery { mine: Some(true), limit: Some(MAX_LIMIT), cursor, ..TeamQuery::default() };
        let page = ask(&ListTeams { query }).await?;
        teams.extend(page.items.into_iter().filter(plans));
        match page.next {
            Some(next) => cursor = Some(next),
            None => return Ok(teams),
        }
    }
}
