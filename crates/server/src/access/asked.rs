//! Where a browser reached the server, by what it asked for.

use axum::http::{HeaderMap, header};

use super::is_loopback;

/// The host with its port; of what a proxy says, only where one is trusted.
pub(super) fn host(headers: &HeaderMap, trust_proxy: bool) -> Option<&str> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    text("x-forwarded-host").filter(|_| trust_proxy).or_else(|| text(header::HOST.as_str()))
}

/// The whole address, without a slash at the end; none if neither said.
pub(crate) fn origin(headers: &HeaderMap, trust_proxy: bool) -> Option<String> {
    let scheme = if is_loopback(headers) { "http" } else { "https" };
    host(headers, trust_proxy).map(|host| format!("{scheme}://{host}"))
}
