//! A part of a case that becomes a case of its own.

use pingan_api::{
    FieldError, Issue,
    cases::{CaseNumber, Share},
    id::PhotoId,
};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::{
    entity::{case, reporter},
    keys, reach, store,
};
use crate::{error::AppError, secret::Secret};

/// Draws of a number before giving up.
const DRAWS: usize = 20;

/// A new case out of another.
pub(crate) struct Offshoot {
    /// Its number is drawn here.
    pub(crate) case: case::Model,
    /// The case that it comes from.
    pub(crate) of: Uuid,
    /// Photos of that case that go with it.
    pub(crate) photos: Vec<PhotoId>,
}

/// Writes it. Whoever raised the old case raised this one: the code that they have opens it, and what was left to reach
/// them by reaches them about it. Whoever has left has no code here either.
pub(crate) async fn split_off(
    tx: &DatabaseTransaction,
    secret: &Secret,
    Offshoot { mut case, of, photos }: Offshoot,
) -> Result<CaseNumber, AppError> {
    let parent = store::first_share(tx, of).await?;
    let code = keys::code_of(secret, &parent);
    let contact = store::contact(tx, parent.id).await?;
    let phone = contact.as_ref().map(|contact| reach::open(secret, contact)).transpose()?;
    for _ in 0..DRAWS {
        let number = keys::draw_number();
        case.number = keys::number_column(number);
        let id = Uuid::now_v7();
        let opens = if keys::is_gone(&parent) { keys::gone_hash(id) } else { keys::code_hash(secret, number, &code) };
        let share = reporter::Model {
            id,
            case_id: case.id,
            share: Share::Reporter.to_string(),
            // Nobody sent it: the key is one that no client makes again.
            idempotency_key: Uuid::now_v7(),
            body_hash: String::new(),
            code_hash: opens,
            code_from: Some(parent.code_from.unwrap_or(parent.id)),
            text: String::new(),
            step: 0,
            created_at: case.created_at,
            device: parent.device.clone(),
        };
        let share_id = share.id;
        let sealed = phone.as_ref().map(|phone| reach::seal(secret, share_id, phone));
        let phone = sealed.zip(contact.as_ref().map(|contact| contact.text_me));
        let raised = store::Raised { case: case.clone(), share, phone, photos: Vec::new(), voice: None };
        match store::raise(tx, raised).await {
            Ok(_) => {
                let lost = store::move_photos(tx, of, case.id, share_id, &photos).await?;
                if lost.is_empty() {
                    return Ok(number);
                }
                let errors = lost.into_iter().map(|i| FieldError::new(format!("photos[{i}]"), Issue::UnknownPhoto));
                return Err(errors.collect::<Vec<_>>().into());
            }
            Err(store::Refused::NumberTaken) => {}
            Err(store::Refused::KeyOrCodeTaken) => return Err(AppError::broken("a code was drawn twice")),
            Err(store::Refused::Failed(error)) => return Err(error),
        }
    }
    Err(AppError::broken("no free case number was drawn"))
}
