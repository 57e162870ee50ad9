//! The statements about cases.

mod attached;
mod links;
mod raise;

use pingan_api::{
    cases::{Share, State as CaseState},
    id::UnitId,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use super::entity::{act, case, contact, event, reporter};
use crate::error::AppError;

pub(crate) use self::{
    attached::photos,
    links::{merged_into, with_parts},
};
pub(super) use self::{
    attached::{claim_for_reporter, claim_for_step, move_photos, voice},
    raise::{Joining, Raised, Refused, index_words, join, raise},
};

/// The case of a number, which nobody else changes until the transaction ends.
pub(super) async fn case_for_update(tx: &DatabaseTransaction, number: i32) -> Result<Option<case::Model>, DbErr> {
    case::Entity::find().filter(case::Column::Number.eq(number)).lock_exclusive().one(tx).await
}

pub(super) async fn case_by_number(db: &impl ConnectionTrait, number: i32) -> Result<Option<case::Model>, DbErr> {
    case::Entity::find().filter(case::Column::Number.eq(number)).one(db).await
}

pub(super) async fn case_by_id(db: &impl ConnectionTrait, id: Uuid) -> Result<case::Model, AppError> {
    case::Entity::find_by_id(id).one(db).await?.ok_or_else(|| AppError::broken("a share has no case"))
}

pub(super) async fn public_case(db: &impl ConnectionTrait, number: i32) -> Result<Option<case::Model>, DbErr> {
    let numbered = case::Entity::find().filter(case::Column::Number.eq(number));
    numbered.filter(case::Column::IsPublic.eq(true)).one(db).await
}

pub(super) async fn share_by_key(db: &impl ConnectionTrait, key: Uuid) -> Result<Option<reporter::Model>, DbErr> {
    reporter::Entity::find().filter(reporter::Column::IdempotencyKey.eq(key)).one(db).await
}

/// The shares that codes open, in one query.
pub(super) async fn shares_by_code(
    db: &impl ConnectionTrait,
    code_hashes: &[String],
) -> Result<Vec<(reporter::Model, case::Model)>, AppError> {
    let hashes = code_hashes.iter().map(String::as_str);
    let shares = reporter::Entity::find().filter(reporter::Column::CodeHash.is_in(hashes)).all(db).await?;
    with_cases(db, shares).await
}

/// Shares by their ids, newest first.
pub(super) async fn shares(
    db: &impl ConnectionTrait,
    ids: &[Uuid],
) -> Result<Vec<(reporter::Model, case::Model)>, AppError> {
    let shares = reporter::Entity::find().filter(reporter::Column::Id.is_in(ids.iter().copied()));
    let shares = shares.order_by_desc(reporter::Column::CreatedAt).order_by_desc(reporter::Column::Id);
    with_cases(db, shares.all(db).await?).await
}

async fn with_cases(
    db: &impl ConnectionTrait,
    shares: Vec<reporter::Model>,
) -> Result<Vec<(reporter::Model, case::Model)>, AppError> {
    let ids = shares.iter().map(|share| share.case_id);
    let cases = case::Entity::find().filter(case::Column::Id.is_in(ids)).all(db).await?;
    let of = |id: Uuid| cases.iter().find(|case| case.id == id).cloned();
    let pair = |share: reporter::Model| {
        let case = of(share.case_id).ok_or_else(|| AppError::broken("a share has no case"))?;
        Ok((share, case))
    };
    shares.into_iter().map(pair).collect()
}

/// One step of a case.
pub(super) async fn step(db: &impl ConnectionTrait, case: Uuid, seq: i32) -> Result<event::Model, AppError> {
    let step = event::Entity::find_by_id((case, seq)).one(db).await?;
    step.ok_or_else(|| AppError::broken("a case lacks a step"))
}

/// The step that a case is at.
pub(super) async fn last_step(tx: &DatabaseTransaction, case: Uuid) -> Result<event::Model, AppError> {
    let steps = event::Entity::find().filter(event::Column::CaseId.eq(case));
    let last = steps.order_by_desc(event::Column::Seq).one(tx).await?;
    last.ok_or_else(|| AppError::broken("a case has no first step"))
}

pub(crate) async fn steps(db: &impl ConnectionTrait, case: Uuid) -> Result<Vec<event::Model>, DbErr> {
    event::Entity::find().filter(event::Column::CaseId.eq(case)).order_by_asc(event::Column::Seq).all(db).await
}

/// The steps of a case behind one of them.
pub(crate) async fn steps_after(db: &impl ConnectionTrait, case: Uuid, seq: i32) -> Result<Vec<event::Model>, DbErr> {
    let steps = event::Entity::find().filter(event::Column::CaseId.eq(case)).filter(event::Column::Seq.gt(seq));
    steps.order_by_asc(event::Column::Seq).all(db).await
}

/// The share of whoever raised a case.
pub(super) async fn first_share(tx: &DatabaseTransaction, case: Uuid) -> Result<reporter::Model, AppError> {
    let shares = reporter::Entity::find().filter(reporter::Column::CaseId.eq(case));
    let first = shares.filter(reporter::Column::Share.eq(Share::Reporter.as_str())).one(tx).await?;
    first.ok_or_else(|| AppError::broken("a case has no reporter"))
}

/// Copied from one case of a reporter to another, and shown to nobody by that.
pub(super) async fn contact(tx: &DatabaseTransaction, reporter: Uuid) -> Result<Option<contact::Model>, DbErr> {
    contact::Entity::find_by_id(reporter).one(tx).await
}

pub(super) async fn has_contact(db: &impl ConnectionTrait, reporter: Uuid) -> Result<bool, DbErr> {
    Ok(contact::Entity::find_by_id(reporter).count(db).await? > 0)
}

/// What a move changes.
pub(super) async fn advance(
    tx: &DatabaseTransaction,
    case: case::ActiveModel,
    step: event::Model,
) -> Result<(), DbErr> {
    let id = case.id.clone().unwrap();
    case::Entity::update_many().set(case).filter(case::Column::Id.eq(id)).exec(tx).await?;
    event::Entity::insert(step.into_active_model()).exec_without_returning(tx).await?;
    Ok(())
}

/// Who had a case last in a state.
pub(super) async fn last_holder(tx: &DatabaseTransaction, case: Uuid, state: CaseState) -> Result<UnitId, AppError> {
    let steps = event::Entity::find()
        .filter(event::Column::CaseId.eq(case))
        .filter(event::Column::Holder.is_not_null())
        .filter(event::Column::ToState.eq(state.as_str()));
    let last = steps.order_by_desc(event::Column::Seq).one(tx).await?;
    last.and_then(|step| step.holder).map(UnitId).ok_or_else(|| AppError::broken("a case was held by nobody"))
}

/// Numbers of the cases that parts of one became.
pub(super) async fn parts(db: &impl ConnectionTrait, case: Uuid) -> Result<Vec<i32>, DbErr> {
    let parts = case::Entity::find().select_only().column(case::Column::Number);
    parts
        .filter(case::Column::SplitFrom.eq(case))
        .order_by_asc(case::Column::CreatedAt)
        .order_by_asc(case::Column::Id)
        .into_tuple()
        .all(db)
        .await
}

pub(super) async fn act(db: &impl ConnectionTrait, key: Uuid) -> Result<Option<act::Model>, DbErr> {
    act::Entity::find_by_id(key).one(db).await
}

pub(super) async fn insert_act(tx: &DatabaseTransaction, act: act::Model) -> Result<(), DbErr> {
    act::Entity::insert(act.into_active_model()).exec_without_returning(tx).await?;
    Ok(())
}

/// A word of ours out of the database.
pub(crate) fn word<T: std::str::FromStr<Err: std::fmt::Display>>(text: &str) -> Result<T, AppError> {
    text.parse().map_err(|error| AppError::Broken(format!("`{text}` in the database: {error}")))
}
