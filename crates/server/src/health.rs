//! Whether the process lives, and whether it can take work: for whatever watches it.

use axum::{Router, extract::State as Ext, routing::get};
use pingan_api::ProblemCode;

use crate::{error::AppError, state::State};

pub(crate) fn router() -> Router<State> {
    Router::new().route("/healthz", get(healthy)).route("/readyz", get(ready))
}

async fn healthy() -> &'static str {
    "ok"
}

async fn ready(Ext(state): Ext<State>) -> Result<&'static str, AppError> {
    if state.is_stopping() {
        return Err(ProblemCode::Unavailable.into());
    }
    state.db.ping().await.map_err(|error| {
        tracing::warn!(%error, "the database does not answer");
        ProblemCode::Unavailable
    })?;
    Ok("ok")
}
