//! What residents ask of the district: the tree, a grid, the grid of a point.

use axum::{extract, http::HeaderMap, response::Response};
use pingan_api::{
    Issue, ProblemCode,
    district::{GetGrid, GetGridAt, PointQuery},
    geo::Position,
    id::UnitId,
};

use crate::{
    error::{Answer, AppError},
    extract::{Param, Query},
    state::State,
};

/// `GET /api/v1/district`
pub(super) async fn tree(extract::State(state): extract::State<State>, headers: HeaderMap) -> Response {
    state.district().tree.answer(&headers)
}

/// `GET /api/v1/district/grids/at`
pub(super) async fn grid_at(
    extract::State(state): extract::State<State>,
    Query(PointQuery { lat, lon, datum }): Query<PointQuery>,
) -> Answer<GetGridAt> {
    let position = Position::new(lat, lon);
    if !position.is_valid() {
        let field = if lat.abs() <= 90.0 { "lon" } else { "lat" };
        return Err(AppError::field(field, Issue::Invalid));
    }
    let district = state.district();
    let grid = district.grid_at(position.to_wgs84(datum)).ok_or(ProblemCode::OutsideDistrict)?;
    let card = district.card(&grid.id).ok_or_else(|| AppError::broken("a grid without its units"))?;
    Ok(axum::Json(card))
}

/// `GET /api/v1/district/grids/{grid}`
pub(super) async fn grid(extract::State(state): extract::State<State>, Param(id): Param<UnitId>) -> Answer<GetGrid> {
    let card = state.district().card(&id).ok_or(ProblemCode::NotFound)?;
    Ok(axum::Json(card))
}
