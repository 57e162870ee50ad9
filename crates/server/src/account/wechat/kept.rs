//! What the browser keeps on the way through WeChat: sealed, so that it is neither read nor made up elsewhere, and good for
//! minutes.

use axum::http::{HeaderMap, HeaderValue};

use crate::{access::Cookie, state::State};

const BEGUN: Cookie = Cookie("wechat");
const BEGUN_MS: i64 = 10 * 60_000;

const PENDING: Cookie = Cookie("wechat-link");
/// As long as a right code stays good for who reads what to agree to.
const PENDING_MS: i64 = 15 * 60_000;

/// A way to WeChat that was begun by this browser.
pub(super) struct Begun {
    /// Comes back in the address: another browser, or a link that somebody made up, does not know it.
    pub(super) word: String,
    /// The page to come back to.
    pub(super) to: Option<String>,
}

impl Begun {
    pub(super) fn keep(&self, state: &State, headers: &HeaderMap) -> HeaderValue {
        let text = format!("{} {}", self.word, self.to.as_deref().unwrap_or_default());
        seal(BEGUN, BEGUN_MS, state, headers, &text)
    }

    pub(super) fn of(state: &State, headers: &HeaderMap) -> Option<Self> {
        let text = open(BEGUN, state, headers)?;
        let (word, to) = text.split_once(' ')?;
        Some(Self { word: word.to_owned(), to: Some(to.to_owned()).filter(|to| !to.is_empty()) })
    }
}

/// It is good once.
pub(super) fn forget_begun(headers: &HeaderMap) -> HeaderValue {
    BEGUN.clear(headers)
}

/// `Set-Cookie` with the key of a WeChat that has no account yet.
pub(super) fn keep_pending(state: &State, headers: &HeaderMap, key: &str) -> HeaderValue {
    seal(PENDING, PENDING_MS, state, headers, key)
}

/// The key of the WeChat that the next sign-in links.
pub(in super::super) fn pending(state: &State, headers: &HeaderMap) -> Option<String> {
    open(PENDING, state, headers)
}

pub(in super::super) fn forget_pending(headers: &HeaderMap) -> HeaderValue {
    PENDING.clear(headers)
}

fn seal(cookie: Cookie, life_ms: i64, state: &State, headers: &HeaderMap, text: &str) -> HeaderValue {
    let until = state.now().as_millis() + life_ms;
    let sealed = state.secret.seal(cookie.0, b"cookie", format!("{until} {text}").as_bytes());
    cookie.set(headers, &sealed, life_ms / 1000)
}

fn open(cookie: Cookie, state: &State, headers: &HeaderMap) -> Option<String> {
    let opened = state.secret.open(cookie.0, b"cookie", cookie.read(headers)?)?;
    let opened = String::from_utf8(opened).ok()?;
    let (until, text) = opened.split_once(' ')?;
    (state.now().as_millis() < until.parse().ok()?).then(|| text.to_owned())
}
