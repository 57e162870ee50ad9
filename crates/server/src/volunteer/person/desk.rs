//! Volunteers as coordinators of where they live see them.

use std::collections::HashMap;

use axum::{Json, extract::State as Ext};
use pingan_api::{
    Date, ProblemCode, Timestamp, Validate,
    account::Permission,
    audit::{Action, ObjectKind},
    district::UnitKind,
    id::{AccountId, UnitId},
    page::{DEFAULT_LIMIT, Page},
    volunteer::person::{ADULT, ListVolunteers, ReachVolunteer, Volunteer, VolunteerContact, VolunteerQuery, age_on},
};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, sea_query::Expr};
use uuid::Uuid;

use super::{guardian, store, words};
use crate::{
    access::Actor,
    account::phone_of,
    audit::{self, Line},
    cases::word,
    cursor,
    district::District,
    error::{Answer, AppError},
    extract::{Param, Query},
    state::State,
    volunteer::{entity::volunteer, view},
};

pub(super) async fn list(
    Ext(state): Ext<State>,
    actor: Actor,
    Query(query): Query<VolunteerQuery>,
) -> Answer<ListVolunteers> {
    query.validate()?;
    let (district, db, now) = (state.district(), state.db.reads(), state.now());
    let units = match query.unit {
        Some(unit) => {
            actor.may_see(Permission::ManageVolunteers, &unit, &district)?;
            vec![unit]
        }
        None => actor.units(Permission::ManageVolunteers),
    };
    let live = volunteer::Column::EndedAt.is_null();
    let mut condition = Condition::all().add(live).add(living_in(&district, &units));
    if query.officials == Some(true) {
        condition = condition.add(volunteer::Column::WorkUnit.is_not_null());
    }
    if let Some(skill) = query.skill {
        // As a word of the JSON; no word of the contract is a part of another within its quotes.
        condition = condition.add(volunteer::Column::Skills.contains(format!("\"{skill}\"")));
    }
    let after = query.cursor.as_ref().map(cursor::read).transpose()?;
    let limit = query.limit.unwrap_or(DEFAULT_LIMIT) as usize;
    let mut rows = store::volunteers(db, condition, after, limit as u64 + 1).await?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).map(|row| cursor::write(row.registered_at, row.account_id));
    Ok(Json(Page { items: seen(db, &district, rows, now).await?, next }))
}

/// Volunteers who live in any of some units.
fn living_in(district: &District, units: &[UnitId]) -> Condition {
    use volunteer::Column;
    // An empty condition would hold for everybody.
    let mut any = Condition::any().add(Expr::cust("1 = 0"));
    for unit in units {
        any = match district.unit(unit).map(|unit| unit.kind) {
            Some(UnitKind::District) => return Condition::all(),
            Some(UnitKind::Street) => any.add(Column::Street.eq(unit.0.as_str())),
            Some(UnitKind::Community) => any.add(Column::Community.eq(unit.0.as_str())),
            Some(UnitKind::Grid) => any.add(Column::Grid.eq(unit.0.as_str())),
            Some(UnitKind::Department) | None => any,
        };
    }
    any
}

/// Rows as a list shows them; in three queries whatever their number.
async fn seen(
    db: &impl ConnectionTrait,
    district: &District,
    rows: Vec<volunteer::Model>,
    now: Timestamp,
) -> Result<Vec<Volunteer>, AppError> {
    let accounts: Vec<Uuid> = rows.iter().map(|row| row.account_id).collect();
    let mut qualifications = store::qualifications(db, &accounts).await?;
    let missed = store::missed(db, &accounts, view::no_shows_since(now)).await?;
    let mut minutes: HashMap<Uuid, u32> = HashMap::new();
    for row in store::attended(db, &accounts).await? {
        let Some(account) = row.account_id else { continue };
        let sum = minutes.entry(account).or_default();
        *sum = sum.saturating_add(view::minutes(&row).unwrap_or(0));
    }
    let today = Date::in_shanghai(now);
    let line = |row: volunteer::Model| {
        let grid = UnitId(row.grid);
        Ok::<_, AppError>(Volunteer {
            account: AccountId(row.account_id),
            name: row.name,
            grid_name: district.name(&grid),
            grid,
            under_age: age_on(word(&row.born)?, today) < ADULT,
            work_unit: row.work_unit,
            skills: words(&row.skills)?,
            available: words(&row.available)?,
            qualifications: qualifications.remove(&row.account_id).unwrap_or_default(),
            registered_at: Timestamp::from_millis(row.registered_at),
            minutes: minutes.get(&row.account_id).copied().unwrap_or(0),
            no_shows: missed.get(&row.account_id).map_or(0, |count| u8::try_from(*count).unwrap_or(u8::MAX)),
        })
    };
    rows.into_iter().map(line).collect()
}

/// The units whose volunteers somebody coordinates.
fn coordinated<'d>(actor: &Actor, district: &'d District) -> Vec<&'d str> {
    let holds = |unit: &UnitId| actor.holds(Permission::ManageVolunteers, unit, district);
    district.units().iter().filter(|unit| holds(&unit.id)).map(|unit| unit.id.0.as_str()).collect()
}

/// Of whoever lives in a coordinator's units, or has to do with a shift of a team there; for anybody else there is nobody.
pub(super) async fn reach(Ext(state): Ext<State>, actor: Actor, Param(id): Param<AccountId>) -> Answer<ReachVolunteer> {
    let (district, at) = (state.district(), state.now());
    let found: Result<_, AppError> = state
        .db
        .write(move |tx| {
            Box::pin(async move {
                let units = coordinated(&actor, &district);
                let row = store::volunteer(tx, id.0).await?.ok_or(ProblemCode::NotFound)?;
                let homes = [&row.grid, &row.community, &row.street];
                let lives_here = row.ended_at.is_none() && homes.iter().any(|home| units.contains(&home.as_str()));
                if !lives_here && !store::came_to(tx, id.0, &units).await? {
                    return Err(ProblemCode::NotFound.into());
                }
                let account = store::account(tx, id.0).await?.ok_or(ProblemCode::NotFound)?;
                let held = actor.units(Permission::ManageVolunteers);
                let unit = held.first().ok_or(ProblemCode::NotAllowed)?;
                let line = Line::new(Action::ReadVolunteer).on(ObjectKind::Account, id).at_unit(unit);
                audit::record(tx, &actor, at, line).await?;
                Ok((row, account))
            })
        })
        .await;
    let (row, account) = found?;
    let phone = phone_of(&state.secret, &account)?.as_str().to_owned();
    Ok(Json(VolunteerContact { phone, guardian: guardian(&state.secret, &row)? }))
}
