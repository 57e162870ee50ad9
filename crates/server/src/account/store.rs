//! The statements about accounts, sessions and grants.

use pingan_api::account::GrantQuery;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, ExprTrait, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect,
    sea_query::{Expr, OnConflict},
};
use uuid::Uuid;

use super::entity::{account, draft, grant, one_time_code, recovery_code, session, share};
use crate::{
    cases::with_parts,
    db::insert_new,
    desk::entity::{block, filter},
    error::AppError,
};

/// Answers whether it is new: one account a number.
pub(super) async fn insert_account(tx: &DatabaseTransaction, row: account::Model) -> Result<bool, DbErr> {
    insert_new::<account::Entity, _>(tx, row).await
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

pub(super) async fn account_by_wechat(
    db: &impl ConnectionTrait,
    wechat_key: &str,
) -> Result<Option<account::Model>, DbErr> {
    account::Entity::find().filter(account::Column::WechatKey.eq(wechat_key)).one(db).await
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
pub(crate) async fn live_grants(db: &impl ConnectionTrait, account: Uuid) -> Result<Vec<grant::Model>, DbErr> {
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

pub(super) async fn account_if_any(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<account::Model>, DbErr> {
    account::Entity::find_by_id(id).one(db).await
}

/// The account, which nobody else changes until the transaction ends.
pub(super) async fn account_for_update(tx: &DatabaseTransaction, id: Uuid) -> Result<account::Model, AppError> {
    let row = account::Entity::find_by_id(id).lock_exclusive().one(tx).await?;
    row.ok_or_else(|| AppError::broken("a session has no account"))
}

async fn change(tx: &DatabaseTransaction, id: Uuid, changes: account::ActiveModel) -> Result<(), DbErr> {
    account::Entity::update_many().set(changes).filter(account::Column::Id.eq(id)).exec(tx).await?;
    Ok(())
}

pub(super) async fn agree(tx: &DatabaseTransaction, id: Uuid, version: i32, at: i64) -> Result<(), DbErr> {
    let changes = account::ActiveModel { consent: Set(version), consent_at: Set(at), ..Default::default() };
    change(tx, id, changes).await
}

pub(super) async fn rename(tx: &DatabaseTransaction, id: Uuid, name: String) -> Result<(), DbErr> {
    change(tx, id, account::ActiveModel { name: Set(name), ..Default::default() }).await
}

pub(super) async fn change_phone(tx: &DatabaseTransaction, id: Uuid, key: String, sealed: String) -> Result<(), DbErr> {
    let changes = account::ActiveModel { phone_key: Set(key), phone_sealed: Set(sealed), ..Default::default() };
    change(tx, id, changes).await
}

pub(super) async fn set_wechat(tx: &DatabaseTransaction, id: Uuid, key: Option<String>) -> Result<(), DbErr> {
    change(tx, id, account::ActiveModel { wechat_key: Set(key), ..Default::default() }).await
}

pub(super) async fn enrol(tx: &DatabaseTransaction, id: Uuid, sealed: String, step: i64, at: i64) -> Result<(), DbErr> {
    let changes = account::ActiveModel {
        totp_sealed: Set(Some(sealed)),
        totp_step: Set(Some(step)),
        totp_enrolled_at: Set(Some(at)),
        ..Default::default()
    };
    change(tx, id, changes).await
}

pub(super) async fn take_step(tx: &DatabaseTransaction, id: Uuid, step: i64) -> Result<(), DbErr> {
    change(tx, id, account::ActiveModel { totp_step: Set(Some(step)), ..Default::default() }).await
}

/// No session of the account has shown the second factor.
pub(super) async fn forget_second_factor(tx: &DatabaseTransaction, account: Uuid) -> Result<(), DbErr> {
    session::Entity::update_many()
        .col_expr(session::Column::SecondFactorUntil, 0_i64.into())
        .filter(session::Column::AccountId.eq(account))
        .exec(tx)
        .await?;
    Ok(())
}

/// The session has shown the second factor.
pub(super) async fn pass(tx: &DatabaseTransaction, session: Uuid, until: i64) -> Result<(), DbErr> {
    session::Entity::update_many()
        .col_expr(session::Column::SecondFactorUntil, until.into())
        .filter(session::Column::Id.eq(session))
        .exec(tx)
        .await?;
    Ok(())
}

pub(super) async fn replace_recovery_codes(
    tx: &DatabaseTransaction,
    account: Uuid,
    rows: Vec<recovery_code::Model>,
) -> Result<(), DbErr> {
    recovery_code::Entity::delete_many().filter(recovery_code::Column::AccountId.eq(account)).exec(tx).await?;
    let rows = rows.into_iter().map(IntoActiveModel::into_active_model);
    recovery_code::Entity::insert_many::<recovery_code::ActiveModel, _>(rows).exec_without_returning(tx).await?;
    Ok(())
}

/// Answers whether there was such a code; there is none from here on.
pub(super) async fn use_recovery_code(tx: &DatabaseTransaction, account: Uuid, hash: &str) -> Result<bool, DbErr> {
    let code = recovery_code::Entity::delete_many()
        .filter(recovery_code::Column::AccountId.eq(account))
        .filter(recovery_code::Column::CodeHash.eq(hash));
    Ok(code.exec(tx).await?.rows_affected > 0)
}

/// When codes were sent to a number, oldest first.
pub(super) async fn codes_since(db: &impl ConnectionTrait, phone_key: &str, since: i64) -> Result<Vec<i64>, DbErr> {
    one_time_code::Entity::find()
        .select_only()
        .column(one_time_code::Column::CreatedAt)
        .filter(one_time_code::Column::PhoneKey.eq(phone_key))
        .filter(one_time_code::Column::CreatedAt.gt(since))
        .order_by_asc(one_time_code::Column::CreatedAt)
        .into_tuple()
        .all(db)
        .await
}

pub(super) async fn insert_code(tx: &DatabaseTransaction, row: one_time_code::Model) -> Result<(), DbErr> {
    one_time_code::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
    Ok(())
}

pub(super) async fn delete_code(tx: &DatabaseTransaction, id: Uuid) -> Result<(), DbErr> {
    one_time_code::Entity::delete_by_id(id).exec(tx).await?;
    Ok(())
}

/// The last code that was sent to a number for a purpose.
pub(super) async fn last_code(
    tx: &DatabaseTransaction,
    phone_key: &str,
    purpose: &str,
) -> Result<Option<one_time_code::Model>, DbErr> {
    one_time_code::Entity::find()
        .filter(one_time_code::Column::PhoneKey.eq(phone_key))
        .filter(one_time_code::Column::Purpose.eq(purpose))
        .order_by_desc(one_time_code::Column::CreatedAt)
        .order_by_desc(one_time_code::Column::Id)
        .one(tx)
        .await
}

pub(super) async fn count_try(tx: &DatabaseTransaction, id: Uuid) -> Result<(), DbErr> {
    one_time_code::Entity::update_many()
        .col_expr(one_time_code::Column::Tries, Expr::col(one_time_code::Column::Tries).add(1))
        .filter(one_time_code::Column::Id.eq(id))
        .exec(tx)
        .await?;
    Ok(())
}

pub(super) async fn use_code(tx: &DatabaseTransaction, id: Uuid) -> Result<(), DbErr> {
    one_time_code::Entity::update_many()
        .col_expr(one_time_code::Column::Used, true.into())
        .filter(one_time_code::Column::Id.eq(id))
        .exec(tx)
        .await?;
    Ok(())
}

pub(super) async fn extend_code(tx: &DatabaseTransaction, id: Uuid, until: i64) -> Result<(), DbErr> {
    one_time_code::Entity::update_many()
        .col_expr(one_time_code::Column::ExpiresAt, until.into())
        .filter(one_time_code::Column::Id.eq(id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Sessions that have not ended, last used first.
pub(super) async fn sessions_of(
    db: &impl ConnectionTrait,
    account: Uuid,
    now: i64,
) -> Result<Vec<session::Model>, DbErr> {
    session::Entity::find()
        .filter(session::Column::AccountId.eq(account))
        .filter(session::Column::ExpiresAt.gt(now))
        .order_by_desc(session::Column::SeenAt)
        .order_by_desc(session::Column::Id)
        .all(db)
        .await
}

/// Answers whether the account had such a session.
pub(super) async fn delete_session(tx: &DatabaseTransaction, account: Uuid, id: Uuid) -> Result<bool, DbErr> {
    let session = session::Entity::delete_many()
        .filter(session::Column::Id.eq(id))
        .filter(session::Column::AccountId.eq(account));
    Ok(session.exec(tx).await?.rows_affected > 0)
}

/// Grants on some units with their accounts, newest first.
pub(super) async fn grants(
    db: &impl ConnectionTrait,
    query: &GrantQuery,
    units: &[&str],
    after: Option<(i64, Uuid)>,
    limit: u64,
) -> Result<Vec<(grant::Model, Option<account::Model>)>, DbErr> {
    let mut select = grant::Entity::find().filter(grant::Column::Unit.is_in(units.iter().copied()));
    if let Some(role) = query.role {
        select = select.filter(grant::Column::Role.eq(role.as_str()));
    }
    if let Some(account) = query.account {
        select = select.filter(grant::Column::AccountId.eq(account.0));
    }
    if query.ended != Some(true) {
        select = select.filter(grant::Column::EndedAt.is_null());
    }
    if let Some((at, id)) = after {
        let place = Expr::tuple([Expr::col(grant::Column::GrantedAt), Expr::col(grant::Column::Id)]);
        select = select.filter(place.lt(Expr::tuple([at.into(), id.into()])));
    }
    let ordered = select.order_by_desc(grant::Column::GrantedAt).order_by_desc(grant::Column::Id);
    let rows = ordered.limit(limit).all(db).await?;
    let ids = rows.iter().map(|row| row.account_id);
    let accounts = account::Entity::find().filter(account::Column::Id.is_in(ids)).all(db).await?;
    let of = |id: Uuid| accounts.iter().find(|account| account.id == id).cloned();
    Ok(rows.into_iter().map(|row| (row.clone(), of(row.account_id))).collect())
}

pub(super) async fn grant_by_key(db: &impl ConnectionTrait, key: Uuid) -> Result<Option<grant::Model>, DbErr> {
    grant::Entity::find().filter(grant::Column::IdempotencyKey.eq(key)).one(db).await
}

pub(super) async fn grant_for_update(tx: &DatabaseTransaction, id: Uuid) -> Result<Option<grant::Model>, DbErr> {
    grant::Entity::find_by_id(id).lock_exclusive().one(tx).await
}

pub(super) async fn end_grant(tx: &DatabaseTransaction, id: Uuid, by: Option<Uuid>, at: i64) -> Result<(), DbErr> {
    let changes = grant::ActiveModel { ended_by: Set(by), ended_at: Set(Some(at)), ..Default::default() };
    grant::Entity::update_many().set(changes).filter(grant::Column::Id.eq(id)).exec(tx).await?;
    Ok(())
}

/// The shares that were taken into an account, and those of the parts of its cases.
pub(crate) async fn shares_of(db: &impl ConnectionTrait, account: Uuid) -> Result<Vec<Uuid>, DbErr> {
    let shares = share::Entity::find().select_only().column(share::Column::ReporterId);
    let shares = shares.filter(share::Column::AccountId.eq(account)).into_tuple().all(db).await?;
    with_parts(db, shares).await
}

/// Takes shares into an account; those that are there already stay as they are.
pub(super) async fn take(tx: &DatabaseTransaction, account: Uuid, shares: Vec<Uuid>, at: i64) -> Result<(), DbErr> {
    for reporter_id in shares {
        let row = share::Model { account_id: account, reporter_id, taken_at: at };
        insert_new::<share::Entity, _>(tx, row).await?;
    }
    Ok(())
}

pub(super) async fn drafts(db: &impl ConnectionTrait, account: Uuid) -> Result<Vec<draft::Model>, DbErr> {
    let of_account = draft::Entity::find().filter(draft::Column::AccountId.eq(account));
    of_account.order_by_asc(draft::Column::Kind).all(db).await
}

/// In the place of an earlier one.
pub(super) async fn keep_draft(tx: &DatabaseTransaction, row: draft::Model) -> Result<(), DbErr> {
    let kept = OnConflict::columns([draft::Column::AccountId, draft::Column::Kind])
        .update_columns([draft::Column::Sealed, draft::Column::ChangedAt])
        .to_owned();
    draft::Entity::insert(row.into_active_model()).on_conflict(kept).exec_without_returning(tx).await?;
    Ok(())
}

pub(super) async fn forget_draft(tx: &DatabaseTransaction, account: Uuid, kind: &str) -> Result<(), DbErr> {
    draft::Entity::delete_by_id((account, kind.to_owned())).exec(tx).await?;
    Ok(())
}

/// The account with everything that hangs on it; its grants end.
pub(super) async fn delete_account(tx: &DatabaseTransaction, row: &account::Model, at: i64) -> Result<(), DbErr> {
    share::Entity::delete_many().filter(share::Column::AccountId.eq(row.id)).exec(tx).await?;
    draft::Entity::delete_many().filter(draft::Column::AccountId.eq(row.id)).exec(tx).await?;
    recovery_code::Entity::delete_many().filter(recovery_code::Column::AccountId.eq(row.id)).exec(tx).await?;
    one_time_code::Entity::delete_many()
        .filter(one_time_code::Column::PhoneKey.eq(row.phone_key.as_str()))
        .exec(tx)
        .await?;
    session::Entity::delete_many().filter(session::Column::AccountId.eq(row.id)).exec(tx).await?;
    filter::Entity::delete_many().filter(filter::Column::AccountId.eq(row.id)).exec(tx).await?;
    unbind_blocks(tx, row.id).await?;
    for held in live_grants(tx, row.id).await? {
        end_grant(tx, held.id, Some(row.id), at).await?;
    }
    account::Entity::delete_by_id(row.id).exec(tx).await?;
    Ok(())
}

/// A block goes on for the device that it names; one of the account alone keeps nobody from anything any more.
async fn unbind_blocks(tx: &DatabaseTransaction, account: Uuid) -> Result<(), DbErr> {
    let of_account = block::Entity::delete_many().filter(block::Column::AccountId.eq(account));
    of_account.filter(block::Column::Device.is_null()).exec(tx).await?;
    block::Entity::update_many()
        .col_expr(block::Column::AccountId, Expr::value(None::<Uuid>))
        .filter(block::Column::AccountId.eq(account))
        .exec(tx)
        .await?;
    Ok(())
}

/// Sessions that ended, codes of which the limits no longer count, and drafts that nobody went on with.
pub(super) async fn sweep(
    tx: &DatabaseTransaction,
    now: i64,
    codes_before: i64,
    drafts_before: i64,
) -> Result<(), DbErr> {
    draft::Entity::delete_many().filter(draft::Column::ChangedAt.lt(drafts_before)).exec(tx).await?;
    session::Entity::delete_many().filter(session::Column::ExpiresAt.lte(now)).exec(tx).await?;
    one_time_code::Entity::delete_many().filter(one_time_code::Column::CreatedAt.lt(codes_before)).exec(tx).await?;
    Ok(())
}
