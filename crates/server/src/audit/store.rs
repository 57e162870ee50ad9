//! The statements about the log.

use std::collections::HashMap;

use pingan_api::audit::AuditQuery;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr,
};
use uuid::Uuid;

use super::entity::{Column, Entity, Model};
use crate::account::entity::{account, grant};

/// Lines newest first, after the place that a cursor names.
pub(super) async fn lines(
    db: &impl ConnectionTrait,
    query: &AuditQuery,
    after: Option<(i64, Uuid)>,
    limit: u64,
) -> Result<Vec<Model>, DbErr> {
    let mut select = Entity::find();
    if let Some(account) = query.account {
        select = select.filter(Column::AccountId.eq(account.0));
    }
    if let Some(action) = query.action {
        select = select.filter(Column::Action.eq(action.as_str()));
    }
    if let Some(kind) = query.object_kind {
        select = select.filter(Column::ObjectKind.eq(kind.as_str()));
    }
    if let Some(id) = &query.object_id {
        select = select.filter(Column::ObjectId.eq(id.as_str()));
    }
    if let Some(from) = query.from {
        select = select.filter(Column::At.gte(from.as_millis()));
    }
    if let Some(before) = query.before {
        select = select.filter(Column::At.lt(before.as_millis()));
    }
    if let Some((at, id)) = after {
        let place = Expr::tuple([Expr::col(Column::At), Expr::col(Column::Id)]);
        select = select.filter(place.lt(Expr::tuple([at.into(), id.into()])));
    }
    select.order_by_desc(Column::At).order_by_desc(Column::Id).limit(limit).all(db).await
}

pub(super) async fn accounts(db: &impl ConnectionTrait, ids: Vec<Uuid>) -> Result<Vec<account::Model>, DbErr> {
    account::Entity::find().filter(account::Column::Id.is_in(ids)).all(db).await
}

/// Those of some accounts that have or had a role.
pub(super) async fn staff(db: &impl ConnectionTrait, ids: Vec<Uuid>) -> Result<Vec<Uuid>, DbErr> {
    let grants = grant::Entity::find().select_only().column(grant::Column::AccountId).distinct();
    grants.filter(grant::Column::AccountId.is_in(ids)).into_tuple().all(db).await
}

/// What rows of a table are called, by their ids.
pub(super) async fn titles<E: EntityTrait>(
    db: &impl ConnectionTrait,
    id: E::Column,
    title: E::Column,
    ids: Vec<Uuid>,
) -> Result<HashMap<Uuid, String>, DbErr> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = E::find().select_only().columns([id, title]).filter(id.is_in(ids));
    Ok(rows.into_tuple().all(db).await?.into_iter().collect())
}
