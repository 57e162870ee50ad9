//! `GET /api/v1/cases/duplicates`: has a neighbour reported this?

use axum::{Json, extract::State as Ext};
use pingan_api::{
    Issue,
    cases::{DuplicateQuery, FindDuplicates, requests::DUPLICATE_RADIUS_M},
    geo::Position,
};
use sea_orm::{ColumnTrait, QueryFilter, QuerySelect};

use super::{
    entity::case::Column,
    list::{in_states, near, newest_first, public},
    view::{Eye, SummaryRow},
};
use crate::{
    error::{Answer, AppError},
    extract::Query,
    state::State,
};

/// As many as a person looks through.
const SHOWN: usize = 10;
/// Newer ones first where a circle holds more.
const LOOKED_AT: u64 = 200;

pub(super) async fn find(Ext(state): Ext<State>, Query(query): Query<DuplicateQuery>) -> Answer<FindDuplicates> {
    let position = Position::new(query.lat, query.lon);
    if !position.is_valid() {
        return Err(AppError::field("lat", Issue::Invalid));
    }
    let position = position.to_wgs84(query.datum);
    let select = public()
        .filter(Column::Category.eq(query.category.as_str()))
        .filter(in_states(|state| state.is_open()))
        .filter(near(position, DUPLICATE_RADIUS_M));
    let rows = newest_first(select).limit(LOOKED_AT).into_model::<SummaryRow>().all(state.db.reads()).await?;
    let district = state.district();
    let found = rows.iter().map(|row| row.summary(&district, Eye::Public, Some(position)));
    let mut found = found.collect::<Result<Vec<_>, _>>()?;
    found.sort_by_key(|case| case.distance_m);
    found.truncate(SHOWN);
    Ok(Json(found))
}
