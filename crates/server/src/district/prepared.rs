//! An answer that is the same for everybody: serialised and compressed once, then sent as it lies.

use std::io::Write as _;

use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use serde::Serialize;
use sha2::{Digest, Sha256};

/// Used for an hour without asking, then asked again while the old one still shows: units change a few times a year.
const CACHE_CONTROL: HeaderValue = HeaderValue::from_static("public, max-age=3600, stale-while-revalidate=604800");

/// One body in its two codings.
#[derive(Clone, Debug)]
pub(super) struct Prepared {
    content_type: &'static str,
    plain: Bytes,
    brotli: Bytes,
    etag: HeaderValue,
}

impl Prepared {
    pub(super) fn json(value: &impl Serialize) -> Self {
        let json = serde_json::to_vec(value).expect("the contract's bodies are plain data");
        Self::new("application/json", json)
    }

    pub(super) fn new(content_type: &'static str, plain: Vec<u8>) -> Self {
        let hash = Sha256::digest(&plain);
        // Weak: the same tag stands for both codings.
        let etag = format!("W/\"{:032x}\"", u128::from_be_bytes(hash[..16].try_into().expect("a hash has 32 bytes")));
        Self {
            content_type,
            brotli: compress(&plain).into(),
            plain: plain.into(),
            etag: HeaderValue::from_str(&etag).expect("hexadecimal is a header value"),
        }
    }

    /// Bytes that a reader who takes Brotli is sent.
    #[cfg(test)]
    pub(super) fn compressed_len(&self) -> usize {
        self.brotli.len()
    }

    /// The answer to a GET with these headers: 304 if the reader has it, else the coding that the reader takes.
    pub(super) fn answer(&self, request: &HeaderMap) -> Response {
        let fixed = [
            (header::ETAG, self.etag.clone()),
            (header::CACHE_CONTROL, CACHE_CONTROL),
            (header::VARY, HeaderValue::from_static("accept-encoding")),
        ];
        let known = request.get_all(header::IF_NONE_MATCH).iter().any(|tags| {
            tags.to_str().is_ok_and(|tags| tags.split(',').any(|tag| tag.trim() == self.etag || tag.trim() == "*"))
        });
        if known {
            return (StatusCode::NOT_MODIFIED, fixed).into_response();
        }
        let typed = [(header::CONTENT_TYPE, HeaderValue::from_static(self.content_type))];
        if takes_brotli(request) {
            let coded = [(header::CONTENT_ENCODING, HeaderValue::from_static("br"))];
            return (fixed, typed, coded, self.brotli.clone()).into_response();
        }
        (fixed, typed, self.plain.clone()).into_response()
    }
}

fn takes_brotli(request: &HeaderMap) -> bool {
    let codings = request.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    codings.flat_map(|value| value.split(',')).any(|coding| {
        let mut parts = coding.split(';').map(str::trim);
        let refused = |weight: &str| weight.strip_prefix("q=").is_some_and(|q| q.parse() == Ok(0.0));
        parts.next().is_some_and(|name| name.eq_ignore_ascii_case("br")) && !parts.any(refused)
    })
}

/// Quality 9 of 11: nearly the smallest, and a tenth of a second for the largest map.
fn compress(plain: &[u8]) -> Vec<u8> {
    let mut writer = brotli::CompressorWriter::new(Vec::new(), 16 * 1024, 9, 20);
    writer.write_all(plain).and_then(|()| writer.flush()).expect("writing to memory does not fail");
    writer.into_inner()
}
