//! `GET /api/v1/home`: everything that the first screen shows.

use axum::{
    extract::State as Ext,
    http::header,
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use pingan_api::{
    Endpoint,
    district::Name,
    home::{GetHome, Home, HomeQuery},
};

use crate::{
    cases,
    error::AppError,
    extract::Query,
    routes::{Access, Routes},
    state::State,
};

/// As many as a person sees before the first screen ends, twice.
const LATEST: u64 = 4;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes.endpoint::<GetHome, _, _>(Access::Public, read)
}

async fn read(Ext(state): Ext<State>, Query(query): Query<HomeQuery>) -> Result<Response, AppError> {
    let request = GetHome(query);
    let (key, version) = (request.path(), state.db.version());
    let body = match state.cache.get(&key, version) {
        Some(body) => body,
        None => {
            let body = Bytes::from(serde_json::to_vec(&home(&state, &request.0).await?).map_err(AppError::broken)?);
            state.cache.put(key, version, body.clone());
            body
        }
    };
    Ok(([(header::CONTENT_TYPE, "application/json")], body).into_response())
}

async fn home(state: &State, query: &HomeQuery) -> Result<Home, AppError> {
    let district = state.district();
    // A device may remember a grid of an earlier survey: then there is none, and no error.
    let grid = query.grid.as_ref().and_then(|grid| district.card(grid));
    let community = grid.as_ref().map(|card| &card.community.id);
    let nameless = || Name { zh: String::new(), en: String::new() };
    Ok(Home {
        district: district.root().map_or_else(nameless, |unit| unit.name.clone()),
        demo: district.demo(),
        latest: cases::newest(state, &district, community, LATEST).await?,
        grid,
    })
}
