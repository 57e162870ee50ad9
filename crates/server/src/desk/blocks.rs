//! Who is kept from reporting: told to whoever tries, listed and lifted by desks.

use axum::{Json, extract::State as Ext};
use pingan_api::{
    Problem, ProblemCode, Timestamp,
    account::Permission,
    audit::{Action, ObjectKind},
    desk::{Block, LiftBlock, ListBlocks},
    id::{AccountId, BlockId, UnitId},
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::{entity::block as row, scope, store, view::unit_name};
use crate::{
    access::Actor,
    audit::{self, Line},
    cases::{entity::case, number},
    error::{Answer, AppError},
    extract::Param,
    state::State,
};

/// Refuses whoever a desk keeps from reporting, by the device or the account.
pub(crate) async fn refuse(
    state: &State,
    device: &str,
    account: Option<AccountId>,
    now: Timestamp,
) -> Result<(), AppError> {
    let mut any = Condition::any().add(row::Column::Device.eq(device));
    if let Some(account) = account {
        any = any.add(row::Column::AccountId.eq(account.0));
    }
    let Some(last) = store::blocks(state.db.reads(), any, now).await?.into_iter().next_back() else { return Ok(()) };
    let seconds = (last.until - now.as_millis()).div_euclid(1000) + 1;
    let retry_after = Some(u32::try_from(seconds).unwrap_or(u32::MAX));
    Err(Problem { retry_after, ..Problem::new(ProblemCode::Blocked) }.into())
}

pub(super) async fn list(Ext(state): Ext<State>, actor: Actor) -> Answer<ListBlocks> {
    let (district, db) = (state.district(), state.db.reads());
    let mut blocks = Vec::new();
    for block in store::blocks(db, Condition::all(), state.now()).await? {
        let visible = scope::visible(&district, &actor, Permission::Block).add(case::Column::Id.eq(block.case_id));
        let Some(case) = store::numbers(db, visible).await?.first().copied() else { continue };
        blocks.push(Block {
            id: BlockId(block.id),
            number: number(case)?,
            reason: block.reason,
            by: unit_name(&district, UnitId(block.by_unit)),
            at: Timestamp::from_millis(block.at),
            until: Timestamp::from_millis(block.until),
        });
    }
    Ok(Json(blocks))
}

pub(super) async fn lift(Ext(state): Ext<State>, actor: Actor, Param(id): Param<BlockId>) -> Answer<LiftBlock> {
    let at = state.now();
    let district = state.district();
    let visible = scope::visible(&district, &actor, Permission::Block);
    let done: Result<(), AppError> = state
        .db
        .write(move |tx| {
            Box::pin(async move {
                let block = row::Entity::find_by_id(id.0).one(tx).await?.ok_or(ProblemCode::NotFound)?;
                let seen = store::numbers(tx, visible.add(case::Column::Id.eq(block.case_id))).await?;
                let number = number(*seen.first().ok_or(ProblemCode::NotFound)?)?;
                lifted(tx, block.id, at).await?;
                let line = Line::new(Action::LiftBlock).on(ObjectKind::Case, number);
                Ok(audit::record(tx, &actor, at, line.with("share", block.reporter_id)).await?)
            })
        })
        .await;
    done.map(Json)
}

async fn lifted(tx: &sea_orm::DatabaseTransaction, id: Uuid, at: Timestamp) -> Result<(), AppError> {
    let lifted = row::Entity::update_many()
        .col_expr(row::Column::LiftedAt, at.as_millis().into())
        .filter(row::Column::Id.eq(id))
        .filter(row::Column::LiftedAt.is_null())
        .exec(tx)
        .await?;
    if lifted.rows_affected == 0 { Err(ProblemCode::NotFound.into()) } else { Ok(()) }
}
