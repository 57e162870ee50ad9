//! The official account that the server is registered with at WeChat: it signs our own pages for WeChat's JS-SDK, and is
//! told who signs in. Nothing waits for it.

mod servers;
mod sign;
mod ticket;

use std::{fmt, sync::Arc};

use axum::{
    Json,
    extract::State as Ext,
    http::{HeaderMap, Uri},
};
use pingan_api::{
    Issue, ProblemCode, Validate, endpoint,
    wechat::{GetSignature, Signature, SignatureQuery},
};
use uuid::Uuid;

use self::{servers::Servers, ticket::Tickets};
use crate::{
    access::asked_origin,
    error::{Answer, AppError},
    extract::Query,
    routes::{Access, Routes},
    state::State,
};

/// Where WeChat answers, unless tests run a stub of it.
#[derive(Clone, Copy, Debug)]
pub struct Hosts<'a> {
    /// Its servers, which ours asks.
    pub api: &'a str,
    /// Its pages, which browsers are led to.
    pub open: &'a str,
}

impl Hosts<'static> {
    pub const WECHAT: Self = Self { api: "https://api.weixin.qq.com", open: "https://open.weixin.qq.com" };
}

pub(crate) fn routes(routes: Routes) -> Routes {
    routes.endpoint::<GetSignature, _, _>(Access::Public, signature)
}

/// An official account's registration with WeChat.
pub struct Registration {
    app_id: String,
    servers: Arc<Servers>,
    tickets: Tickets,
    open: String,
    address: Option<String>,
}

impl Registration {
    /// `address` is where residents reach the app: what a request asks for unless said. `hosts` are [`Hosts::WECHAT`] but
    /// in tests.
    pub fn new(app_id: String, secret: String, address: Option<String>, hosts: Hosts<'_>) -> Self {
        let servers = Arc::new(Servers::new(&app_id, secret, hosts.api));
        Self { app_id, tickets: Tickets::new(servers.clone()), servers, open: hosts.open.to_owned(), address }
    }

    /// Where the browser reaches the app, without a slash at the end; none if neither said.
    pub(crate) fn origin(&self, headers: &HeaderMap, trust_proxy: bool) -> Option<String> {
        match &self.address {
            Some(address) => Some(address.trim_end_matches('/').to_owned()),
            None => asked_origin(headers, trust_proxy),
        }
    }

    /// WeChat's page that leads `back` with a code for the person, and with `word`. It asks nothing (scope `snsapi_base`).
    pub(crate) fn page(&self, back: &str, word: &str) -> String {
        // In WeChat's own order: it refuses others.
        let query = endpoint::Query::new()
            .with("appid", &self.app_id)
            .with("redirect_uri", back)
            .with("response_type", "code")
            .with("scope", "snsapi_base")
            .with("state", word);
        query.on(&format!("{}/connect/oauth2/authorize", self.open)) + "#wechat_redirect"
    }

    /// Who a code is about: the person's id with this official account (`openid`), or in words for the log why not.
    pub(crate) async fn person(&self, code: String) -> Result<Result<String, String>, AppError> {
        let servers = self.servers.clone();
        tokio::task::spawn_blocking(move || servers.person(&code)).await.map_err(AppError::broken)
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
    if !is_own(url, registration.origin(&headers, state.trust_proxy).as_deref()) {
        return Err(AppError::field("url", Issue::Invalid));
    }
    let ticket = registration.tickets.get(state.now()).await?;
    let timestamp = u32::try_from(state.now().as_millis() / 1000).map_err(AppError::broken)?;
    let nonce = Uuid::new_v4().simple().to_string();
    let signature = sign::sign(&ticket, &nonce, timestamp, url);
    Ok(Json(Signature { app_id: registration.app_id.clone(), timestamp, nonce, signature }))
}

/// Only what this very server shows is signed: a signature lets a page speak in the account's name.
fn is_own(url: &str, origin: Option<&str>) -> bool {
    let read = |text: &str| text.parse::<Uri>().ok().filter(|uri| matches!(uri.scheme_str(), Some("http" | "https")));
    let (page, own) = (read(url), origin.and_then(read));
    let authority = |uri: &Option<Uri>| uri.as_ref().and_then(|uri| uri.authority().cloned());
    authority(&page).is_some() && authority(&page) == authority(&own)
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue};

    use super::{Hosts, Registration, is_own};

    #[test]
    fn only_pages_of_this_server_are_signed() {
        let own_origin = Some("https://pingan.example");
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
            assert_eq!(is_own(url, own_origin), own, "{url}");
        }
        assert!(!is_own("https://pingan.example/", None));
    }

    #[test]
    fn wechat_leads_back_to_the_address_or_to_where_the_browser_asked() {
        let new = |address: Option<&str>| {
            Registration::new("id".into(), "secret".into(), address.map(str::to_owned), Hosts::WECHAT)
        };
        let mut headers = HeaderMap::new();
        assert_eq!(new(None).origin(&headers, false), None);
        for (host, origin) in [("pingan.example", "https://pingan.example"), ("localhost:80", "http://localhost:80")] {
            headers.insert("host", HeaderValue::from_static(host));
            assert_eq!(new(None).origin(&headers, false).as_deref(), Some(origin));
        }
        headers.insert("x-forwarded-host", HeaderValue::from_static("outside.example"));
        assert_eq!(new(None).origin(&headers, true).as_deref(), Some("http://outside.example"));
        let address = new(Some("https://pingan.example/")).origin(&headers, false);
        assert_eq!(address.as_deref(), Some("https://pingan.example"));
    }
}
