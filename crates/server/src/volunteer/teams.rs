//! Teams: found, shown, founded and changed; who belongs to them is in `members`.

mod members;

use std::collections::HashMap;

use axum::{Json, extract::State as Ext, http::StatusCode};
use pingan_api::{
    Issue, ProblemCode, Timestamp, Validate,
    account::Permission,
    audit::{Action, ObjectKind},
    id::{TeamId, UnitId},
    page::{Cursor, DEFAULT_LIMIT, Page},
    volunteer::{
        NewTeam, Team, TeamCard,
        team::{
            ChangeMember, ChangeQualification, ChangeTeam, CreateTeam, GetTeam, JoinTeam, LeaveTeam, ListMembers,
            ListTeams, TeamChange, TeamQuery,
        },
    },
};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait};
use uuid::Uuid;

use super::{
    entity::team,
    organiser,
    store::{shift, team as store},
    view::{self, Reader},
};
use crate::{
    access::{Actor, MaybeActor},
    audit::{self, Line},
    cases::word,
    cursor,
    district::District,
    error::{Answer, AppError},
    extract::{Body, Key, Param, Query},
    routes::{Access, Routes},
    state::State,
};

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .endpoint::<ListTeams, _, _>(Access::Public, list)
        .endpoint::<GetTeam, _, _>(Access::Public, read)
        .create::<CreateTeam, _, _>(Access::Staff(Permission::ManageVolunteers), create)
        .endpoint::<ChangeTeam, _, _>(Access::SignedIn, change)
        .endpoint::<JoinTeam, _, _>(Access::SignedIn, members::join)
        .endpoint::<LeaveTeam, _, _>(Access::SignedIn, members::leave)
        .endpoint::<ListMembers, _, _>(Access::SignedIn, members::list)
        .endpoint::<ChangeMember, _, _>(Access::SignedIn, members::change)
        .endpoint::<ChangeQualification, _, _>(Access::SignedIn, members::qualify)
}

/// Shifts on a team's page at most.
const NEXT: u64 = 10;

async fn list(
    Ext(state): Ext<State>,
    MaybeActor(actor): MaybeActor,
    Query(query): Query<TeamQuery>,
) -> Answer<ListTeams> {
    query.validate()?;
    let (district, db) = (state.district(), state.db.reads());
    let mut condition = Condition::all();
    if let Some(unit) = &query.unit {
        district.unit(unit).ok_or_else(|| AppError::field("unit", Issue::UnknownUnit))?;
        let near = |other: &UnitId| district.is_within(other, unit) || district.is_within(unit, other);
        let units = district.units().iter().filter(|other| near(&other.id)).map(|other| other.id.0.as_str());
        condition = condition.add(team::Column::Unit.is_in(units));
    }
    if let Some(kind) = query.kind {
        condition = condition.add(team::Column::Kind.eq(kind.as_str()));
    }
    condition = match (query.mine == Some(true), &actor) {
        (true, Some(actor)) => condition.add(own(db, &district, actor).await?),
        (true, None) => return Ok(Json(Page { items: Vec::new(), next: None })),
        (false, _) => condition.add(team::Column::Closed.eq(false)),
    };
    let after = match &query.cursor {
        Some(cursor) => Some(place(db, cursor).await?),
        None => None,
    };
    let limit = query.limit.unwrap_or(DEFAULT_LIMIT) as usize;
    let mut rows = store::teams(db, condition, after, limit as u64 + 1).await?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).map(|row| cursor::write(row.created_at, row.id));
    let facts = Facts::of(db, &rows, actor.as_ref(), state.now()).await?;
    let items = rows.iter().map(|row| facts.card(&district, row)).collect::<Result<_, _>>()?;
    Ok(Json(Page { items, next }))
}

/// Teams that somebody belongs to or organises.
async fn own(db: &impl ConnectionTrait, district: &District, actor: &Actor) -> Result<Condition, AppError> {
    let joined = team::Column::Id.in_subquery(store::joined(actor.account.0));
    Ok(Condition::any().add(joined).add(organiser::organised(db, district, actor).await?))
}

/// Names are too long for a cursor: it says which team was the last, and the team what it is called.
async fn place(db: &impl ConnectionTrait, cursor: &Cursor) -> Result<(String, Uuid), AppError> {
    let (_, id) = cursor::read(cursor)?;
    let last = shift::team(db, id).await?.ok_or_else(|| AppError::field("cursor", Issue::Invalid))?;
    Ok((last.name, last.id))
}

/// What cards tell besides the teams' rows; in three queries whatever their number.
struct Facts {
    members: HashMap<Uuid, i64>,
    shifts: HashMap<Uuid, i64>,
    mine: HashMap<Uuid, String>,
}

impl Facts {
    async fn of(
        db: &impl ConnectionTrait,
        rows: &[team::Model],
        actor: Option<&Actor>,
        now: Timestamp,
    ) -> Result<Self, AppError> {
        let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        let mine = match actor {
            Some(actor) => store::memberships(db, actor.account.0, &ids).await?,
            None => HashMap::new(),
        };
        let members = store::member_counts(db, &ids).await?;
        Ok(Self { members, shifts: store::shift_counts(db, &ids, now.as_millis()).await?, mine })
    }

    fn card(&self, district: &District, row: &team::Model) -> Result<TeamCard, AppError> {
        let count = |counts: &HashMap<Uuid, i64>| {
            let count = counts.get(&row.id).copied().unwrap_or(0);
            u32::try_from(count).unwrap_or(u32::MAX)
        };
        let unit = UnitId(row.unit.clone());
        Ok(TeamCard {
            id: TeamId(row.id),
            kind: word(&row.kind)?,
            name: row.name.clone(),
            unit_name: district.name(&unit),
            unit,
            members: count(&self.members),
            shifts: count(&self.shifts),
            mine: self.mine.get(&row.id).map(|membership| word(membership)).transpose()?,
        })
    }
}

async fn read(Ext(state): Ext<State>, MaybeActor(actor): MaybeActor, Param(id): Param<TeamId>) -> Answer<GetTeam> {
    let row = shift::team(state.db.reads(), id.0).await?.ok_or(ProblemCode::NotFound)?;
    whole(&state, actor.as_ref(), row).await.map(Json)
}

/// A team's page.
async fn whole(state: &State, actor: Option<&Actor>, row: team::Model) -> Result<Team, AppError> {
    let (district, db, now) = (state.district(), state.db.reads(), state.now());
    let reader = Reader::of(db, actor, now).await?;
    let next = store::next_shifts(db, row.id, now.as_millis(), NEXT).await?;
    let facts = Facts::of(db, std::slice::from_ref(&row), actor, now).await?;
    Ok(Team {
        card: facts.card(&district, &row)?,
        leads: store::leads(db, row.id).await?,
        next: view::cards(db, &district, &reader, next, None, now).await?,
        organises: organiser::organises(db, &district, actor, &row).await?,
        join: word(&row.join_policy)?,
        closed: row.closed,
        version: u32::try_from(row.version).map_err(AppError::broken)?,
        about: row.about,
    })
}

async fn create(
    Ext(state): Ext<State>,
    actor: Actor,
    Key(key): Key,
    Body(new): Body<NewTeam>,
) -> Result<(StatusCode, Json<Team>), AppError> {
    let district = state.district();
    district.unit(&new.unit).ok_or_else(|| AppError::field("unit", Issue::UnknownUnit))?;
    actor.may(Permission::ManageVolunteers, &new.unit, &district)?;
    let json = serde_json::to_vec(&new).map_err(AppError::broken)?;
    let (at, by) = (state.now(), actor.clone());
    let row = team::Model {
        id: Uuid::now_v7(),
        idempotency_key: key.0,
        body_hash: state.secret.key("body", &[b"team", &json]),
        kind: new.kind.to_string(),
        name: new.name.trim().to_owned(),
        about: new.about.trim().to_owned(),
        unit: new.unit.0.clone(),
        join_policy: new.join.to_string(),
        closed: new.closed,
        version: 1,
        created_at: at.as_millis(),
        created_by: actor.account.0,
    };
    let kept: Result<team::Model, AppError> = state
        .db
        .write(move |tx| {
            Box::pin(async move {
                if store::insert_team(tx, row.clone()).await? {
                    let line = Line::new(Action::ChangeTeam).on(ObjectKind::Team, row.id).at_unit(&new.unit);
                    audit::record(tx, &by, at, line).await?;
                    return Ok(row);
                }
                let before = store::team_by_key(tx, row.idempotency_key).await?;
                let before = before.ok_or_else(|| AppError::broken("a team is gone"))?;
                if before.body_hash == row.body_hash {
                    Ok(before)
                } else {
                    Err(ProblemCode::IdempotencyKeyReused.into())
                }
            })
        })
        .await;
    Ok((StatusCode::CREATED, Json(whole(&state, Some(&actor), kept?).await?)))
}

async fn change(
    Ext(state): Ext<State>,
    actor: Actor,
    Param(id): Param<TeamId>,
    Body(TeamChange { version, team: new }): Body<TeamChange>,
) -> Answer<ChangeTeam> {
    let (district, at, by) = (state.district(), state.now(), actor.clone());
    let changed: Result<team::Model, AppError> = state
        .db
        .write(move |tx| {
            Box::pin(async move {
                let row = store::team_for_update(tx, id.0).await?.ok_or(ProblemCode::NotFound)?;
                organiser::must_organise(tx, &district, &by, &row).await?;
                if i64::from(row.version) != i64::from(version) {
                    return Err(ProblemCode::EditedMeanwhile.into());
                }
                if new.unit.0 != row.unit {
                    district.unit(&new.unit).ok_or_else(|| AppError::field("team.unit", Issue::UnknownUnit))?;
                    by.may(Permission::ManageVolunteers, &new.unit, &district)?;
                }
                if new.kind.as_str() != row.kind {
                    store::set_kind_of_shifts(tx, row.id, new.kind.as_str()).await?;
                }
                let line = Line::new(Action::ChangeTeam).on(ObjectKind::Team, row.id).at_unit(&new.unit);
                let row = team::Model {
                    kind: new.kind.to_string(),
                    name: new.name.trim().to_owned(),
                    about: new.about.trim().to_owned(),
                    unit: new.unit.0,
                    join_policy: new.join.to_string(),
                    closed: new.closed,
                    version: row.version + 1,
                    ..row
                };
                store::change_team(tx, &row).await?;
                audit::record(tx, &by, at, line).await?;
                Ok(row)
            })
        })
        .await;
    whole(&state, Some(&actor), changed?).await.map(Json)
}
