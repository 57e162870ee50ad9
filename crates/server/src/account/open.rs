//! A new account, and how its phone number is kept.

use pingan_api::{Timestamp, account::Phone, id::AccountId};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::{entity::account, store};
use crate::{error::AppError, secret::Secret};

pub struct NewAccount {
    pub phone: Phone,
    pub name: String,
    /// The version of the words that were agreed to.
    pub consent: u32,
    pub at: Timestamp,
}

/// The account of a number, made if there is none.
pub async fn open(
    tx: &DatabaseTransaction,
    secret: &Secret,
    NewAccount { phone, name, consent, at }: NewAccount,
) -> Result<AccountId, AppError> {
    let id = Uuid::now_v7();
    let row = account::Model {
        id,
        phone_key: phone_key(secret, &phone),
        phone_sealed: seal_phone(secret, id, &phone),
        wechat_key: None,
        name,
        consent: i32::try_from(consent).unwrap_or(i32::MAX),
        consent_at: at.as_millis(),
        totp_sealed: None,
        totp_enrolled_at: None,
        totp_step: None,
        created_at: at.as_millis(),
    };
    let phone_key = row.phone_key.clone();
    if store::insert_account(tx, row).await? {
        return Ok(AccountId(id));
    }
    let known = store::account_by_phone(tx, &phone_key).await?;
    known.map(|row| AccountId(row.id)).ok_or_else(|| AppError::broken("an account is there and is not"))
}

/// Finds an account by its number. The number has few digits, so that a plain hash could be tried out; this one needs
/// the server's secret.
pub(super) fn phone_key(secret: &Secret, phone: &Phone) -> String {
    secret.key("phone", &[phone.as_str().as_bytes()])
}

/// Bound to its account, so that a sealed number moved to another row does not open there.
pub(super) fn seal_phone(secret: &Secret, account: Uuid, phone: &Phone) -> String {
    secret.seal("phone", account.as_bytes(), phone.as_str().as_bytes())
}

/// The number itself, to send something to.
pub(crate) fn phone_of(secret: &Secret, row: &account::Model) -> Result<Phone, AppError> {
    let opened = secret.open("phone", row.id.as_bytes(), &row.phone_sealed);
    let text = opened.and_then(|bytes| String::from_utf8(bytes).ok());
    let phone = text.and_then(|text| text.parse().ok());
    phone.ok_or_else(|| AppError::broken("a sealed phone number does not open: was the secret changed?"))
}
