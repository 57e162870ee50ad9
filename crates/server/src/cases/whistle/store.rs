//! The statements about whistles.

use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    sea_query::Expr,
};
use uuid::Uuid;

use crate::cases::entity::{whistle as row, whistle_call as call};

pub(super) async fn insert(
    tx: &DatabaseTransaction,
    whistle: row::Model,
    calls: Vec<call::Model>,
) -> Result<(), DbErr> {
    row::Entity::insert(whistle.into_active_model()).exec_without_returning(tx).await?;
    let calls = calls.into_iter().map(IntoActiveModel::into_active_model);
    call::Entity::insert_many(calls).exec_without_returning(tx).await?;
    Ok(())
}

/// With a reason it is sent back, without one the unit came. Answers whether it was awaited.
pub(super) async fn answer(
    tx: &DatabaseTransaction,
    case: Uuid,
    unit: &str,
    at: i64,
    reason: Option<String>,
) -> Result<bool, DbErr> {
    let column = if reason.is_some() { call::Column::ReturnedAt } else { call::Column::CheckedInAt };
    let answered = call::Entity::update_many()
        .col_expr(column, at.into())
        .col_expr(call::Column::Reason, Expr::value(reason))
        .col_expr(call::Column::Awaited, false.into())
        .filter(call::Column::CaseId.eq(case))
        .filter(call::Column::Unit.eq(unit))
        .filter(call::Column::Awaited.eq(true))
        .exec(tx)
        .await?;
    Ok(answered.rows_affected > 0)
}

pub(super) async fn end(tx: &DatabaseTransaction, case: Uuid, at: i64) -> Result<(), DbErr> {
    let ended = row::Entity::update_many()
        .col_expr(row::Column::EndedAt, at.into())
        .filter(row::Column::CaseId.eq(case))
        .filter(row::Column::EndedAt.is_null())
        .exec(tx)
        .await?;
    if ended.rows_affected > 0 {
        call::Entity::update_many()
            .col_expr(call::Column::Awaited, false.into())
            .filter(call::Column::CaseId.eq(case))
            .exec(tx)
            .await?;
    }
    Ok(())
}

pub(super) async fn open_calls(db: &impl ConnectionTrait, case: Uuid) -> Result<Vec<call::Model>, DbErr> {
    let open = row::Entity::find().filter(row::Column::CaseId.eq(case));
    let open = open.filter(row::Column::EndedAt.is_null()).all(db).await?;
    let ids = open.into_iter().map(|whistle| whistle.id);
    let calls = call::Entity::find().filter(call::Column::WhistleId.is_in(ids));
    calls.filter(call::Column::ReturnedAt.is_null()).all(db).await
}

pub(super) async fn of_case(
    db: &impl ConnectionTrait,
    case: Uuid,
) -> Result<Vec<(row::Model, Vec<call::Model>)>, DbErr> {
    let whistles = row::Entity::find().filter(row::Column::CaseId.eq(case));
    let whistles = whistles.order_by_desc(row::Column::At).order_by_desc(row::Column::Id).all(db).await?;
    if whistles.is_empty() {
        return Ok(Vec::new());
    }
    let calls = call::Entity::find().filter(call::Column::CaseId.eq(case));
    let calls = calls.order_by_asc(call::Column::Position).all(db).await?;
    let with_calls = |whistle: row::Model| {
        let own = calls.iter().filter(|call| call.whistle_id == whistle.id).cloned().collect();
        (whistle, own)
    };
    Ok(whistles.into_iter().map(with_calls).collect())
}
