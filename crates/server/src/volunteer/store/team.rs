//! The statements about teams and who belongs to them.

use std::collections::HashMap;

use pingan_api::volunteer::{Membership, ShiftState};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, ExprTrait, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Expr, SelectStatement},
};
use uuid::Uuid;

use crate::{
    db::insert_new,
    volunteer::entity::{shift, team, team_member, volunteer},
};

/// Teams that meet a condition, by name, after the one that a name and an id say.
pub(in crate::volunteer) async fn teams(
    db: &impl ConnectionTrait,
    condition: Condition,
    after: Option<(String, Uuid)>,
    limit: u64,
) -> Result<Vec<team::Model>, DbErr> {
    let mut teams = team::Entity::find().filter(condition);
    if let Some((name, id)) = after {
        let place = Expr::tuple([Expr::col(team::Column::Name), Expr::col(team::Column::Id)]);
        teams = teams.filter(place.gt(Expr::tuple([name.into(), id.into()])));
    }
    teams.order_by_asc(team::Column::Name).order_by_asc(team::Column::Id).limit(limit).all(db).await
}

/// The ids of the teams that an account belongs to, or asked to.
pub(in crate::volunteer) fn joined(account: Uuid) -> SelectStatement {
    let rows = team_member::Entity::find().select_only().column(team_member::Column::TeamId);
    rows.filter(team_member::Column::AccountId.eq(account)).into_query()
}

/// How many belong to each of some teams; those without anybody are left out.
pub(in crate::volunteer) async fn member_counts(
    db: &impl ConnectionTrait,
    teams: &[Uuid],
) -> Result<HashMap<Uuid, i64>, DbErr> {
    let inside = [Membership::Member, Membership::Lead].map(Membership::as_str);
    let counts: Vec<(Uuid, i64)> = team_member::Entity::find()
        .select_only()
        .column(team_member::Column::TeamId)
        .column_as(team_member::Column::AccountId.count(), "members")
        .filter(team_member::Column::TeamId.is_in(teams.iter().copied()))
        .filter(team_member::Column::Membership.is_in(inside))
        .group_by(team_member::Column::TeamId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(counts.into_iter().collect())
}

/// How many published shifts of each of some teams have not begun; those without any are left out.
pub(in crate::volunteer) async fn shift_counts(
    db: &impl ConnectionTrait,
    teams: &[Uuid],
    now: i64,
) -> Result<HashMap<Uuid, i64>, DbErr> {
    let counts: Vec<(Uuid, i64)> = shift::Entity::find()
        .select_only()
        .column(shift::Column::TeamId)
        .column_as(shift::Column::Id.count(), "shifts")
        .filter(shift::Column::TeamId.is_in(teams.iter().copied()))
        .filter(to_come(now))
        .group_by(shift::Column::TeamId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(counts.into_iter().collect())
}

/// A team's published shifts that have not begun, soonest first.
pub(in crate::volunteer) async fn next_shifts(
    db: &impl ConnectionTrait,
    team: Uuid,
    now: i64,
    limit: u64,
) -> Result<Vec<shift::Model>, DbErr> {
    let shifts = shift::Entity::find().filter(shift::Column::TeamId.eq(team)).filter(to_come(now));
    shifts.order_by_asc(shift::Column::StartsAt).order_by_asc(shift::Column::Id).limit(limit).all(db).await
}

fn to_come(now: i64) -> Condition {
    let published = shift::Column::State.eq(ShiftState::Published.as_str());
    Condition::all().add(published).add(shift::Column::StartsAt.gt(now))
}

/// What an account is in each of some teams.
pub(in crate::volunteer) async fn memberships(
    db: &impl ConnectionTrait,
    account: Uuid,
    teams: &[Uuid],
) -> Result<HashMap<Uuid, String>, DbErr> {
    let rows: Vec<(Uuid, String)> = team_member::Entity::find()
        .select_only()
        .columns([team_member::Column::TeamId, team_member::Column::Membership])
        .filter(team_member::Column::AccountId.eq(account))
        .filter(team_member::Column::TeamId.is_in(teams.iter().copied()))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().collect())
}

/// The registered names of those who lead a team.
pub(in crate::volunteer) async fn leads(db: &impl ConnectionTrait, team: Uuid) -> Result<Vec<String>, DbErr> {
    let leads = team_member::Entity::find()
        .select_only()
        .column(team_member::Column::AccountId)
        .filter(team_member::Column::TeamId.eq(team))
        .filter(team_member::Column::Membership.eq(Membership::Lead.as_str()));
    volunteer::Entity::find()
        .select_only()
        .column(volunteer::Column::Name)
        .filter(volunteer::Column::AccountId.in_subquery(leads.into_query()))
        .order_by_asc(volunteer::Column::Name)
        .into_tuple()
        .all(db)
        .await
}

/// Answers false where the key was used before.
pub(in crate::volunteer) async fn insert_team(tx: &DatabaseTransaction, row: team::Model) -> Result<bool, DbErr> {
    insert_new::<team::Entity, _>(tx, row).await
}

pub(in crate::volunteer) async fn team_by_key(
    db: &impl ConnectionTrait,
    key: Uuid,
) -> Result<Option<team::Model>, DbErr> {
    team::Entity::find().filter(team::Column::IdempotencyKey.eq(key)).one(db).await
}

/// The team, which nobody else changes until the transaction ends.
pub(in crate::volunteer) async fn team_for_update(
    tx: &DatabaseTransaction,
    id: Uuid,
) -> Result<Option<team::Model>, DbErr> {
    team::Entity::find_by_id(id).lock_exclusive().one(tx).await
}

/// Writes everything of a team that can be changed.
pub(in crate::volunteer) async fn change_team(tx: &DatabaseTransaction, row: &team::Model) -> Result<(), DbErr> {
    let changes = team::ActiveModel {
        kind: Set(row.kind.clone()),
        name: Set(row.name.clone()),
        about: Set(row.about.clone()),
        unit: Set(row.unit.clone()),
        join_policy: Set(row.join_policy.clone()),
        closed: Set(row.closed),
        version: Set(row.version),
        ..Default::default()
    };
    team::Entity::update_many().set(changes).filter(team::Column::Id.eq(row.id)).exec(tx).await?;
    Ok(())
}

/// Shifts carry the kind of their team, so that lists find them by it.
pub(in crate::volunteer) async fn set_kind_of_shifts(
    tx: &DatabaseTransaction,
    team: Uuid,
    kind: &str,
) -> Result<(), DbErr> {
    let shifts = shift::Entity::update_many().col_expr(shift::Column::Kind, kind.into());
    shifts.filter(shift::Column::TeamId.eq(team)).exec(tx).await?;
    Ok(())
}

/// Everybody who belongs to a team, or asked to.
pub(in crate::volunteer) async fn members(
    db: &impl ConnectionTrait,
    team: Uuid,
) -> Result<Vec<team_member::Model>, DbErr> {
    team_member::Entity::find().filter(team_member::Column::TeamId.eq(team)).all(db).await
}

/// One of them, whom nobody else changes until the transaction ends.
pub(in crate::volunteer) async fn member_for_update(
    tx: &DatabaseTransaction,
    team: Uuid,
    account: Uuid,
) -> Result<Option<team_member::Model>, DbErr> {
    team_member::Entity::find_by_id((team, account)).lock_exclusive().one(tx).await
}

/// Whoever is in the team already stays what they are.
pub(in crate::volunteer) async fn add_member(tx: &DatabaseTransaction, row: team_member::Model) -> Result<(), DbErr> {
    insert_new::<team_member::Entity, _>(tx, row).await?;
    Ok(())
}

pub(in crate::volunteer) async fn set_membership(
    tx: &DatabaseTransaction,
    row: &team_member::Model,
    membership: Membership,
) -> Result<(), DbErr> {
    team_member::Entity::update_many()
        .col_expr(team_member::Column::Membership, membership.as_str().into())
        .filter(team_member::Column::TeamId.eq(row.team_id))
        .filter(team_member::Column::AccountId.eq(row.account_id))
        .exec(tx)
        .await?;
    Ok(())
}

pub(in crate::volunteer) async fn remove_member(
    tx: &DatabaseTransaction,
    team: Uuid,
    account: Uuid,
) -> Result<(), DbErr> {
    team_member::Entity::delete_by_id((team, account)).exec(tx).await?;
    Ok(())
}
