//! Parts of a photo painted over, as a photo of its own.

use pingan_api::{Timestamp, desk::Area, id::PhotoId};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect,
    sea_query::Expr,
};
use uuid::Uuid;

use super::{
    entity::{Column, Entity, Model},
    intake::{self, Kept},
    store::Size,
};
use crate::{cases::entity::case, error::AppError, state::State};

/// A photo that was painted over and is in the store; no row names it yet.
pub(crate) struct Painted {
    pub(crate) id: PhotoId,
    width: u32,
    height: u32,
    sha256: String,
}

/// None if there is no such photo.
pub(crate) async fn paint_over(state: &State, photo: PhotoId, areas: &[Area]) -> Result<Option<Painted>, AppError> {
    let Some(bytes) = state.photos.get(photo, Size::Full).await? else { return Ok(None) };
    let permit = state.photos.decoders.clone().acquire_owned().await.map_err(AppError::broken)?;
    let areas = areas.to_vec();
    let painting = tokio::task::spawn_blocking(move || {
        let _permit = permit;
        intake::paint(&bytes, &areas)
    });
    let Kept { width, height, full, thumb } = painting.await.map_err(AppError::broken)??;
    let id = PhotoId(Uuid::now_v7());
    let sha256 = super::fingerprint(&full);
    state.photos.put(id, full, thumb).await?;
    Ok(Some(Painted { id, width, height, sha256 }))
}

/// Puts the painted photo in the place of another of the case, which is kept until `kept_until` for those who may see
/// it, and lets the case's small picture follow. Answers false if the case shows no such photo.
pub(crate) async fn swap(
    tx: &DatabaseTransaction,
    case: Uuid,
    photo: PhotoId,
    painted: &Painted,
    at: Timestamp,
    kept_until: Timestamp,
) -> Result<bool, AppError> {
    let shown = Entity::find_by_id(photo.0).filter(Column::CaseId.eq(case)).filter(Column::RedactedInto.is_null());
    let Some(before) = shown.lock_exclusive().one(tx).await? else { return Ok(false) };
    let after = Model {
        id: painted.id.0,
        idempotency_key: Uuid::now_v7(),
        sha256: painted.sha256.clone(),
        width: i32::try_from(painted.width).map_err(AppError::broken)?,
        height: i32::try_from(painted.height).map_err(AppError::broken)?,
        created_at: at.as_millis(),
        ..before
    };
    after.into_active_model().insert(tx).await?;
    Entity::update_many()
        .col_expr(Column::RedactedInto, painted.id.0.into())
        .col_expr(Column::KeptUntil, kept_until.as_millis().into())
        .col_expr(Column::PublicShare, false.into())
        .filter(Column::Id.eq(photo.0))
        .exec(tx)
        .await?;
    case::Entity::update_many()
        .col_expr(case::Column::ThumbPhoto, Expr::value(painted.id.0))
        .filter(case::Column::Id.eq(case))
        .filter(case::Column::ThumbPhoto.eq(photo.0))
        .exec(tx)
        .await?;
    Ok(true)
}

/// Photos that were painted over long enough ago lose their rows; the caller deletes their objects.
pub(super) async fn forget(tx: &DatabaseTransaction, now: Timestamp, limit: u64) -> Result<Vec<Uuid>, AppError> {
    let over = Entity::find().select_only().column(Column::Id).filter(Column::KeptUntil.lte(now.as_millis()));
    let ids: Vec<Uuid> = over.limit(limit).lock_exclusive().into_tuple().all(tx).await?;
    Entity::delete_many().filter(Column::Id.is_in(ids.iter().copied())).exec(tx).await?;
    Ok(ids)
}
