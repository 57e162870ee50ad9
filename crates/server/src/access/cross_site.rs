//! Requests that change something are refused if a page of another site sent them. The cookie is `SameSite` besides.

use axum::{
    extract::{Request, State as Ext},
    http::{HeaderMap, Uri, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use pingan_api::ProblemCode;

use super::asked::host;
use crate::{error::AppError, state::State};

pub(crate) async fn refuse(Ext(state): Ext<State>, request: Request, next: Next) -> Response {
    if !request.method().is_safe() && is_foreign(request.headers(), state.trust_proxy) {
        return AppError::from(ProblemCode::CrossSite).into_response();
    }
    next.run(request).await
}

/// Browsers say where a request comes from: by `Sec-Fetch-Site` since Chromium 76 and iOS 16.4, before that by `Origin`.
/// What says nothing is no browser, and no browser's cookie is in it.
fn is_foreign(headers: &HeaderMap, trust_proxy: bool) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return !matches!(site, "same-origin" | "none");
    }
    let Some(origin) = text(header::ORIGIN.as_str()) else { return false };
    let sent_from = origin.parse::<Uri>().ok().and_then(|uri| uri.authority().cloned());
    let asked = host(headers, trust_proxy);
    !matches!((sent_from, asked), (Some(from), Some(host)) if from.as_str().eq_ignore_ascii_case(host))
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderName, HeaderValue};

    use super::is_foreign;

    fn foreign(pairs: &[(&'static str, &'static str)]) -> bool {
        let pairs = pairs.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
        is_foreign(&pairs.collect::<HeaderMap>(), false)
    }

    #[test]
    fn what_browsers_say_is_believed() {
        assert!(!foreign(&[("sec-fetch-site", "same-origin"), ("origin", "https://proxied.example")]));
        assert!(!foreign(&[("sec-fetch-site", "none")]));
        for site in ["cross-site", "same-site", "nonsense"] {
            assert!(
                foreign(&[("sec-fetch-site", site), ("host", "a.example"), ("origin", "https://a.example")]),
                "{site}"
            );
        }
    }

    #[test]
    fn old_browsers_name_their_origin() {
        assert!(!foreign(&[("host", "a.example:8080"), ("origin", "http://a.example:8080")]));
        assert!(foreign(&[("host", "a.example"), ("origin", "https://b.example")]));
        assert!(foreign(&[("host", "a.example"), ("origin", "https://a.example:444")]));
        assert!(foreign(&[("host", "a.example"), ("origin", "null")]));
        assert!(foreign(&[("origin", "https://a.example")]));
        assert!(!foreign(&[("host", "a.example")]));
    }
}
