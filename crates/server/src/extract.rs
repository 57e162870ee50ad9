//! What handlers take out of requests, each failing as a [`Problem`] that names the field.

use std::{
    error::Error,
    net::{IpAddr, SocketAddr},
    time::Duration,
};

use axum::{
    extract::{ConnectInfo, FromRequest, FromRequestParts, Path, Request},
    http::{HeaderMap, header, request::Parts},
};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use pingan_api::{FieldError, Issue, Problem, ProblemCode, Validate, endpoint::IDEMPOTENCY_KEY, id::IdempotencyKey};
use serde::de::DeserializeOwned;

use crate::{error::AppError, state::State};

/// Bytes of a JSON body at most; the longest text of the contract has a tenth of it.
pub const MAX_JSON: usize = 64 * 1024;

/// How long a JSON body may take to arrive: at 64 kB a network that is slower than that carries no app either.
const PATIENCE: Duration = Duration::from_secs(30);

/// A JSON body, read and validated.
pub struct Body<T>(pub T);

impl<T: DeserializeOwned + Validate> FromRequest<State> for Body<T> {
    type Rejection = AppError;

    async fn from_request(request: Request, _: &State) -> Result<Self, AppError> {
        if !is_json(request.headers()) {
            return Err(ProblemCode::UnsupportedMediaType.into());
        }
        let reading = read_body(request, MAX_JSON, ProblemCode::BodyTooLarge);
        let bytes = tokio::time::timeout(PATIENCE, reading).await.map_err(|_| Problem {
            detail: Some("the body did not arrive in time".to_owned()),
            ..Problem::new(ProblemCode::MalformedJson)
        })??;
        parse(&bytes).map(Self)
    }
}

/// Reads JSON and validates it.
pub fn parse<T: DeserializeOwned + Validate>(bytes: &[u8]) -> Result<T, AppError> {
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let value: T = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        if error.inner().is_data() {
            refusal(&error.path().to_string(), &error.inner().to_string())
        } else {
            Problem { detail: Some(error.inner().to_string()), ..Problem::new(ProblemCode::MalformedJson) }.into()
        }
    })?;
    deserializer
        .end()
        .map_err(|error| Problem { detail: Some(error.to_string()), ..Problem::new(ProblemCode::MalformedJson) })?;
    value.validate()?;
    Ok(value)
}

/// The query of a GET, read; whoever takes it validates it if it has rules.
pub struct Query<T>(pub T);

impl<T: DeserializeOwned> FromRequestParts<State> for Query<T> {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, _: &State) -> Result<Self, AppError> {
        let query = form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes());
        serde_path_to_error::deserialize(serde_urlencoded::Deserializer::new(query))
            .map(Self)
            .map_err(|error| refusal(&error.path().to_string(), &error.inner().to_string()))
    }
}

/// A parameter of the path, or several as a tuple. One that cannot be read names nothing: not found.
pub struct Param<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<State> for Param<T> {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, AppError> {
        let path = Path::<T>::from_request_parts(parts, state).await;
        path.map(|Path(value)| Self(value)).map_err(|_| ProblemCode::NotFound.into())
    }
}

/// The `Idempotency-Key` that every create carries.
pub struct Key(pub IdempotencyKey);

impl FromRequestParts<State> for Key {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, _: &State) -> Result<Self, AppError> {
        let key = parts.headers.get(IDEMPOTENCY_KEY).and_then(|value| value.to_str().ok());
        // Structured-field syntax wraps a string in quotes; both forms are about.
        let key = key.and_then(|text| text.trim().trim_matches('"').parse().ok());
        key.map(Self).ok_or_else(|| ProblemCode::IdempotencyKeyMissing.into())
    }
}

/// Who asks, as a keyed hash of the network address. The address itself is kept nowhere.
pub struct Client(pub String);

impl FromRequestParts<State> for Client {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, AppError> {
        let socket = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        let forwarded = state.trust_proxy.then(|| forwarded_for(&parts.headers)).flatten();
        let bytes = match forwarded.or(socket) {
            Some(IpAddr::V4(address)) => address.octets().to_vec(),
            // One household has a whole /64.
            Some(IpAddr::V6(address)) => address.octets()[..8].to_vec(),
            None => Vec::new(),
        };
        Ok(Self(state.secret.key("client", &[&bytes])))
    }
}

/// The last address: the one that the nearest proxy wrote, and not what a client made up before it.
fn forwarded_for(headers: &HeaderMap) -> Option<IpAddr> {
    headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
}

/// Reads a body of at most `limit` bytes; a longer one fails with `too_large`.
pub async fn read_body(request: Request, limit: usize, too_large: ProblemCode) -> Result<bytes::Bytes, AppError> {
    let declared = request.headers().get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
    if declared.is_some_and(|length: usize| length > limit) {
        return Err(too_large.into());
    }
    match Limited::new(request.into_body(), limit).collect().await {
        Ok(body) => Ok(body.to_bytes()),
        Err(error) if is_too_long(&*error) => Err(too_large.into()),
        // The client went away; nobody reads the answer.
        Err(_) => Err(ProblemCode::MalformedJson.into()),
    }
}

fn is_too_long(error: &(dyn Error + 'static)) -> bool {
    error.is::<LengthLimitError>() || error.source().is_some_and(is_too_long)
}

fn is_json(headers: &HeaderMap) -> bool {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    content_type.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json")
}

/// Tells apart what serde only says in words: its own fixed beginnings (`serde::de::Error`'s provided methods).
fn refusal(path: &str, message: &str) -> AppError {
    let quoted = || message.split('`').nth(1).unwrap_or_default();
    let path = if path == "." || path == "?" { "" } else { path };
    if message.starts_with("unknown field") {
        let detail = Some(format!("unknown field `{}`", quoted()));
        return Problem { detail, ..Problem::new(ProblemCode::UnknownField) }.into();
    }
    let error = if message.starts_with("missing field") {
        let separator = if path.is_empty() { "" } else { "." };
        FieldError::new(format!("{path}{separator}{}", quoted()), Issue::Required)
    } else if message.starts_with("unknown variant") {
        FieldError::new(path, Issue::UnknownValue)
    } else {
        FieldError::new(path, Issue::Invalid)
    };
    Problem::invalid(vec![error]).into()
}
