//! The statements about accounts, sessions and grants.

use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    sea_query::OnConflict,
};
use uuid::Uuid;

use super::entity::{account, grant, session};
use crate::error::AppError;

/// Answers whether it is new: one account a number.
pub(super) async fn insert_account(tx: &DatabaseTransaction, row: account::Model) -> Result<bool, DbErr> {
    let nothing = OnConflict::new().do_nothing().to_owned();
    let inserted = account::Entity::insert(row.into_active_model()).on_conflict(nothing);
    Ok(inserted.exec_without_returning(tx).await? > 0)
}

pub(super) async fn account(db: &impl ConnectionTrait, id: Uuid) -> Result<account::Model, AppError> {
    let row = account::Entity::find_by_id(id).one(db).await?;
    row.ok_or_else(|| AppError::broken("a session has no account"))
}

pub(super) async fn account_by_phone(
    db: &impl ConnectionTrait,
    phone_key: &str,
) -> Result<Option<account::Model>, DbErr> {
    account::Entity::find().filter(account::Column::PhoneKey.eq(phone_key)).one(db).await
}

pub(super) async fn insert_session(tx: &DatabaseTransaction, row: session::Model) -> Result<(), DbErr> {
    session::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
    Ok(())
}

pub(super) async fn session_by_token(
    db: &impl ConnectionTrait,
    token_hash: &str,
) -> Result<Option<session::Model>, DbErr> {
    session::Entity::find().filter(session::Column::TokenHash.eq(token_hash)).one(db).await
}

pub(super) async fn renew_session(
    tx: &DatabaseTransaction,
    id: Uuid,
    seen_at: i64,
    expires_at: i64,
) -> Result<(), AppError> {
    session::Entity::update_many()
        .col_expr(session::Column::SeenAt, seen_at.into())
        .col_expr(session::Column::ExpiresAt, expires_at.into())
        .filter(session::Column::Id.eq(id))
        .exec(tx)
        .await?;
    Ok(())
}

/// What an account may do now, oldest grant first.
pub(super) async fn live_grants(db: &impl ConnectionTrait, account: Uuid) -> Result<Vec<grant::Model>, DbErr> {
    grant::Entity::find()
        .filter(grant::Column::AccountId.eq(account))
        .filter(grant::Column::EndedAt.is_null())
        .order_by_asc(grant::Column::Id)
        .all(db)
        .await
}

/// Answers whether the key is new.
pub(super) async fn insert_grant(tx: &DatabaseTransaction, row: grant::Model) -> Result<bool, DbErr> {
    let nothing = OnConflict::column(grant::Column::IdempotencyKey).do_nothing().to_owned();
    let inserted = grant::Entity::insert(row.into_active_model()).on_conflict(nothing);
    Ok(inserted.exec_without_returning(tx).await? > 0)
}
