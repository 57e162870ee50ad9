//! `POST /api/v1/crashes`: what the app tells of its own end goes to the log, target `crash`, and nowhere else.

mod limiter;
mod scrub;

use axum::{
    extract::{Request, State as Ext},
    http::{HeaderMap, StatusCode, header},
};
use pingan_api::{
    Method, Problem, ProblemCode,
    crashes::{Crash, MAX_BYTES, PATH},
};
use serde_json::{Value, json};
use utoipa::PartialSchema;

pub(crate) use self::limiter::Limiter;
use crate::{
    error::AppError,
    extract::{Client, parse, read_body},
    routes::{Access, Routes},
    state::State,
};

pub(crate) fn routes(routes: Routes) -> Routes {
    routes.raw(Method::Post, PATH, Access::Public, operation(), receive)
}

async fn receive(Ext(state): Ext<State>, Client(client): Client, request: Request) -> Result<StatusCode, AppError> {
    if !is_report(request.headers()) {
        return Err(ProblemCode::UnsupportedMediaType.into());
    }
    if let Err(seconds) = state.crashes.admit(&client, state.now()) {
        return Err(Problem { retry_after: Some(seconds), ..Problem::new(ProblemCode::TooManyTries) }.into());
    }
    let bytes = read_body(request, MAX_BYTES, ProblemCode::BodyTooLarge).await?;
    let Crash { build, page, message } = parse(&bytes)?;
    tracing::error!(
        target: "crash",
        build = scrub::name(&build),
        page = scrub::page(&page),
        message = scrub::message(&message),
        "the app crashed"
    );
    Ok(StatusCode::NO_CONTENT)
}

/// A beacon of a string is `text/plain`, and one without a type is sent by old engines.
fn is_report(headers: &HeaderMap) -> bool {
    let name = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let name = name.split(';').next().unwrap_or_default().trim();
    name.is_empty() || ["application/json", "text/plain"].iter().any(|known| name.eq_ignore_ascii_case(known))
}

fn operation() -> Value {
    let schema = json!({ "schema": serde_json::to_value(Crash::schema()).expect("a schema is plain data") });
    json!({
        "summary": "Tell of a crash of the app; it goes to the log, without anybody in it",
        "requestBody": { "required": true, "content": { "application/json": schema, "text/plain": schema } },
        "responses": { "204": { "description": "Done" } },
    })
}
