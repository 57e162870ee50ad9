//! How one request is described: method, path pattern, what goes in and what comes back. The app sends it, the
//! server mounts it and documents it, both from the same constants.

use serde::{Serialize, de::DeserializeOwned};

use crate::id::IdempotencyKey;

/// Where every path begins.
pub const BASE: &str = "/api/v1";

/// Carries the client's [`IdempotencyKey`] on every create
/// (draft-ietf-httpapi-idempotency-key-header).
pub const IDEMPOTENCY_KEY: &str = "idempotency-key";

/// Names one request in the answer and in the server's log.
pub const REQUEST_ID: &str = "x-request-id";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    Get,
    Post,
}

/// One request of the API as a value.
pub trait Endpoint {
    const METHOD: Method;
    /// The pattern, in axum's and OpenAPI's `{name}` notation.
    const PATH: &'static str;
    /// One line for the API's reference.
    const SUMMARY: &'static str;
    /// The query of a GET, the JSON body of a POST; `()` where there is none.
    type Request: Serialize + DeserializeOwned + Schema;
    type Answer: Serialize + DeserializeOwned + Schema;

    /// The path with its parameters filled in, and the query.
    fn path(&self) -> String;

    /// What a POST carries.
    fn body(&self) -> Option<&Self::Request> {
        None
    }

    /// Set on creates, so that a repeat is recognised.
    fn idempotency_key(&self) -> Option<IdempotencyKey> {
        None
    }
}

/// Writes a struct and its [`Endpoint`]: the fields are the path's parameters, `query` of a `Get … ? Type`, `body` of a
/// `Post … Type`, and `key` besides of a `Create … Type`.
macro_rules! endpoint {
    ($(#[$meta:meta])* $name:ident { $($param:ident: $type:ty),* } Get $path:literal, $summary:literal => $answer:ty) => {
        $(#[$meta])*
        pub struct $name { $(pub $param: $type),* }

        impl $crate::endpoint::Endpoint for $name {
            const METHOD: $crate::endpoint::Method = $crate::endpoint::Method::Get;
            const PATH: &'static str = $path;
            const SUMMARY: &'static str = $summary;
            type Request = ();
            type Answer = $answer;

            fn path(&self) -> String {
                Self::PATH.to_owned()$(.replace(concat!("{", stringify!($param), "}"), &self.$param.to_string()))*
            }
        }
    };
    (
        $(#[$meta:meta])* $name:ident { $($param:ident: $type:ty),* } Get $path:literal ? $query:ty, $summary:literal
        => $answer:ty
    ) => {
        $(#[$meta])*
        pub struct $name { $(pub $param: $type,)* pub query: $query }

        impl $crate::endpoint::Endpoint for $name {
            const METHOD: $crate::endpoint::Method = $crate::endpoint::Method::Get;
            const PATH: &'static str = $path;
            const SUMMARY: &'static str = $summary;
            type Request = $query;
            type Answer = $answer;

            fn path(&self) -> String {
                let path = Self::PATH.to_owned()$(.replace(concat!("{", stringify!($param), "}"), &self.$param.to_string()))*;
                self.query.to_query().on(&path)
            }
        }
    };
    (
        $(#[$meta:meta])* $name:ident { $($param:ident: $type:ty),* } Post $path:literal $body:ty, $summary:literal
        => $answer:ty
    ) => {
        $(#[$meta])*
        pub struct $name { $(pub $param: $type,)* pub body: $body }

        impl $crate::endpoint::Endpoint for $name {
            const METHOD: $crate::endpoint::Method = $crate::endpoint::Method::Post;
            const PATH: &'static str = $path;
            const SUMMARY: &'static str = $summary;
            type Request = $body;
            type Answer = $answer;

            fn path(&self) -> String {
                Self::PATH.to_owned()$(.replace(concat!("{", stringify!($param), "}"), &self.$param.to_string()))*
            }

            fn body(&self) -> Option<&$body> {
                Some(&self.body)
            }
        }
    };
    (
        $(#[$meta:meta])* $name:ident { $($param:ident: $type:ty),* } Create $path:literal $body:ty, $summary:literal
        => $answer:ty
    ) => {
        $(#[$meta])*
        pub struct $name { $(pub $param: $type,)* pub key: $crate::id::IdempotencyKey, pub body: $body }

        impl $crate::endpoint::Endpoint for $name {
            const METHOD: $crate::endpoint::Method = $crate::endpoint::Method::Post;
            const PATH: &'static str = $path;
            const SUMMARY: &'static str = $summary;
            type Request = $body;
            type Answer = $answer;

            fn path(&self) -> String {
                Self::PATH.to_owned()$(.replace(concat!("{", stringify!($param), "}"), &self.$param.to_string()))*
            }

            fn body(&self) -> Option<&$body> {
                Some(&self.body)
            }

            fn idempotency_key(&self) -> Option<$crate::id::IdempotencyKey> {
                Some(self.key)
            }
        }
    };
}
pub(crate) use endpoint;

#[cfg(feature = "openapi")]
pub use utoipa::ToSchema as Schema;

/// Asks nothing of a body where no OpenAPI document is made.
#[cfg(not(feature = "openapi"))]
pub trait Schema {}
#[cfg(not(feature = "openapi"))]
impl<T> Schema for T {}

/// Writes a query string. Values are the contract's own words, numbers and ids; anything else is
/// percent-encoded (RFC 3986, unreserved characters kept).
#[derive(Default)]
pub struct Query(String);

impl Query {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn with(mut self, name: &str, value: impl std::fmt::Display) -> Self {
        use std::fmt::Write;
        self.0.push(if self.0.is_empty() { '?' } else { '&' });
        self.0.push_str(name);
        self.0.push('=');
        for byte in value.to_string().bytes() {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => self.0.push(byte as char),
                _ => write!(self.0, "%{byte:02X}").expect("writing to a string cannot fail"),
            }
        }
        self
    }

    pub fn with_some(self, name: &str, value: Option<impl std::fmt::Display>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// Appends the query to a path.
    pub fn on(self, path: &str) -> String {
        format!("{path}{}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Query;

    #[test]
    fn a_query_is_encoded() {
        let query = Query::new().with("q", "铜花 1&2").with_some("none", None::<u8>);
        assert_eq!(query.on("/x"), "/x?q=%E9%93%9C%E8%8A%B1%201%262");
    }
}
