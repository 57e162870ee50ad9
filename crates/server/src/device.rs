//! The device that reports: a random word in a cookie that it keeps, so that a desk can keep one that is abused from
//! reporting for a while. Nothing else is read of it, and the database holds a keyed hash.

use std::convert::Infallible;

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, HeaderName, HeaderValue, header, request::Parts},
};

use crate::{access::is_loopback, secret, state::State};

/// Two years.
const LIFE_S: u32 = 2 * 365 * 24 * 3600;
const NAME: &str = "__Host-device";
/// On the machine itself, where there is no TLS.
const PLAIN_NAME: &str = "device";

/// Of a device that reports for the first time the word is made here.
pub struct Device {
    /// What the database knows it by.
    pub key: String,
    cookie: Option<HeaderValue>,
}

impl Device {
    /// `Set-Cookie`, for a device that has none yet.
    pub fn keep(self) -> Option<[(HeaderName, HeaderValue); 1]> {
        self.cookie.map(|cookie| [(header::SET_COOKIE, cookie)])
    }
}

impl FromRequestParts<State> for Device {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Infallible> {
        let key = |word: &str| state.secret.key("device", &[word.as_bytes()]);
        Ok(match word(&parts.headers) {
            Some(word) => Self { key: key(word), cookie: None },
            None => {
                let word = format!("{:032x}", u128::from_be_bytes(secret::random()));
                Self { key: key(&word), cookie: Some(cookie(&parts.headers, &word)) }
            }
        })
    }
}

fn word(headers: &HeaderMap) -> Option<&str> {
    let name = name(headers);
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(key, _)| *key == name).map(|(_, word)| word)
}

fn cookie(headers: &HeaderMap, word: &str) -> HeaderValue {
    let name = name(headers);
    let secure = if name == NAME { "; Secure" } else { "" };
    let cookie = format!("{name}={word}; Path=/; Max-Age={LIFE_S}; HttpOnly; SameSite=Lax{secure}");
    HeaderValue::from_str(&cookie).expect("a word of hexadecimal digits is ASCII")
}

fn name(headers: &HeaderMap) -> &'static str {
    if is_loopback(headers) { PLAIN_NAME } else { NAME }
}
