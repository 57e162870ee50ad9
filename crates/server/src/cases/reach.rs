//! The number that somebody left to be reached by: in the database it is sealed, and bound to the share that it came with,
//! so that in another row it does not open.

use pingan_api::cases::Contact;
use sea_orm::{
    ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait, Func},
};
use uuid::Uuid;

use super::entity::contact;
use crate::{db::Db, error::AppError, secret::Secret};

const PURPOSE: &str = "contact";
/// Longer than any number, shorter than anything sealed.
const LONGEST_PLAIN: i32 = 24;

/// As it is kept, with the wish for text messages; none if none was left.
pub(super) fn left(secret: &Secret, share: Uuid, contact: Option<&Contact>) -> Option<(String, bool)> {
    let contact = contact?;
    Some((seal(secret, share, &contact.normalized()?), contact.text_me))
}

pub(super) fn seal(secret: &Secret, share: Uuid, phone: &str) -> String {
    secret.seal(PURPOSE, share.as_bytes(), phone.as_bytes())
}

pub fn open(secret: &Secret, contact: &contact::Model) -> Result<String, AppError> {
    let opened = secret.open(PURPOSE, contact.reporter_id.as_bytes(), &contact.phone);
    let phone = opened.and_then(|bytes| String::from_utf8(bytes).ok());
    phone.ok_or_else(|| AppError::broken("a sealed number does not open: was the secret changed?"))
}

/// Seals the numbers that earlier versions wrote down as they are.
pub async fn seal_old(db: &Db, secret: &Secret) -> Result<(), AppError> {
    let plain = Expr::expr(Func::char_length(Expr::col(contact::Column::Phone))).lte(LONGEST_PLAIN);
    let secret = secret.clone();
    db.write(move |tx| Box::pin(async move { seal_all(tx, &secret, plain).await })).await
}

async fn seal_all(tx: &DatabaseTransaction, secret: &Secret, plain: Expr) -> Result<(), AppError> {
    for row in contact::Entity::find().filter(plain).all(tx).await? {
        contact::Entity::update_many()
            .col_expr(contact::Column::Phone, seal(secret, row.reporter_id, &row.phone).into())
            .filter(contact::Column::ReporterId.eq(row.reporter_id))
            .exec(tx)
            .await?;
    }
    Ok(())
}
