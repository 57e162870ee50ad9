//! WeChat's JS-SDK, where the server is registered with WeChat: it signs our own pages. Nothing waits for it.

mod servers;
mod sign;
mod ticket;

use std::{fmt, sync::Arc};

use axum::{
    Json,
    extract::State as Ext,
    http::{HeaderMap, Uri, header},
};
use pingan_api::{
    Issue, ProblemCode, Validate,
    wechat::{GetSignature, Signature, SignatureQuery},
};
use uuid::Uuid;

use self::{servers::Servers, ticket::Tickets};
use crate::{
    error::{Answer, AppError},
    extract::Query,
    routes::{Access, Routes},
    state::State,
};

/// Where WeChat's servers answer, unless tests run a stub of them.
pub const BASE: &str = "https://api.weixin.qq.com";

pub(crate) fn routes(routes: Routes) -> Routes {
    routes.endpoint::<GetSignature, _, _>(Access::Public, signature)
}

/// An official account's registration with WeChat.
pub struct Registration {
    app_id: String,
    tickets: Tickets,
}

impl Registration {
    /// `base` is [`BASE`] but in tests.
    pub fn new(app_id: String, secret: String, base: &str) -> Self {
        let servers = Arc::new(Servers::new(&app_id, secret, base));
        Self { app_id, tickets: Tickets::new(servers) }
    }
}

/// The secret is nobody's business who reads a log.
impl fmt::Debug for Registration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Registration")
    }
}

async fn signature(
    Ext(state): Ext<State>,
    Query(query): Query<SignatureQuery>,
    headers: HeaderMap,
) -> Answer<GetSignature> {
    let registration = state.wechat().ok_or(ProblemCode::NotFound)?;
    query.validate()?;
    let url = query.url.split('#').next().unwrap_or_default();
    if !is_own(url, &headers, state.trust_proxy) {
        return Err(AppError::field("url", Issue::Invalid));
    }
    let ticket = registration.tickets.get(state.now()).await?;
    let timestamp = u32::try_from(state.now().as_millis() / 1000).map_err(AppError::broken)?;
    let nonce = Uuid::new_v4().simple().to_string();
    let signature = sign::sign(&ticket, &nonce, timestamp, url);
    Ok(Json(Signature { app_id: registration.app_id.clone(), timestamp, nonce, signature }))
}

/// Only what this very server shows is signed: a signature lets a page speak in the account's name.
fn is_own(url: &str, headers: &HeaderMap, trust_proxy: bool) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let asked = text("x-forwarded-host").filter(|_| trust_proxy).or_else(|| text(header::HOST.as_str()));
    let Ok(uri) = url.parse::<Uri>() else { return false };
    let http = matches!(uri.scheme_str(), Some("http" | "https"));
    let own = uri.authority().zip(asked).is_some_and(|(authority, host)| authority.as_str().eq_ignore_ascii_case(host));
    http && own
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue};

    use super::is_own;

    #[test]
    fn only_pages_of_this_server_are_signed() {
        let mut headers = HeaderMap::new();
        headers.insert("host", HeaderValue::from_static("pingan.example"));
        headers.insert("x-forwarded-host", HeaderValue::from_static("outside.example"));
        for (url, own) in [
            ("https://pingan.example/cases/1?x=1", true),
            ("http://PINGAN.example/", true),
            ("https://pingan.example.evil/", false),
            ("https://pingan.example:444/", false),
            ("https://pingan.example@evil/", false),
            ("ftp://pingan.example/", false),
            ("/cases", false),
            ("nonsense", false),
        ] {
            assert_eq!(is_own(url, &headers, false), own, "{url}");
        }
        assert!(is_own("https://outside.example/", &headers, true));
    }
}
