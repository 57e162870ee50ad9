//! The statements about the queue and what desks keep.

use std::collections::HashMap;

use pingan_api::{Timestamp, desk::QueueOrder, id::AccountId};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, IntoActiveModel, Order,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr,
};
use uuid::Uuid;

use super::{
    entity::{act, block, filter, note, standard_answer},
    queue::{after, place},
};
use crate::{
    account::entity::{account, share as account_share},
    cases::entity::{case, contact, reporter, whistle_call as call},
    error::AppError,
    photos::entity as photo,
};

/// Cases that meet a condition, in a view's order, behind a mark if one is given.
pub(super) async fn page(
    db: &impl ConnectionTrait,
    condition: Condition,
    order: QueueOrder,
    mark: Option<(i64, Uuid)>,
    limit: u64,
) -> Result<Vec<case::Model>, DbErr> {
    use case::Column;
    let mut cases = case::Entity::find().filter(condition);
    if let Some(mark) = mark {
        cases = cases.filter(after(order, mark));
    }
    let direction = match order {
        QueueOrder::DueFirst => Order::Asc,
        QueueOrder::ChangedLast => Order::Desc,
    };
    cases.order_by(place(order), direction.clone()).order_by(Column::Id, direction).limit(limit).all(db).await
}

/// How many cases meet a condition; more than `most` are not counted.
pub(super) async fn count(db: &impl ConnectionTrait, condition: Condition, most: u32) -> Result<u32, AppError> {
    let some = case::Entity::find().select_only().column(case::Column::Id).filter(condition);
    let some: Vec<Uuid> = some.limit(u64::from(most)).into_tuple().all(db).await?;
    Ok(u32::try_from(some.len()).unwrap_or(most))
}

/// By when units, or if none are given any, are to check in at cases that a whistle calls them to.
pub(super) async fn call_dues(
    db: &impl ConnectionTrait,
    cases: &[Uuid],
    units: Option<&[&str]>,
) -> Result<HashMap<Uuid, i64>, DbErr> {
    let mut calls = call::Entity::find()
        .filter(call::Column::CaseId.is_in(cases.iter().copied()))
        .filter(call::Column::Awaited.eq(true));
    if let Some(units) = units {
        calls = calls.filter(call::Column::Unit.is_in(units.iter().copied()));
    }
    Ok(calls.all(db).await?.into_iter().map(|call| (call.case_id, call.due_at)).collect())
}

/// The case of a number, if it meets a condition.
pub(super) async fn visible(
    db: &impl ConnectionTrait,
    number: i32,
    condition: Condition,
) -> Result<Option<case::Model>, DbErr> {
    case::Entity::find().filter(case::Column::Number.eq(number)).filter(condition).one(db).await
}

/// Keeps others from changing a case until the transaction ends, and reads it as it is then.
pub(super) async fn locked(tx: &DatabaseTransaction, id: Uuid) -> Result<case::Model, AppError> {
    let case = case::Entity::find_by_id(id).lock_exclusive().one(tx).await?;
    case.ok_or_else(|| AppError::broken("a case is gone"))
}

pub(super) async fn numbers(db: &impl ConnectionTrait, condition: Condition) -> Result<Vec<i32>, DbErr> {
    let numbers = case::Entity::find().select_only().column(case::Column::Number).filter(condition);
    numbers.order_by_asc(case::Column::CreatedAt).order_by_asc(case::Column::Id).into_tuple().all(db).await
}

/// Cases of a condition, newest first.
pub(super) async fn newest(
    db: &impl ConnectionTrait,
    condition: Condition,
    limit: u64,
) -> Result<Vec<case::Model>, DbErr> {
    let cases = case::Entity::find().filter(condition);
    cases.order_by_desc(case::Column::CreatedAt).order_by_desc(case::Column::Id).limit(limit).all(db).await
}

/// Everybody who has a share in a case, whoever raised it first.
pub(super) async fn shares(db: &impl ConnectionTrait, case: Uuid) -> Result<Vec<reporter::Model>, DbErr> {
    let shares = reporter::Entity::find().filter(reporter::Column::CaseId.eq(case));
    shares.order_by_asc(reporter::Column::CreatedAt).order_by_asc(reporter::Column::Id).all(db).await
}

/// Which shares have a contact; not the contact.
pub(super) async fn with_contact(db: &impl ConnectionTrait, shares: &[Uuid]) -> Result<Vec<Uuid>, DbErr> {
    let contacts = contact::Entity::find().select_only().column(contact::Column::ReporterId);
    contacts.filter(contact::Column::ReporterId.is_in(shares.iter().copied())).into_tuple().all(db).await
}

pub(super) async fn contact(
    tx: &DatabaseTransaction,
    case: Uuid,
    share: Uuid,
) -> Result<Option<contact::Model>, DbErr> {
    let of_case = reporter::Entity::find_by_id(share).filter(reporter::Column::CaseId.eq(case)).count(tx).await? > 0;
    if of_case { contact::Entity::find_by_id(share).one(tx).await } else { Ok(None) }
}

/// Photos of a case that stand behind redacted ones.
pub(super) async fn unredacted(
    db: &impl ConnectionTrait,
    case: Uuid,
    now: Timestamp,
) -> Result<Vec<photo::Model>, DbErr> {
    photo::Entity::find()
        .filter(photo::Column::CaseId.eq(case))
        .filter(photo::Column::RedactedInto.is_not_null())
        .filter(photo::Column::KeptUntil.gt(now.as_millis()))
        .all(db)
        .await
}

/// What accounts call themselves.
pub(super) async fn names(
    db: &impl ConnectionTrait,
    accounts: impl IntoIterator<Item = Uuid>,
) -> Result<HashMap<Uuid, String>, DbErr> {
    let named = account::Entity::find().select_only().column(account::Column::Id).column(account::Column::Name);
    let named: Vec<(Uuid, String)> = named.filter(account::Column::Id.is_in(accounts)).into_tuple().all(db).await?;
    Ok(named.into_iter().collect())
}

pub(super) async fn notes(db: &impl ConnectionTrait, case: Uuid) -> Result<Vec<note::Model>, DbErr> {
    let notes = note::Entity::find().filter(note::Column::CaseId.eq(case));
    notes.order_by_asc(note::Column::At).order_by_asc(note::Column::Id).all(db).await
}

pub(super) async fn insert_note(tx: &DatabaseTransaction, row: note::Model) -> Result<(), DbErr> {
    note::Entity::insert(row.into_active_model()).exec_without_returning(tx).await.map(|_| ())
}

pub(super) async fn act(db: &impl ConnectionTrait, key: Uuid) -> Result<Option<act::Model>, DbErr> {
    act::Entity::find_by_id(key).one(db).await
}

pub(super) async fn answer_act(tx: &DatabaseTransaction, key: Uuid, answer: String) -> Result<(), DbErr> {
    let acts = act::Entity::update_many().col_expr(act::Column::Answer, answer.into());
    acts.filter(act::Column::IdempotencyKey.eq(key)).exec(tx).await.map(|_| ())
}

/// Writes some columns of a case that are no part of a move.
pub(super) async fn change(tx: &DatabaseTransaction, row: case::ActiveModel) -> Result<(), DbErr> {
    let id = row.id.clone().unwrap();
    case::Entity::update_many().set(row).filter(case::Column::Id.eq(id)).exec(tx).await.map(|_| ())
}

/// Neighbours who came with a merged case, or go with it again.
pub(super) async fn add_joined(tx: &DatabaseTransaction, case: Uuid, by: i32) -> Result<(), DbErr> {
    use sea_orm::ExprTrait;
    let joined = Expr::col(case::Column::Joined).add(by);
    let cases = case::Entity::update_many().col_expr(case::Column::Joined, joined);
    cases.filter(case::Column::Id.eq(case)).exec(tx).await.map(|_| ())
}

/// Blocks that hold, those that end first first.
pub(super) async fn blocks(
    db: &impl ConnectionTrait,
    condition: Condition,
    now: Timestamp,
) -> Result<Vec<block::Model>, DbErr> {
    block::Entity::find()
        .filter(block::Column::LiftedAt.is_null())
        .filter(block::Column::Until.gt(now.as_millis()))
        .filter(condition)
        .order_by_asc(block::Column::Until)
        .all(db)
        .await
}

pub(super) async fn filters(db: &impl ConnectionTrait, account: AccountId) -> Result<Vec<filter::Model>, DbErr> {
    let filters = filter::Entity::find().filter(filter::Column::AccountId.eq(account.0));
    filters.order_by_asc(filter::Column::Name).order_by_asc(filter::Column::Id).all(db).await
}

pub(super) async fn remove_filter(tx: &DatabaseTransaction, account: AccountId, id: Uuid) -> Result<bool, DbErr> {
    let own = filter::Entity::delete_many().filter(filter::Column::AccountId.eq(account.0));
    Ok(own.filter(filter::Column::Id.eq(id)).exec(tx).await?.rows_affected > 0)
}

pub(super) async fn answers(
    db: &impl ConnectionTrait,
    condition: Condition,
) -> Result<Vec<standard_answer::Model>, DbErr> {
    use standard_answer::Column;
    standard_answer::Entity::find()
        .filter(Column::RemovedAt.is_null())
        .filter(condition)
        .order_by_asc(Column::Act)
        .order_by_asc(Column::Title)
        .order_by_asc(Column::Id)
        .all(db)
        .await
}

/// Ids of cases of a condition, those due first first.
pub(super) async fn due(db: &impl ConnectionTrait, condition: Condition, limit: u64) -> Result<Vec<Uuid>, DbErr> {
    let ids = case::Entity::find().select_only().column(case::Column::Id).filter(condition);
    ids.order_by_asc(case::Column::DueAt).order_by_asc(case::Column::Id).limit(limit).into_tuple().all(db).await
}

/// The account that has taken a share in.
pub(super) async fn account_of(tx: &DatabaseTransaction, share: Uuid) -> Result<Option<AccountId>, DbErr> {
    let of_share = account_share::Entity::find().filter(account_share::Column::ReporterId.eq(share));
    Ok(of_share.one(tx).await?.map(|row| AccountId(row.account_id)))
}
