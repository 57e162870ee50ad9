//! `POST /api/v1/photos`: one photo in, once per idempotency key.

use axum::{
    Json,
    extract::{Request, State as Ext},
    http::StatusCode,
};
use bytes::Bytes;
use pingan_api::{
    ProblemCode, Timestamp,
    id::{IdempotencyKey, PhotoId},
    photos::{MAX_BYTES, Photo},
};
use sea_orm::{ActiveModelTrait, ColumnTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, SqlErr};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{
    describe,
    entity::{Column, Entity, Model},
    intake::{Kept, process},
};
use crate::{
    error::AppError,
    extract::{Key, read_body},
    state::State,
};

pub(super) async fn upload(
    Ext(state): Ext<State>,
    Key(key): Key,
    request: Request,
) -> Result<(StatusCode, Json<Photo>), AppError> {
    let bytes = read_body(request, MAX_BYTES, ProblemCode::PhotoTooHeavy).await?;
    let photo = take_in(&state, key, bytes, state.now()).await?;
    Ok((StatusCode::CREATED, Json(photo)))
}

/// Keeps a photo that no case names yet, or answers what was answered to the same key and bytes before.
pub async fn take_in(state: &State, key: IdempotencyKey, bytes: Bytes, at: Timestamp) -> Result<Photo, AppError> {
    let sha256 = fingerprint(&bytes);
    if let Some(photo) = repeated(state, key, &sha256).await? {
        return Ok(photo);
    }
    let kept = decode(state, bytes).await?;
    keep(state, key, sha256, kept, at).await
}

/// Stores what was decoded: objects first, so that a row never promises what is not there.
pub(crate) async fn keep(
    state: &State,
    key: IdempotencyKey,
    sha256: String,
    Kept { width, height, full, thumb }: Kept,
    at: Timestamp,
) -> Result<Photo, AppError> {
    let id = PhotoId(Uuid::now_v7());
    state.photos.put(id, full, thumb).await?;
    let row = Model {
        id: id.0,
        idempotency_key: key.0,
        sha256: sha256.clone(),
        width: width as i32,
        height: height as i32,
        created_at: at.as_millis(),
        case_id: None,
        reporter_id: None,
        ordinal: 0,
        public_share: false,
        step: None,
        redacted_into: None,
        kept_until: None,
    };
    let inserted: Result<(), DbErr> = state
        .db
        .write(move |transaction| {
            Box::pin(async move { row.into_active_model().insert(transaction).await.map(|_| ()) })
        })
        .await;
    let Err(error) = inserted else {
        return Ok(describe(&state.secret, id, width, height, false));
    };
    state.photos.delete(id).await?;
    // The same photo came twice at once, and the other one was first.
    if let Some(SqlErr::UniqueConstraintViolation(_)) = error.sql_err()
        && let Some(photo) = repeated(state, key, &sha256).await?
    {
        return Ok(photo);
    }
    Err(error.into())
}

async fn repeated(state: &State, key: IdempotencyKey, sha256: &str) -> Result<Option<Photo>, AppError> {
    let known = Entity::find().filter(Column::IdempotencyKey.eq(key.0)).one(state.db.reads()).await?;
    let Some(row) = known else { return Ok(None) };
    if row.sha256 != sha256 {
        return Err(ProblemCode::IdempotencyKeyReused.into());
    }
    Ok(Some(describe(&state.secret, PhotoId(row.id), row.width as u32, row.height as u32, false)))
}

pub(crate) async fn decode(state: &State, bytes: Bytes) -> Result<Kept, AppError> {
    let permit = state.photos.decoders.clone().acquire_owned().await.map_err(AppError::broken)?;
    let decoding = tokio::task::spawn_blocking(move || {
        // Held by the work, not by the request: one that goes away does not make room for a third.
        let _permit = permit;
        process(&bytes)
    });
    match decoding.await {
        Ok(kept) => Ok(kept?),
        // A decoder that stumbles over made-up bytes is no fault of the server.
        Err(stumbled) if stumbled.is_panic() => Err(ProblemCode::PhotoDamaged.into()),
        Err(error) => Err(AppError::broken(error)),
    }
}

/// SHA-256 in hexadecimal.
pub(crate) fn fingerprint(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
