//! The statements about sign-ups: places, lines and offers.

mod due;
mod reader;

use std::collections::HashMap;

use pingan_api::volunteer::{Attendance, SignUpState};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, ExprTrait, QueryFilter,
    QueryOrder, QuerySelect,
    sea_query::{Expr, LockBehavior, LockType},
};
use uuid::Uuid;

pub(in crate::volunteer) use self::{
    due::{set_reminded, shifts_due},
    reader::{case_number, holding, own, page, places, shifts, team_names, titles},
};
use crate::{
    db::insert_new,
    volunteer::entity::{
        post, shift,
        sign_up::{ActiveModel, Column, Entity, Model},
        volunteer,
    },
};

/// Written out as in the indexes, which the databases take for a part of the rows then.
const LIVE: &str = "state IN ('pending', 'waiting', 'offered', 'confirmed')";
const HOLDS_PLACE: &str = "state IN ('offered', 'confirmed')";
const WAITS: &str = "state = 'waiting'";

pub(in crate::volunteer) async fn by_id(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(id).one(db).await
}

pub(in crate::volunteer) async fn by_key(tx: &DatabaseTransaction, key: Uuid) -> Result<Option<Model>, DbErr> {
    Entity::find().filter(Column::IdempotencyKey.eq(key)).one(tx).await
}

/// What decides about another sign-up of somebody: all that is live, and what they missed, in shifts that began after a
/// moment.
pub(in crate::volunteer) async fn counting(
    tx: &DatabaseTransaction,
    account: Uuid,
    since: i64,
) -> Result<Vec<Model>, DbErr> {
    let missed = Column::Attendance.eq(Attendance::NoShow.as_str());
    Entity::find()
        .filter(Column::AccountId.eq(account))
        .filter(Column::StartsAt.gt(since))
        .filter(Condition::any().add(Expr::cust(LIVE)).add(missed))
        .all(tx)
        .await
}

/// Answers false where the key was used before.
pub(in crate::volunteer) async fn insert(tx: &DatabaseTransaction, row: Model) -> Result<bool, DbErr> {
    insert_new::<Entity, _>(tx, row).await
}

pub(in crate::volunteer) async fn change(
    tx: &DatabaseTransaction,
    ids: &[Uuid],
    changes: ActiveModel,
) -> Result<(), DbErr> {
    Entity::update_many().set(changes).filter(Column::Id.is_in(ids.iter().copied())).exec(tx).await?;
    Ok(())
}

/// Adds to what a post and its shift count. The caller holds the shift's lock.
pub(in crate::volunteer) async fn count(
    tx: &DatabaseTransaction,
    (shift_id, post_id): (Uuid, Uuid),
    taken: i32,
    waiting: i32,
) -> Result<(), DbErr> {
    post::Entity::update_many()
        .col_expr(post::Column::Taken, Expr::col(post::Column::Taken).add(taken))
        .col_expr(post::Column::Waiting, Expr::col(post::Column::Waiting).add(waiting))
        .filter(post::Column::Id.eq(post_id))
        .exec(tx)
        .await?;
    shift::Entity::update_many()
        .col_expr(shift::Column::Taken, Expr::col(shift::Column::Taken).add(taken))
        .col_expr(shift::Column::Waiting, Expr::col(shift::Column::Waiting).add(waiting))
        .filter(shift::Column::Id.eq(shift_id))
        .exec(tx)
        .await?;
    Ok(())
}

/// The turn of the last in a post's line.
pub(in crate::volunteer) async fn last_turn(tx: &DatabaseTransaction, post_id: Uuid) -> Result<Option<i64>, DbErr> {
    let line = Entity::find().select_only().column(Column::Turn).filter(Column::PostId.eq(post_id));
    line.filter(Expr::cust(WAITS)).order_by_desc(Column::Turn).into_tuple().one(tx).await
}

/// A piece of a post's line, in order, behind a turn if one is given.
pub(in crate::volunteer) async fn line(
    tx: &DatabaseTransaction,
    post_id: Uuid,
    behind: Option<i64>,
    limit: u64,
) -> Result<Vec<Model>, DbErr> {
    let mut line = Entity::find().filter(Column::PostId.eq(post_id)).filter(Expr::cust(WAITS));
    if let Some(turn) = behind {
        line = line.filter(Column::Turn.gt(turn));
    }
    line.order_by_asc(Column::Turn).limit(limit).all(tx).await
}

/// Of these accounts those whose registration nobody is busy with, kept from others until the transaction ends; with
/// whether they wish text messages. It waits for nobody, and so may be asked under a shift's lock.
pub(in crate::volunteer) async fn lock_free(
    tx: &DatabaseTransaction,
    accounts: &[Uuid],
) -> Result<HashMap<Uuid, bool>, DbErr> {
    let rows: Vec<(Uuid, bool)> = volunteer::Entity::find()
        .select_only()
        .columns([volunteer::Column::AccountId, volunteer::Column::TextMe])
        .filter(volunteer::Column::AccountId.is_in(accounts.iter().copied()))
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .into_tuple()
        .all(tx)
        .await?;
    Ok(rows.into_iter().collect())
}

/// Which of these accounts wish text messages.
pub(in crate::volunteer) async fn texted(tx: &DatabaseTransaction, accounts: &[Uuid]) -> Result<Vec<Uuid>, DbErr> {
    volunteer::Entity::find()
        .select_only()
        .column(volunteer::Column::AccountId)
        .filter(volunteer::Column::AccountId.is_in(accounts.iter().copied()))
        .filter(volunteer::Column::TextMe.eq(true))
        .into_tuple()
        .all(tx)
        .await
}

/// Sign-ups of a shift in some states, in the order of coming.
pub(in crate::volunteer) async fn of_shift(
    tx: &DatabaseTransaction,
    shift_id: Uuid,
    states: &[SignUpState],
) -> Result<Vec<Model>, DbErr> {
    let states = states.iter().map(|state| state.as_str());
    let rows = Entity::find().filter(Column::ShiftId.eq(shift_id)).filter(Column::State.is_in(states));
    rows.order_by_asc(Column::Turn).order_by_asc(Column::Id).all(tx).await
}

/// Offers of a shift that nobody accepted in time.
pub(in crate::volunteer) async fn overdue(
    tx: &DatabaseTransaction,
    shift_id: Uuid,
    now: i64,
) -> Result<Vec<Model>, DbErr> {
    Entity::find()
        .filter(Column::ShiftId.eq(shift_id))
        .filter(Column::State.eq(SignUpState::Offered.as_str()))
        .filter(Column::OfferedUntil.lte(now))
        .all(tx)
        .await
}

/// All that is live of somebody in shifts that have not begun.
pub(in crate::volunteer) async fn to_come(
    tx: &DatabaseTransaction,
    account: Uuid,
    now: i64,
) -> Result<Vec<Model>, DbErr> {
    let rows = Entity::find().filter(Column::AccountId.eq(account)).filter(Column::StartsAt.gt(now));
    rows.filter(Expr::cust(LIVE)).all(tx).await
}
