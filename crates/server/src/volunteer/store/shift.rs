//! The statements about shifts and their posts.

use std::collections::HashMap;

use pingan_api::volunteer::{Attendance, ShiftState, SignUpState};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, ExprTrait, IntoActiveModel,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr,
};
use uuid::Uuid;

use crate::{
    cases::entity::case,
    db::insert_new,
    volunteer::entity::{post, shift, shift_message, sign_up, team},
};

pub(in crate::volunteer) async fn shift(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<shift::Model>, DbErr> {
    shift::Entity::find_by_id(id).one(db).await
}

/// A shift that nobody else changes, signs up for or leaves until the transaction ends.
pub(in crate::volunteer) async fn shift_for_update(
    tx: &DatabaseTransaction,
    id: Uuid,
) -> Result<Option<shift::Model>, DbErr> {
    shift::Entity::find_by_id(id).lock_exclusive().one(tx).await
}

/// The same of all of a series, in the order of their ids, so that two who ask for it never wait for one another.
pub(in crate::volunteer) async fn series_for_update(
    tx: &DatabaseTransaction,
    series: Uuid,
) -> Result<Vec<shift::Model>, DbErr> {
    let shifts = shift::Entity::find().filter(shift::Column::SeriesId.eq(series));
    shifts.order_by_asc(shift::Column::Id).lock_exclusive().all(tx).await
}

pub(in crate::volunteer) async fn shift_by_key(
    db: &impl ConnectionTrait,
    key: Uuid,
) -> Result<Option<shift::Model>, DbErr> {
    shift::Entity::find().filter(shift::Column::IdempotencyKey.eq(key)).one(db).await
}

/// Posts of shifts, each shift's in their order.
pub(in crate::volunteer) async fn posts(
    db: &impl ConnectionTrait,
    shift_ids: &[Uuid],
) -> Result<Vec<post::Model>, DbErr> {
    post::Entity::find()
        .filter(post::Column::ShiftId.is_in(shift_ids.iter().copied()))
        .order_by_asc(post::Column::ShiftId)
        .order_by_asc(post::Column::Ord)
        .all(db)
        .await
}

pub(in crate::volunteer) async fn team(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<team::Model>, DbErr> {
    team::Entity::find_by_id(id).one(db).await
}

/// The case of a condition.
pub(in crate::volunteer) async fn case(
    db: &impl ConnectionTrait,
    condition: Condition,
) -> Result<Option<case::Model>, DbErr> {
    case::Entity::find().filter(condition).one(db).await
}

pub(in crate::volunteer) async fn insert_shifts(
    tx: &DatabaseTransaction,
    rows: Vec<shift::ActiveModel>,
) -> Result<(), DbErr> {
    shift::Entity::insert_many(rows).exec_without_returning(tx).await.map(|_| ())
}

pub(in crate::volunteer) async fn insert_posts(tx: &DatabaseTransaction, rows: Vec<post::Model>) -> Result<(), DbErr> {
    let rows = rows.into_iter().map(IntoActiveModel::into_active_model);
    post::Entity::insert_many(rows).exec_without_returning(tx).await.map(|_| ())
}

/// Answers false where the key was used before.
pub(in crate::volunteer) async fn insert_message(
    tx: &DatabaseTransaction,
    row: shift_message::Model,
) -> Result<bool, DbErr> {
    insert_new::<shift_message::Entity, _>(tx, row).await
}

pub(in crate::volunteer) async fn message_by_key(
    db: &impl ConnectionTrait,
    key: Uuid,
) -> Result<Option<shift_message::Model>, DbErr> {
    shift_message::Entity::find_by_id(key).one(db).await
}

pub(in crate::volunteer) async fn change_shift(
    tx: &DatabaseTransaction,
    id: Uuid,
    changes: shift::ActiveModel,
) -> Result<(), DbErr> {
    let one = shift::Entity::update_many().set(changes).filter(shift::Column::Id.eq(id));
    one.exec(tx).await.map(|_| ())
}

pub(in crate::volunteer) async fn change_post(
    tx: &DatabaseTransaction,
    id: Uuid,
    changes: post::ActiveModel,
) -> Result<(), DbErr> {
    let one = post::Entity::update_many().set(changes).filter(post::Column::Id.eq(id));
    one.exec(tx).await.map(|_| ())
}

/// Whether somebody has a place in one of these posts of a shift, waits for one, or for an answer.
pub(in crate::volunteer) async fn anybody_in(
    tx: &DatabaseTransaction,
    shift: Uuid,
    posts: &[Uuid],
) -> Result<bool, DbErr> {
    let live = sign_up::Entity::find().filter(sign_up::Column::ShiftId.eq(shift)).filter(is_live());
    Ok(live.filter(sign_up::Column::PostId.is_in(posts.iter().copied())).count(tx).await? > 0)
}

/// Takes posts away that nobody is in. Those who left them are counted with another post, so that their rows stay.
pub(in crate::volunteer) async fn remove_posts(
    tx: &DatabaseTransaction,
    shift: Uuid,
    posts: &[Uuid],
    other: Uuid,
) -> Result<(), DbErr> {
    sign_up::Entity::update_many()
        .col_expr(sign_up::Column::PostId, other.into())
        .filter(sign_up::Column::ShiftId.eq(shift))
        .filter(sign_up::Column::PostId.is_in(posts.iter().copied()))
        .exec(tx)
        .await?;
    post::Entity::delete_many().filter(post::Column::Id.is_in(posts.iter().copied())).exec(tx).await?;
    Ok(())
}

/// Sign-ups go where their shift goes; no offered place is held beyond the beginning.
pub(in crate::volunteer) async fn move_sign_ups(
    tx: &DatabaseTransaction,
    shift: Uuid,
    starts_at: i64,
    ends_at: i64,
) -> Result<(), DbErr> {
    sign_up::Entity::update_many()
        .col_expr(sign_up::Column::StartsAt, starts_at.into())
        .col_expr(sign_up::Column::EndsAt, ends_at.into())
        .filter(sign_up::Column::ShiftId.eq(shift))
        .exec(tx)
        .await?;
    sign_up::Entity::update_many()
        .col_expr(sign_up::Column::OfferedUntil, starts_at.into())
        .filter(sign_up::Column::ShiftId.eq(shift))
        .filter(sign_up::Column::State.eq(SignUpState::Offered.as_str()))
        .filter(sign_up::Column::OfferedUntil.gt(starts_at))
        .exec(tx)
        .await?;
    Ok(())
}

/// Drafts are for everyone from here on.
pub(in crate::volunteer) async fn publish(tx: &DatabaseTransaction, drafts: &[Uuid]) -> Result<(), DbErr> {
    shift::Entity::update_many()
        .col_expr(shift::Column::State, ShiftState::Published.as_str().into())
        .col_expr(shift::Column::Version, next_version())
        .filter(shift::Column::Id.is_in(drafts.iter().copied()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Calls a shift off: nobody has a place in it or waits for one any more. What nobody has seen as a draft is then no call
/// for its case either.
pub(in crate::volunteer) async fn call_off(
    tx: &DatabaseTransaction,
    shift: &shift::Model,
    because: &str,
    at: i64,
) -> Result<(), DbErr> {
    sign_up::Entity::update_many()
        .col_expr(sign_up::Column::State, SignUpState::Left.as_str().into())
        .col_expr(sign_up::Column::EndedAt, at.into())
        .col_expr(sign_up::Column::OfferedUntil, Expr::value(None::<i64>))
        .filter(sign_up::Column::ShiftId.eq(shift.id))
        .filter(is_live())
        .exec(tx)
        .await?;
    post::Entity::update_many()
        .col_expr(post::Column::Taken, 0i32.into())
        .col_expr(post::Column::Waiting, 0i32.into())
        .filter(post::Column::ShiftId.eq(shift.id))
        .exec(tx)
        .await?;
    let case = shift.case_id.filter(|_| shift.state != ShiftState::Draft.as_str());
    shift::Entity::update_many()
        .col_expr(shift::Column::State, ShiftState::Cancelled.as_str().into())
        .col_expr(shift::Column::CancelledBecause, because.into())
        .col_expr(shift::Column::CaseId, Expr::value(case))
        .col_expr(shift::Column::Taken, 0i32.into())
        .col_expr(shift::Column::Waiting, 0i32.into())
        .col_expr(shift::Column::Version, next_version())
        .filter(shift::Column::Id.eq(shift.id))
        .exec(tx)
        .await?;
    Ok(())
}

fn next_version() -> Expr {
    Expr::col(shift::Column::Version).add(1)
}

/// The shifts for a case that everyone may see.
pub(in crate::volunteer) async fn of_case(db: &impl ConnectionTrait, case: Uuid) -> Result<Vec<shift::Model>, DbErr> {
    shift::Entity::find()
        .filter(shift::Column::CaseId.eq(case))
        .filter(shift::Column::State.ne(ShiftState::Draft.as_str()))
        .order_by_asc(shift::Column::StartsAt)
        .order_by_asc(shift::Column::Id)
        .all(db)
        .await
}

/// How many came to shifts, friends and whoever came without a sign-up included.
pub(in crate::volunteer) async fn came(
    db: &impl ConnectionTrait,
    shifts: &[Uuid],
) -> Result<HashMap<Uuid, i64>, DbErr> {
    let came: Vec<(Uuid, i64)> = sign_up::Entity::find()
        .select_only()
        .column(sign_up::Column::ShiftId)
        .column_as(sign_up::Column::Places.sum(), "came")
        .filter(sign_up::Column::ShiftId.is_in(shifts.iter().copied()))
        .filter(sign_up::Column::State.eq(SignUpState::Confirmed.as_str()))
        .filter(sign_up::Column::Attendance.eq(Attendance::Present.as_str()))
        .group_by(sign_up::Column::ShiftId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(came.into_iter().collect())
}

fn is_live() -> Expr {
    let live = SignUpState::ALL.iter().filter(|state| state.is_live());
    sign_up::Column::State.is_in(live.map(|state| state.as_str()))
}
