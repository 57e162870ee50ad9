//! Cookies that no script reads and no other site's form sends, and the one that carries the session's token.

use axum::http::{HeaderMap, HeaderValue, Uri, header};
use pingan_api::account::sign_in::SIGNED_IN_MARK;

use crate::account::session::LIFE_MS;

/// A browser takes it with this prefix only over TLS, for this host alone and the whole of it (RFC 6265bis, 4.1.3.2).
const PREFIX: &str = "__Host-";

const SESSION: Cookie = Cookie("pingan");

/// A cookie of ours by its name, which has the prefix but on the machine itself, where there is no TLS.
#[derive(Clone, Copy)]
pub(crate) struct Cookie(pub(crate) &'static str);

impl Cookie {
    /// What a request carries.
    pub(crate) fn read(self, headers: &HeaderMap) -> Option<&str> {
        let prefix = prefix(headers);
        let lines = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
        pairs.find(|(name, _)| name.strip_prefix(prefix) == Some(self.0)).map(|(_, value)| value)
    }

    /// `Set-Cookie`, for so many seconds; the value is ASCII without spaces and semicolons.
    pub(crate) fn set(self, headers: &HeaderMap, value: &str, seconds: i64) -> HeaderValue {
        let (prefix, name) = (prefix(headers), self.0);
        let secure = if prefix.is_empty() { "" } else { "; Secure" };
        let cookie = format!("{prefix}{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
        HeaderValue::from_str(&cookie).expect("what cookies of ours hold is ASCII")
    }

    /// `Set-Cookie` that takes it back.
    pub(crate) fn clear(self, headers: &HeaderMap) -> HeaderValue {
        self.set(headers, "", 0)
    }
}

fn prefix(headers: &HeaderMap) -> &'static str {
    if is_loopback(headers) { "" } else { PREFIX }
}

/// The token that a request carries.
pub(super) fn token(headers: &HeaderMap) -> Option<&str> {
    SESSION.read(headers)
}

/// `Set-Cookie` for a session that was begun or went on.
pub(crate) fn write(headers: &HeaderMap, token: &str) -> HeaderValue {
    SESSION.set(headers, token, LIFE_MS / 1000)
}

/// `Set-Cookie` for what tells the app, which cannot read the session's, that there is one.
pub(crate) fn mark() -> HeaderValue {
    let cookie = format!("{SIGNED_IN_MARK}; Path=/; SameSite=Lax; Max-Age={}", LIFE_MS / 1000);
    HeaderValue::from_str(&cookie).expect("it is ASCII")
}

/// `Set-Cookie` for a session that ended.
pub(crate) fn clear(headers: &HeaderMap) -> HeaderValue {
    SESSION.clear(headers)
}

/// The browser asked for this very machine.
pub(crate) fn is_loopback(headers: &HeaderMap) -> bool {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let uri = host.and_then(|host| host.parse::<Uri>().ok());
    matches!(uri.as_ref().and_then(Uri::host), Some("localhost" | "127.0.0.1" | "[::1]"))
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue, header};

    use super::{token, write};

    fn headers(host: &'static str, cookie: &'static str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, HeaderValue::from_static(host));
        headers.insert(header::COOKIE, HeaderValue::from_static(cookie));
        headers
    }

    #[test]
    fn the_token_is_found_among_others() {
        assert_eq!(token(&headers("pingan.example", "a=1; __Host-pingan=t0ken; b=2")), Some("t0ken"));
        assert_eq!(token(&headers("127.0.0.1:8080", "pingan=t0ken")), Some("t0ken"));
        // A neighbour on plain HTTP could have set it.
        assert_eq!(token(&headers("pingan.example", "pingan=t0ken")), None);
        assert_eq!(token(&headers("localhost.pingan.example", "pingan=t0ken")), None);
        assert_eq!(token(&HeaderMap::new()), None);
    }

    #[test]
    fn it_is_secure_but_on_the_machine_itself() {
        let cookie = |host| write(&headers(host, ""), "t0ken").to_str().unwrap().to_owned();
        assert_eq!(
            cookie("pingan.example"),
            "__Host-pingan=t0ken; Path=/; Max-Age=7776000; HttpOnly; SameSite=Lax; Secure"
        );
        assert_eq!(cookie("localhost:8080"), "pingan=t0ken; Path=/; Max-Age=7776000; HttpOnly; SameSite=Lax");
    }
}
