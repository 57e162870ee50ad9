//! Outlines for the map: grids as they are, larger units melted from their grids, each map made once.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use axum::{extract, http::HeaderMap, response::Response};
use pingan_api::{
    Issue,
    district::{AreaQuery, UnitKind},
    id::UnitId,
};

use serde_json::json;
use utoipa::PartialSchema;

use super::{
    District,
    geojson::{Drawn, write_areas},
    outline,
    prepared::Prepared,
};
use crate::{error::AppError, extract::Query, openapi::query_parameters, state::State};

/// What was asked, and its answer.
type Answers = HashMap<(UnitKind, Option<UnitId>), Arc<Prepared>>;

/// The maps that were asked for: never more than units times levels.
#[derive(Default)]
pub(super) struct Areas(Mutex<Answers>);

pub(super) fn operation() -> serde_json::Value {
    let schema = serde_json::to_value(AreaQuery::schema()).expect("a schema is plain data");
    json!({
        "summary": "Outlines for the map: a FeatureCollection of Polygons in WGS-84",
        "parameters": query_parameters(&schema),
        "responses": { "200": { "description": "Done", "content": { "application/geo+json": { "schema": { "type": "object" } } } } },
    })
}

/// `GET /api/v1/district/areas.geojson`
pub(super) async fn areas(
    extract::State(state): extract::State<State>,
    Query(query): Query<AreaQuery>,
    headers: HeaderMap,
) -> Result<Response, AppError> {
    let district = state.district();
    if query.level == UnitKind::Department {
        return Err(AppError::field("level", Issue::Invalid));
    }
    if query.within.as_ref().is_some_and(|within| district.unit(within).is_none()) {
        return Err(AppError::field("within", Issue::UnknownUnit));
    }
    // Dissolving and compressing the whole district takes a tenth of a second the first time.
    let map = tokio::task::spawn_blocking(move || district.map(query)).await.map_err(AppError::broken)?;
    Ok(map.answer(&headers))
}

impl District {
    fn map(&self, AreaQuery { level, within }: AreaQuery) -> Arc<Prepared> {
        let mut maps = self.areas.0.lock().expect("nobody panics while drawing a map");
        let drawn = maps.entry((level, within)).or_insert_with_key(|(level, within)| {
            let json = write_areas(&draw(self, *level, within.as_ref()));
            Arc::new(Prepared::new("application/geo+json", json.into_bytes()))
        });
        drawn.clone()
    }
}

/// The areas of one level, at or below a unit if one is given.
pub(super) fn draw<'a>(district: &'a District, level: UnitKind, within: Option<&UnitId>) -> Vec<Drawn<'a>> {
    let asked = |id: &UnitId| within.is_none_or(|within| district.is_within(id, within));
    let units = district.units.iter().filter(|unit| unit.kind == level && asked(&unit.id));
    units
        .map(|unit| {
            let rings = match district.grid(&unit.id) {
                Some(grid) => vec![grid.ring.clone()],
                None => outline::dissolve(district.rings_within(&unit.id)),
            };
            Drawn { unit, rings }
        })
        .collect()
}
