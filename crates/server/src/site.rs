//! The app's files, embedded at build time and served with their compressed twins.

mod headers;
pub(crate) mod policy;

use std::{borrow::Cow, collections::HashMap, sync::Arc};

use axum::{
    extract::State as Ext,
    http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use pingan_api::ProblemCode;
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

use crate::{error::AppError, state::State};

pub(crate) use headers::secure;

/// Read from the folder in a development build, carried in the program in a release build.
#[derive(RustEmbed)]
#[folder = "../../dist"]
struct Embedded;

const INDEX: &str = "index.html";

const NOT_BUILT: &str = "<!doctype html><meta charset=\"utf-8\"><title>Ping An E Family</title><p>The app is not built: \
                         this server has the API alone. See <a href=\"/api/docs\">/api/docs</a>.";

/// The files by their path without the leading slash, and the policy that the document needs.
#[derive(Clone)]
pub struct Site(Arc<Files>);

struct Files {
    by_path: HashMap<String, File>,
    policies: policy::Policies,
}

struct File {
    plain: Bytes,
    brotli: Option<Bytes>,
    gzip: Option<Bytes>,
    etag: HeaderValue,
    media_type: &'static str,
    cache: &'static str,
}

impl Site {
    /// What the build put into the program.
    pub fn embedded() -> Self {
        Self::new(Embedded::iter().filter_map(|path| {
            let content = match Embedded::get(&path)?.data {
                Cow::Borrowed(content) => Bytes::from_static(content),
                Cow::Owned(content) => Bytes::from(content),
            };
            Some((path.into_owned(), content))
        }))
    }

    /// Files by their path, with `….br` and `….gz` beside what is compressed.
    pub fn new(files: impl IntoIterator<Item = (String, Bytes)>) -> Self {
        let mut contents: HashMap<String, Bytes> = files.into_iter().collect();
        let twins: Vec<String> = contents.keys().filter(|path| is_twin(path)).cloned().collect();
        let mut twins: HashMap<String, Bytes> =
            twins.into_iter().filter_map(|path| contents.remove_entry(&path)).collect();
        if !contents.contains_key(INDEX) {
            contents.insert(INDEX.to_owned(), Bytes::from_static(NOT_BUILT.as_bytes()));
        }
        let policies = policy::Policies::of_document(&String::from_utf8_lossy(&contents[INDEX]));
        let by_path = contents.into_iter().map(|(path, plain)| {
            let file = File {
                brotli: twins.remove(&format!("{path}.br")),
                gzip: twins.remove(&format!("{path}.gz")),
                etag: etag(&plain),
                media_type: media_type(&path),
                cache: caching(&path),
                plain,
            };
            (path, file)
        });
        Self(Arc::new(Files { by_path: by_path.collect(), policies }))
    }

    /// The document's policy for a browser that calls itself so.
    pub(crate) fn policy(&self, user_agent: &str) -> HeaderValue {
        self.0.policies.of(user_agent)
    }

    /// The file of a path; a path that names no file is a page of the app, which the document draws.
    fn find(&self, path: &str) -> Option<&File> {
        let path = path.trim_start_matches('/');
        let last = path.rsplit('/').next().unwrap_or_default();
        let page = path.is_empty() || !last.contains('.');
        self.0.by_path.get(path).or_else(|| self.0.by_path.get(INDEX).filter(|_| page))
    }
}

/// Answers whatever is not the API.
pub(crate) async fn serve(Ext(state): Ext<State>, method: Method, uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path();
    if path == "/api" || path.starts_with("/api/") {
        return AppError::from(ProblemCode::NotFound).into_response();
    }
    if method != Method::GET && method != Method::HEAD {
        return AppError::from(ProblemCode::MethodNotAllowed).into_response();
    }
    match state.site.find(path) {
        Some(file) => file.answer(&headers),
        None => AppError::from(ProblemCode::NotFound).into_response(),
    }
}

impl File {
    fn answer(&self, request: &HeaderMap) -> Response {
        let known = request.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let is_known = self.etag.to_str().is_ok_and(|etag| known.split(',').any(|one| one.trim() == etag));
        let accepted = request.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let (encoding, body) = match (&self.brotli, &self.gzip) {
            (Some(brotli), _) if accepts(accepted, "br") => (Some("br"), brotli),
            (_, Some(gzip)) if accepts(accepted, "gzip") => (Some("gzip"), gzip),
            _ => (None, &self.plain),
        };
        let mut response =
            if is_known { StatusCode::NOT_MODIFIED.into_response() } else { body.clone().into_response() };
        let headers = response.headers_mut();
        headers.insert(header::ETAG, self.etag.clone());
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(self.cache));
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        if !is_known {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.media_type));
            if let Some(encoding) = encoding {
                headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
            }
        }
        response
    }
}

/// Weak, because the same tag stands for every encoding of the file.
fn etag(content: &[u8]) -> HeaderValue {
    let digest: [u8; 32] = Sha256::digest(content).into();
    let short = u64::from_be_bytes(digest[..8].try_into().expect("a digest has 32 bytes"));
    HeaderValue::from_str(&format!("W/\"{short:016x}\"")).expect("hexadecimal is ASCII")
}

fn accepts(header: &str, encoding: &str) -> bool {
    header.split(',').any(|part| {
        let mut words = part.split(';').map(str::trim);
        words.next().is_some_and(|name| name.eq_ignore_ascii_case(encoding))
            && !words.any(|word| matches!(word, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
    })
}

fn is_twin(path: &str) -> bool {
    path.ends_with(".br") || path.ends_with(".gz")
}

/// A name that says which content it has: a hash of eight or more hexadecimal digits in it, as the build gives, or a
/// version in the folder, as `vendor/leaflet-1.9.4/leaflet.js` has.
fn is_immutable(path: &str) -> bool {
    let hashed = path.split(['/', '-', '.', '_']).any(|word| {
        word.len() >= 8 && word.bytes().all(|b| b.is_ascii_hexdigit()) && word.bytes().any(|b| b.is_ascii_digit())
    });
    let versioned = path.strip_prefix("vendor/").and_then(|rest| rest.split('/').next()).is_some_and(|folder| {
        folder
            .rsplit('-')
            .next()
            .is_some_and(|version| version != folder && version.starts_with(|c: char| c.is_ascii_digit()))
    });
    path != INDEX && (hashed || versioned)
}

/// Pictures without a hash may be a little old rather than missing where there is no network and no service worker; the
/// document, and what tells that there is a new version, may not.
fn caching(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        _ if is_immutable(path) => "public, max-age=31536000, immutable",
        Some("svg" | "png") => "public, max-age=60, stale-while-revalidate=2592000",
        _ => "no-cache",
    }
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "css" => "text/css; charset=utf-8",
        "html" => "text/html; charset=utf-8",
        "ico" => "image/x-icon",
        "jpg" => "image/jpeg",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "png" => "image/png",
        "svg" => "image/svg+xml",
        "txt" => "text/plain; charset=utf-8",
        "wasm" => "application/wasm",
        "webmanifest" => "application/manifest+json",
        "webp" => "image/webp",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::{accepts, caching, is_immutable};

    #[test]
    fn names_with_their_content_in_them_are_kept_for_ever() {
        assert!(is_immutable("app-5f3d9c1e2b7a4d60.css"));
        assert!(is_immutable("vendor/leaflet-1.9.4/leaflet.js"));
        assert!(is_immutable("app-1a2b3c4d5e6f7a8b/app_bg.wasm"));
        for path in ["index.html", "favicon.svg", "vendor/leaflet/leaflet.js", "manifest.webmanifest", "deadbeef"] {
            assert!(!is_immutable(path), "{path}");
        }
    }

    #[test]
    fn what_tells_of_a_new_version_is_asked_for_again() {
        for path in ["index.html", "sw.js", "manifest.webmanifest"] {
            assert_eq!(caching(path), "no-cache", "{path}");
        }
        assert!(caching("sprite.svg").contains("stale-while-revalidate"));
        assert!(caching("app-1a2b3c4d5e6f7a8b/app.js").contains("immutable"));
    }

    #[test]
    fn an_encoding_is_used_where_it_is_accepted() {
        assert!(accepts("gzip, deflate, br", "br"));
        assert!(accepts("br;q=0.5", "br"));
        assert!(!accepts("br;q=0, gzip", "br"));
        assert!(!accepts("", "br"));
    }
}
