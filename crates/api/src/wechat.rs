//! WeChat's own functions inside WeChat: what the app's page needs to be let at them. The app is whole without.

use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Method, Query},
    problem::{FieldError, Issue},
    validate::{Faults, Validate},
};

/// Characters of an address at most.
pub const MAX_URL: usize = 2000;

/// Which page is to be signed: on iOS the one that the app was entered by, on Android the present one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[serde(deny_unknown_fields)]
pub struct SignatureQuery {
    /// Whole, of this server's own origin; what follows `#` is not signed.
    pub url: String,
}

impl Validate for SignatureQuery {
    fn validate(&self) -> Result<(), Vec<FieldError>> {
        let mut faults = Faults::new();
        faults.add_if(self.url.is_empty(), "url", Issue::Required);
        faults.text("url", &self.url, MAX_URL);
        faults.into_result()
    }
}

/// What `wx.config` takes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Signature {
    pub app_id: String,
    /// Seconds since 1970.
    pub timestamp: u32,
    pub nonce: String,
    pub signature: String,
}

/// Signs a page for WeChat's JS-SDK; `not_found` on a server that is not registered with WeChat.
pub struct GetSignature(pub SignatureQuery);

impl Endpoint for GetSignature {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/v1/wechat/signature";
    const SUMMARY: &'static str = "Sign one of our pages for WeChat's JS-SDK";
    type Request = SignatureQuery;
    type Answer = Signature;

    fn path(&self) -> String {
        Query::new().with("url", &self.0.url).on(Self::PATH)
    }
}
