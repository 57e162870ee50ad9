//! `POST /api/v1/voices`: one voice note in, once per idempotency key.

use axum::{
    Json,
    extract::{Request, State as Ext},
    http::{HeaderMap, StatusCode, header},
};
use bytes::Bytes;
use pingan_api::{
    ProblemCode, Timestamp,
    id::{IdempotencyKey, VoiceId},
    voices::{GRACE_MS, MAX_BYTES, MAX_SECONDS, Voice},
};
use sea_orm::{ActiveModelTrait, ColumnTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, SqlErr};
use uuid::Uuid;

use super::{
    describe,
    entity::{Column, Entity, Model},
    measure::{Heard, measure},
};
use crate::{
    error::AppError,
    extract::{Key, read_body},
    photos::fingerprint,
    state::State,
};

pub(super) async fn upload(
    Ext(state): Ext<State>,
    Key(key): Key,
    request: Request,
) -> Result<(StatusCode, Json<Voice>), AppError> {
    if !may_be_audio(request.headers()) {
        return Err(ProblemCode::UnsupportedMediaType.into());
    }
    let bytes = read_body(request, MAX_BYTES, ProblemCode::VoiceTooHeavy).await?;
    let voice = take_in(&state, key, bytes, state.now()).await?;
    Ok((StatusCode::CREATED, Json(voice)))
}

/// Some recorders call their MP4 or WebM a video, and some call it nothing; the bytes tell.
fn may_be_audio(headers: &HeaderMap) -> bool {
    let name = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let name = name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    name.starts_with("audio/") || ["video/mp4", "video/webm", "application/ogg"].contains(&name.as_str())
}

/// Keeps a recording that no case names yet, or answers what was answered to the same key and bytes before.
async fn take_in(state: &State, key: IdempotencyKey, bytes: Bytes, at: Timestamp) -> Result<Voice, AppError> {
    let sha256 = fingerprint(&bytes);
    if let Some(voice) = repeated(state, key, &sha256).await? {
        return Ok(voice);
    }
    let Heard { format, ms } = measure(&bytes)?;
    if ms.is_some_and(|ms| ms > MAX_SECONDS * 1000 + GRACE_MS) {
        return Err(ProblemCode::VoiceTooLong.into());
    }
    let id = VoiceId(Uuid::now_v7());
    // The object first, so that a row never promises what is not there.
    state.voices.put(id, bytes).await?;
    let row = Model {
        id: id.0,
        idempotency_key: key.0,
        sha256: sha256.clone(),
        format: format.to_string(),
        ms: ms.and_then(|ms| i32::try_from(ms).ok()),
        created_at: at.as_millis(),
        case_id: None,
        reporter_id: None,
    };
    let voice = describe(&state.secret, &row)?;
    let inserted: Result<(), DbErr> = state
        .db
        .write(move |transaction| {
            Box::pin(async move { row.into_active_model().insert(transaction).await.map(|_| ()) })
        })
        .await;
    let Err(error) = inserted else { return Ok(voice) };
    state.voices.delete(id).await?;
    // The same recording came twice at once, and the other one was first.
    if let Some(SqlErr::UniqueConstraintViolation(_)) = error.sql_err()
        && let Some(voice) = repeated(state, key, &sha256).await?
    {
        return Ok(voice);
    }
    Err(error.into())
}

async fn repeated(state: &State, key: IdempotencyKey, sha256: &str) -> Result<Option<Voice>, AppError> {
    let known = Entity::find().filter(Column::IdempotencyKey.eq(key.0)).one(state.db.reads()).await?;
    let Some(row) = known else { return Ok(None) };
    if row.sha256 != sha256 {
        return Err(ProblemCode::IdempotencyKeyReused.into());
    }
    describe(&state.secret, &row).map(Some)
}
