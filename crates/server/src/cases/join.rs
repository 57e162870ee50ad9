//! `POST /api/v1/cases/{number}/joins`: a neighbour's "this is mine too".

use axum::{Json, extract::State as Ext, http::StatusCode, response::IntoResponse};
use pingan_api::{
    Timestamp,
    cases::{CaseNumber, NewJoin, Receipt, Share},
    id::IdempotencyKey,
};
use uuid::Uuid;

use super::{create::repeated, entity::reporter, keys, reach, store, view};
use crate::{
    access::MaybeActor,
    account,
    desk::blocks,
    device::Device,
    error::AppError,
    extract::{Body, Key, Param},
    live::{self, Change},
    state::State,
};

/// A code is drawn again if another share of the case has it, once in 700 million.
const DRAWS: usize = 3;

pub(super) async fn join(
    Ext(state): Ext<State>,
    Param(number): Param<CaseNumber>,
    device: Device,
    MaybeActor(actor): MaybeActor,
    Key(key): Key,
    Body(join): Body<NewJoin>,
) -> Result<impl IntoResponse, AppError> {
    let at = state.now();
    blocks::refuse(&state, &device.key, actor.as_ref().map(|actor| actor.account), at).await?;
    let receipt = join_case_from(&state, Some(&device.key), number, join, key, at).await?;
    account::keep(&state, actor, key).await?;
    Ok((StatusCode::CREATED, device.keep(), Json(receipt)))
}

/// The same for a neighbour who comes with no device.
pub async fn join_case(
    state: &State,
    number: CaseNumber,
    new: NewJoin,
    key: IdempotencyKey,
    at: Timestamp,
) -> Result<Receipt, AppError> {
    join_case_from(state, None, number, new, key, at).await
}

/// Adds a share that was validated, or answers what was answered to the same key and body before. A number that does
/// not exist fails as one whose case can't be joined: it tells nobody which numbers there are.
async fn join_case_from(
    state: &State,
    device: Option<&str>,
    number: CaseNumber,
    new: NewJoin,
    key: IdempotencyKey,
    at: Timestamp,
) -> Result<Receipt, AppError> {
    let body_hash = keys::body_hash(&state.secret, &format!("join {number}"), &new);
    for _ in 0..DRAWS {
        let id = Uuid::now_v7();
        let code = keys::new_code(&state.secret, id);
        let joining = store::Joining {
            number: keys::number_column(number),
            share: reporter::Model {
                id,
                case_id: Uuid::nil(),
                share: Share::Neighbour.to_string(),
                idempotency_key: key.0,
                body_hash: body_hash.clone(),
                code_hash: keys::code_hash(&state.secret, number, &code),
                code_from: None,
                text: new.text.trim().to_owned(),
                step: 0,
                created_at: at.as_millis(),
                device: device.map(str::to_owned),
            },
            phone: reach::left(&state.secret, id, new.contact.as_ref()),
            photos: new.photos.clone(),
            voice: new.voice,
        };
        match state.db.write(move |tx| Box::pin(store::join(tx, joining))).await {
            Ok((case, share, step)) => {
                live::publish(state, Change::new(case.id, case.holder.as_deref(), case.holder.as_deref()));
                return view::receipt(&state.secret, &state.district(), &case, &share, &step);
            }
            Err(store::Refused::NumberTaken | store::Refused::KeyOrCodeTaken) => {
                if let Some(receipt) = repeated(state, key, &body_hash).await? {
                    return Ok(receipt);
                }
            }
            Err(store::Refused::Failed(error)) => return Err(error),
        }
    }
    Err(AppError::broken("no free case code was drawn"))
}
