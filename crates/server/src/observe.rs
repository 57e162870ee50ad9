//! Around every request: its id, its line in the log, and the body of its problem if it failed.

use std::time::Instant;

use axum::{
    extract::{MatchedPath, Request},
    http::{HeaderValue, Method},
    middleware::Next,
    response::Response,
};
use pingan_api::{Problem, ProblemCode, endpoint::REQUEST_ID};
use uuid::Uuid;

use crate::error::{self, AppError, Failure};

/// The outermost layer but compression. It logs the route's pattern and never the path, the query or the body: those
/// may hold a code or a place.
pub(crate) async fn observe(request: Request, next: Next) -> Response {
    let began = Instant::now();
    let given = request.headers().get(REQUEST_ID).and_then(|value| Uuid::try_parse_ascii(value.as_bytes()).ok());
    let id = given.unwrap_or_else(Uuid::now_v7);
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let route = route.as_ref().map_or("-", MatchedPath::as_str);

    let mut response = next.run(request).await;
    if let Some(Failure { mut problem, cause }) = response.extensions_mut().remove::<Failure>() {
        if let Some(cause) = cause {
            tracing::error!(%id, %method, route, cause = %cause, "request failed");
        }
        problem.request_id = id.to_string();
        response = error::render(&problem);
    }
    let mut buffer = Uuid::encode_buffer();
    let text = id.hyphenated().encode_lower(&mut buffer);
    if let Ok(value) = HeaderValue::from_str(text) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    let micros = u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX);
    let ms = micros as f64 / 1000.0;
    tracing::info!(target: "pingan_server::request", %id, %method, route, status = response.status().as_u16(), ms);
    response
}

/// What a handler that panicked answers; the panic itself is in the log by the hook of `serve`.
pub(crate) fn panicked(_: Box<dyn std::any::Any + Send>) -> Response {
    axum::response::IntoResponse::into_response(AppError::broken("the handler panicked"))
}

/// For paths that answer other methods.
pub(crate) async fn method_not_allowed(method: Method) -> AppError {
    Problem { detail: Some(format!("{method} is not answered here")), ..Problem::new(ProblemCode::MethodNotAllowed) }
        .into()
}
