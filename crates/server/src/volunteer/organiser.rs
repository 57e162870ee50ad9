//! Who organises: the leads of a team, and coordinators of its unit.

use pingan_api::{ProblemCode, account::Permission, id::UnitId, volunteer::Membership};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, sea_query::Expr};
use uuid::Uuid;

use super::entity::{team, team_member};
use crate::{access::Actor, district::District, error::AppError};

const MANAGE: Permission = Permission::ManageVolunteers;

/// Whoever may plan a team's shifts, keep its rosters and see its members: its leads, and coordinators of its unit.
pub(super) async fn organises(
    db: &impl ConnectionTrait,
    district: &District,
    actor: Option<&Actor>,
    team: &team::Model,
) -> Result<bool, AppError> {
    let Some(actor) = actor else { return Ok(false) };
    if actor.holds(MANAGE, &UnitId(team.unit.clone()), district) {
        return Ok(true);
    }
    let member = team_member::Entity::find_by_id((team.id, actor.account.0));
    Ok(member.filter(is_lead()).one(db).await?.is_some())
}

/// Refuses anybody else with `not_allowed`.
pub(super) async fn must_organise(
    db: &impl ConnectionTrait,
    district: &District,
    actor: &Actor,
    team: &team::Model,
) -> Result<(), AppError> {
    if organises(db, district, Some(actor), team).await? { Ok(()) } else { Err(ProblemCode::NotAllowed.into()) }
}

/// The teams somebody leads.
pub(crate) async fn led_by(db: &impl ConnectionTrait, account: Uuid) -> Result<Vec<Uuid>, AppError> {
    let teams = team_member::Entity::find().select_only().column(team_member::Column::TeamId);
    let led = teams.filter(team_member::Column::AccountId.eq(account)).filter(is_lead());
    Ok(led.into_tuple().all(db).await?)
}

/// Which teams somebody organises.
pub(super) async fn organised(
    db: &impl ConnectionTrait,
    district: &District,
    actor: &Actor,
) -> Result<Condition, AppError> {
    if district.root().is_some_and(|root| actor.holds(MANAGE, &root.id, district)) {
        return Ok(Condition::all());
    }
    let led = led_by(db, actor.account.0).await?;
    let units = district.units().iter().filter(|unit| actor.holds(MANAGE, &unit.id, district));
    let units = units.map(|unit| unit.id.0.as_str());
    Ok(Condition::any().add(team::Column::Id.is_in(led)).add(team::Column::Unit.is_in(units)))
}

/// Whether they organise anything at all.
pub(super) async fn organises_any(
    db: &impl ConnectionTrait,
    district: &District,
    actor: &Actor,
) -> Result<bool, AppError> {
    let coordinates = actor.units(MANAGE).iter().any(|unit| district.unit(unit).is_some());
    Ok(coordinates || !led_by(db, actor.account.0).await?.is_empty())
}

fn is_lead() -> Expr {
    team_member::Column::Membership.eq(Membership::Lead.as_str())
}
