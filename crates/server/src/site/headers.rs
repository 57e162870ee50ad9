//! The security headers of every answer.

use axum::{
    extract::{Request, State as Ext},
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware::Next,
    response::Response,
};

use crate::state::State;

const HEADERS: [(HeaderName, &str); 2] =
    [(header::X_CONTENT_TYPE_OPTIONS, "nosniff"), (header::REFERRER_POLICY, "same-origin")];

/// Of documents alone: they mean nothing elsewhere, and would weigh more than many an answer.
const OF_DOCUMENTS: [(HeaderName, &str); 2] = [
    (HeaderName::from_static("permissions-policy"), "geolocation=(self), camera=(self), microphone=(self)"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
];

/// For what is no document: a worker may fetch from here, nothing else is run or shown in a frame.
const OTHER_POLICY: &str = "default-src 'self'; frame-ancestors 'none'";

/// Adds them, and the policy where the answer brings none of its own.
pub(crate) async fn secure(Ext(state): Ext<State>, request: Request, next: Next) -> Response {
    let browser = request.headers().get(header::USER_AGENT).cloned();
    let mut response = next.run(request).await;
    // What the browser has keeps the headers that it came with, and so its policy.
    let is_known = response.status() == StatusCode::NOT_MODIFIED;
    let headers = response.headers_mut();
    let content = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let is_document = content.starts_with("text/html");
    for (name, value) in HEADERS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if is_document {
        for (name, value) in OF_DOCUMENTS {
            headers.entry(name).or_insert(HeaderValue::from_static(value));
        }
        headers.entry(header::CONTENT_SECURITY_POLICY).or_insert_with(|| {
            let browser = browser.as_ref().and_then(|name| name.to_str().ok()).unwrap_or_default();
            state.site.policy(browser)
        });
    } else if !is_known {
        headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(OTHER_POLICY));
    }
    // What is told to one person at one moment is kept by nobody, unless the answer says otherwise.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}
