//! `GET /api/v1/volunteer/organised`: shifts of the teams that the reader organises, drafts too.

use axum::{Json, extract::State as Ext};
use pingan_api::{
    Validate,
    volunteer::{
        desk::{OrganisedQuery, OrganisedShifts},
        shift::MAX_HOURS,
    },
};
use sea_orm::{ColumnTrait, Condition};

use super::List;
use crate::{
    access::Actor,
    error::Answer,
    extract::Query,
    state::State,
    volunteer::{
        entity::shift::Column,
        organiser,
        store::find::{self as store, Sorted},
        view::Reader,
    },
};

pub(super) async fn list(
    Ext(state): Ext<State>,
    actor: Actor,
    Query(query): Query<OrganisedQuery>,
) -> Answer<OrganisedShifts> {
    query.validate()?;
    let (db, district, at) = (state.db.reads(), state.district(), state.now());
    let now = at.as_millis();
    let teams = organiser::organised(db, &district, &actor).await?;
    let mut condition = Condition::all().add(store::of_teams(teams));
    // What runs is still to come. The beginning says it once more, for the index.
    let sorted = if query.past == Some(true) {
        condition = condition.add(Column::EndsAt.lte(now)).add(Column::StartsAt.lt(now));
        Sorted::Newest
    } else {
        let running = now - MAX_HOURS * 3_600_000;
        condition = condition.add(Column::EndsAt.gt(now)).add(Column::StartsAt.gt(running - 1));
        Sorted::Soonest
    };
    if let Some(team) = query.team {
        condition = condition.add(Column::TeamId.eq(team.0));
    }
    if let Some(state) = query.state {
        condition = condition.add(Column::State.eq(state.as_str()));
    }
    let reader = Reader::of(db, Some(&actor), at).await?;
    let list = List { condition, sorted, near: None, cursor: query.cursor, limit: query.limit };
    list.page(&state, &district, &reader).await.map(Json)
}
