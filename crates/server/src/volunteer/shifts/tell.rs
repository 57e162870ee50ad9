//! `POST /api/v1/volunteer/shifts/{shift}/messages`: the organiser writes to everyone who has a place or waits, once per
//! idempotency key.

use std::collections::HashSet;

use axum::{Json, extract::State as Ext, http::StatusCode};
use pingan_api::{
    ProblemCode,
    id::ShiftId,
    volunteer::{ShiftState, VolunteerWord, shift::ShiftWords},
};
use sea_orm::DatabaseTransaction;

use super::{Locked, is, line, locked, notices};
use crate::{
    access::Actor,
    audit,
    error::AppError,
    extract::{Body, Key, Param},
    state::State,
    volunteer::{entity::shift_message, sign_ups, store::shift as store},
};

pub(super) async fn tell(
    Ext(state): Ext<State>,
    actor: Actor,
    Param(id): Param<ShiftId>,
    Key(key): Key,
    Body(body): Body<ShiftWords>,
) -> Result<(StatusCode, Json<()>), AppError> {
    let (district, at) = (state.district(), state.now());
    let json = serde_json::to_vec(&body).map_err(AppError::broken)?;
    let message = shift_message::Model {
        idempotency_key: key.0,
        body_hash: state.secret.key("body", &[b"message", actor.account.0.as_bytes(), id.0.as_bytes(), &json]),
        shift_id: id.0,
        sent_at: at.as_millis(),
    };
    let ShiftWords { words, series } = body;
    let told = state
        .db
        .write(move |tx| {
            Box::pin(async move {
                let Locked { shift, team, others } = locked(tx, &district, &actor, id, series).await?;
                // A repeat is answered whatever has become of the shift since.
                if !is_new(tx, message).await? {
                    return Ok(Vec::new());
                }
                if !is(&shift, ShiftState::Published) {
                    return Err(ProblemCode::NotPossibleNow.into());
                }
                let first = shift.starts_at;
                let later = others.into_iter().filter(|row| row.starts_at > first && is(row, ShiftState::Published));
                let (words, mut messages) = (words.trim(), Vec::new());
                for shift in [shift].into_iter().chain(later) {
                    messages.extend(notices(tx, &shift, VolunteerWord::Message, Some(words)).await?);
                    audit::record(tx, &actor, at, line("message", shift.id, &team)).await?;
                }
                // Whoever is in several of them reads it once.
                let mut seen = HashSet::new();
                messages.retain(|message| seen.insert(message.account));
                sign_ups::line::tell(tx, messages, at).await
            })
        })
        .await?;
    sign_ups::wake(&state, told);
    Ok((StatusCode::CREATED, Json(())))
}

/// False for one that was sent before. Its words are kept with what people were told, and nowhere else.
async fn is_new(tx: &DatabaseTransaction, message: shift_message::Model) -> Result<bool, AppError> {
    let (key, body_hash) = (message.idempotency_key, message.body_hash.clone());
    if store::insert_message(tx, message).await? {
        return Ok(true);
    }
    let before = store::message_by_key(tx, key).await?.ok_or_else(|| AppError::broken("a message is gone"))?;
    if before.body_hash == body_hash { Ok(false) } else { Err(ProblemCode::IdempotencyKeyReused.into()) }
}
