//! `GET /api/v1/voices/{voice}`: to whoever has its key. In ranges as well: iOS plays nothing that is not.

use axum::{
    extract::State as Ext,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use pingan_api::{ProblemCode, id::VoiceId, voices::VoiceFormat};
use sea_orm::EntityTrait;
use serde::Deserialize;

use super::{entity::Entity, key};
use crate::{
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
    Param(id): Param<VoiceId>,
    Query(KeyQuery { k }): Query<KeyQuery>,
    headers: HeaderMap,
) -> Result<Response, AppError> {
    if !k.is_some_and(|k| is_same(&k, &key(&state.secret, id))) {
        return Err(ProblemCode::NotFound.into());
    }
    let row = Entity::find_by_id(id.0).one(state.db.reads()).await?.ok_or(ProblemCode::NotFound)?;
    let bytes = state.voices.get(id).await?.ok_or(ProblemCode::NotFound)?;
    let format: VoiceFormat = row.format.parse().map_err(AppError::broken)?;
    let fixed = [
        (header::CONTENT_TYPE, format.content_type()),
        (header::CONTENT_DISPOSITION, "inline"),
        (header::CACHE_CONTROL, "private, max-age=86400, immutable"),
        (header::ACCEPT_RANGES, "bytes"),
    ];
    let range = headers.get(header::RANGE).and_then(|value| value.to_str().ok());
    let Some(asked) = range.and_then(|range| Asked::of(range, bytes.len())) else {
        return Ok((fixed, bytes).into_response());
    };
    let total = bytes.len();
    let (status, place, part) = match asked {
        Asked::Part(first, last) => {
            (StatusCode::PARTIAL_CONTENT, format!("bytes {first}-{last}/{total}"), bytes.slice(first..last + 1))
        }
        Asked::Nothing => (StatusCode::RANGE_NOT_SATISFIABLE, format!("bytes */{total}"), bytes.slice(0..0)),
    };
    let place = HeaderValue::from_str(&place).map_err(AppError::broken)?;
    Ok((status, [(header::CONTENT_RANGE, place)], fixed, part).into_response())
}

/// What a `Range` header asks of so many bytes (RFC 9110, 14.2).
#[derive(Debug, PartialEq)]
enum Asked {
    /// From the first byte to the last, both counted.
    Part(usize, usize),
    /// Bytes that are not there.
    Nothing,
}

impl Asked {
    /// None where all is to be sent: for several ranges and for what is no range at all.
    fn of(range: &str, total: usize) -> Option<Self> {
        let (first, last) = range.trim().strip_prefix("bytes=")?.split_once('-')?;
        let (first, last) = match (first.trim(), last.trim()) {
            ("", suffix) => (total.saturating_sub(suffix.parse().ok()?), total.checked_sub(1)),
            (first, "") => (first.parse().ok()?, total.checked_sub(1)),
            (first, last) => (first.parse().ok()?, Some(last.parse::<usize>().ok()?.min(total.saturating_sub(1)))),
        };
        Some(match last {
            Some(last) if first <= last && first < total => Self::Part(first, last),
            _ => Self::Nothing,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Asked::{self, Nothing, Part};

    #[test]
    fn ranges_are_read() {
        for (range, asked) in [
            ("bytes=0-1", Some(Part(0, 1))),
            ("bytes=0-", Some(Part(0, 9))),
            ("bytes=4-400", Some(Part(4, 9))),
            ("bytes=-3", Some(Part(7, 9))),
            ("bytes=-30", Some(Part(0, 9))),
            ("bytes=9-9", Some(Part(9, 9))),
            ("bytes=10-", Some(Nothing)),
            ("bytes=5-4", Some(Nothing)),
            ("bytes=0-1,3-4", None),
            ("bytes=a-b", None),
            ("lines=0-1", None),
        ] {
            assert_eq!(Asked::of(range, 10), asked, "{range}");
        }
        assert_eq!(Asked::of("bytes=0-", 0), Some(Nothing));
    }
}
