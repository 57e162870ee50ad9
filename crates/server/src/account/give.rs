//! A role given, and the line in the log that says so.

use pingan_api::{
    Timestamp,
    account::Role,
    audit::{Action, ObjectKind},
    id::{AccountId, GrantId, UnitId},
};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::{entity::grant, store};
use crate::{
    audit::{By, Line, record},
    error::AppError,
};

/// Gives a role without asking who may: for the command line and the demonstration.
pub async fn give(
    tx: &DatabaseTransaction,
    by: By,
    account: AccountId,
    role: Role,
    unit: &UnitId,
    at: Timestamp,
) -> Result<GrantId, AppError> {
    let row = grant::Model {
        id: Uuid::now_v7(),
        account_id: account.0,
        role: role.to_string(),
        unit: unit.0.clone(),
        idempotency_key: Uuid::now_v7(),
        body_hash: String::new(),
        granted_by: by.account.map(|account| account.0),
        granted_at: at.as_millis(),
        ended_by: None,
        ended_at: None,
    };
    let id = GrantId(row.id);
    store::insert_grant(tx, row).await?;
    let line = Line::new(Action::GrantRole).on(ObjectKind::Account, account).at_unit(unit).with("role", role);
    record(tx, by, at, line).await?;
    Ok(id)
}
