//! The device that reports: a random word in a cookie that it keeps, so that a desk can keep one that is abused from
//! reporting for a while. Nothing else is read of it, and the database holds a keyed hash.

use std::convert::Infallible;

use axum::{
    extract::FromRequestParts,
    http::{HeaderName, HeaderValue, header, request::Parts},
};

use crate::{access::Cookie, secret, state::State};

/// Two years.
const LIFE_S: i64 = 2 * 365 * 24 * 3600;
const COOKIE: Cookie = Cookie("device");

/// Of a device that reports for the first time the word is made here.
pub struct Device {
    /// What the database knows it by.
    pub key: String,
    cookie: Option<HeaderValue>,
}

impl Device {
    /// `Set-Cookie`, for a device that has none yet.
    pub fn keep(self) -> Option<[(HeaderName, HeaderValue); 1]> {
        self.cookie().map(|cookie| [(header::SET_COOKIE, cookie)])
    }

    /// Its value, beside other cookies.
    pub fn cookie(self) -> Option<HeaderValue> {
        self.cookie
    }
}

impl FromRequestParts<State> for Device {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Infallible> {
        let key = |word: &str| state.secret.key("device", &[word.as_bytes()]);
        Ok(match COOKIE.read(&parts.headers) {
            Some(word) => Self { key: key(word), cookie: None },
            None => {
                let word = format!("{:032x}", u128::from_be_bytes(secret::random()));
                Self { key: key(&word), cookie: Some(COOKIE.set(&parts.headers, &word, LIFE_S)) }
            }
        })
    }
}
