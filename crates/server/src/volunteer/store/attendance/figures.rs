//! The statements about figures: a few columns of many rows, added up by whoever asks.

use pingan_api::volunteer::{Attendance, ShiftState};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, PaginatorTrait, QueryFilter,
    QuerySelect, QueryTrait,
};
use uuid::Uuid;

use crate::volunteer::entity::{shift, sign_up, team, volunteer};

/// A shift that is over.
#[derive(FromQueryResult)]
pub(in crate::volunteer) struct ShiftRow {
    pub(in crate::volunteer) id: Uuid,
    pub(in crate::volunteer) team_id: Uuid,
    pub(in crate::volunteer) starts_at: i64,
}

/// Somebody who came, or did not.
#[derive(FromQueryResult)]
pub(in crate::volunteer) struct MarkedRow {
    pub(in crate::volunteer) shift_id: Uuid,
    pub(in crate::volunteer) account_id: Option<Uuid>,
    pub(in crate::volunteer) attendance: String,
    pub(in crate::volunteer) starts_at: i64,
    pub(in crate::volunteer) ends_at: i64,
    pub(in crate::volunteer) checked_in_at: Option<i64>,
    pub(in crate::volunteer) checked_out_at: Option<i64>,
    pub(in crate::volunteer) minutes: Option<i32>,
}

/// Published shifts of teams of some units that began at a moment or later, and before another, and are over.
fn over(units: &[&str], (from, to): (i64, i64), now: i64) -> Condition {
    let teams = team::Entity::find().select_only().column(team::Column::Id);
    let teams = teams.filter(team::Column::Unit.is_in(units.iter().copied())).into_query();
    Condition::all()
        .add(shift::Column::TeamId.in_subquery(teams))
        .add(shift::Column::State.eq(ShiftState::Published.as_str()))
        .add(shift::Column::StartsAt.gte(from))
        .add(shift::Column::StartsAt.lt(to))
        .add(shift::Column::EndsAt.lte(now))
}

pub(in crate::volunteer) async fn shifts(
    db: &impl ConnectionTrait,
    units: &[&str],
    during: (i64, i64),
    now: i64,
) -> Result<Vec<ShiftRow>, DbErr> {
    use shift::Column;
    let rows = shift::Entity::find().select_only().columns([Column::Id, Column::TeamId, Column::StartsAt]);
    rows.filter(over(units, during, now)).into_model().all(db).await
}

pub(in crate::volunteer) async fn marked(
    db: &impl ConnectionTrait,
    units: &[&str],
    during: (i64, i64),
    now: i64,
) -> Result<Vec<MarkedRow>, DbErr> {
    use sign_up::Column;
    let shifts = shift::Entity::find().select_only().column(shift::Column::Id).filter(over(units, during, now));
    let rows = sign_up::Entity::find().select_only().columns([
        Column::ShiftId,
        Column::AccountId,
        Column::Attendance,
        Column::StartsAt,
        Column::EndsAt,
        Column::CheckedInAt,
        Column::CheckedOutAt,
        Column::Minutes,
    ]);
    rows.filter(Column::ShiftId.in_subquery(shifts.into_query()))
        .filter(Column::Attendance.ne(Attendance::Unknown.as_str()))
        .into_model()
        .all(db)
        .await
}

/// Id, name and kind of the teams of some units.
pub(in crate::volunteer) async fn teams(
    db: &impl ConnectionTrait,
    units: &[&str],
) -> Result<Vec<(Uuid, String, String)>, DbErr> {
    use team::Column;
    let rows = team::Entity::find().select_only().columns([Column::Id, Column::Name, Column::Kind]);
    rows.filter(Column::Unit.is_in(units.iter().copied())).into_tuple().all(db).await
}

/// How many volunteers live in some units, and how many of them are officials who reported.
pub(in crate::volunteer) async fn volunteers(db: &impl ConnectionTrait, units: &[&str]) -> Result<(u64, u64), DbErr> {
    use volunteer::Column;
    let there = volunteer::Entity::find().filter(Column::EndedAt.is_null());
    let there = there.filter(Column::Grid.is_in(units.iter().copied()));
    let officials = there.clone().filter(Column::WorkUnit.is_not_null()).count(db).await?;
    Ok((there.count(db).await?, officials))
}
