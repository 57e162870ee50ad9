//! `GET /api/v1/photos/{photo}/{size}`: to everybody if its case is public, else to whoever has its key.

use axum::{
    extract::State as Ext,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use pingan_api::{ProblemCode, id::PhotoId};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use serde::Deserialize;

use super::{
    entity::{Column, Entity},
    key,
    store::Size,
};
use crate::{
    cases::entity::case,
    error::AppError,
    extract::{Param, Query},
    secret::is_same,
    state::State,
};

#[derive(Deserialize)]
pub(super) struct KeyQuery {
    k: Option<String>,
}

pub(super) async fn serve(
    Ext(state): Ext<State>,
    Param((id, size)): Param<(PhotoId, Size)>,
    Query(KeyQuery { k }): Query<KeyQuery>,
    headers: HeaderMap,
) -> Result<Response, AppError> {
    let cache = if k.is_some_and(|k| is_same(&k, &key(&state.secret, id))) {
        "private, max-age=86400, immutable"
    } else if is_public(&state, id).await? {
        "public, max-age=86400, immutable"
    } else {
        return Err(ProblemCode::NotFound.into());
    };
    // A photo never changes, so its id is the tag of its bytes.
    let tag = format!("\"{id}-{}\"", size.as_str());
    let fixed = [
        (header::CACHE_CONTROL, HeaderValue::from_static(cache)),
        (header::ETAG, HeaderValue::from_str(&tag).map_err(AppError::broken)?),
    ];
    if headers.get(header::IF_NONE_MATCH).is_some_and(|known| *known == tag) {
        return Ok((StatusCode::NOT_MODIFIED, fixed).into_response());
    }
    let bytes = state.photos.get(id, size).await?.ok_or(ProblemCode::NotFound)?;
    let typed = [
        (header::CONTENT_TYPE, "image/jpeg"),
        (header::CONTENT_DISPOSITION, "inline"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    Ok((fixed, typed, bytes).into_response())
}

async fn is_public(state: &State, id: PhotoId) -> Result<bool, AppError> {
    let photo = Entity::find_by_id(id.0).filter(Column::PublicShare.eq(true)).one(state.db.reads()).await?;
    let Some(case_id) = photo.and_then(|photo| photo.case_id) else { return Ok(false) };
    let public: Option<bool> = case::Entity::find_by_id(case_id)
        .select_only()
        .column(case::Column::IsPublic)
        .into_tuple()
        .one(state.db.reads())
        .await?;
    Ok(public == Some(true))
}
