//! The session's token on its way: in a cookie that no script reads and no other site's form sends.

use axum::http::{HeaderMap, HeaderValue, Uri, header};

use crate::account::session::LIFE_MS;

/// With the prefix a browser takes it only over TLS, for this host alone and the whole of it (RFC 6265bis, 4.1.3.2).
const NAME: &str = "__Host-pingan";
/// On the machine itself, where there is no TLS.
const PLAIN_NAME: &str = "pingan";

/// The token that a request carries.
pub(super) fn token(headers: &HeaderMap) -> Option<&str> {
    let name = name(headers);
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(key, _)| *key == name).map(|(_, token)| token)
}

/// `Set-Cookie` for a session that was begun or went on.
pub(crate) fn write(headers: &HeaderMap, token: &str) -> HeaderValue {
    set(headers, token, LIFE_MS / 1000)
}

/// `Set-Cookie` for a session that ended.
pub(crate) fn clear(headers: &HeaderMap) -> HeaderValue {
    set(headers, "", 0)
}

fn set(headers: &HeaderMap, token: &str, seconds: i64) -> HeaderValue {
    let name = name(headers);
    let secure = if name == NAME { "; Secure" } else { "" };
    let cookie = format!("{name}={token}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
    HeaderValue::from_str(&cookie).expect("a token is ASCII")
}

fn name(headers: &HeaderMap) -> &'static str {
    if is_loopback(headers) { PLAIN_NAME } else { NAME }
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
