//! The Content-Security-Policy of the app's document, with the hashes of what stands inline in it.

use axum::http::HeaderValue;
use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};

/// The document's policies; which of them a browser needs, its name tells.
#[derive(Clone)]
pub(super) struct Policies {
    today: HeaderValue,
    /// For browsers that let no WebAssembly run but under `'unsafe-eval'`.
    old: HeaderValue,
}

impl Policies {
    pub(super) fn of_document(html: &str) -> Self {
        Self { today: policy(html, "wasm-unsafe-eval"), old: policy(html, "unsafe-eval") }
    }

    pub(super) fn of(&self, user_agent: &str) -> HeaderValue {
        if knows_wasm_source(user_agent) { self.today.clone() } else { self.old.clone() }
    }
}

/// Whether a browser knows the source `'wasm-unsafe-eval'` (Chromium 97, Safari 16; caniuse.com). All browsers of iOS are
/// of the system's kernel, whatever they call themselves. One that does not say is taken for a new one.
fn knows_wasm_source(user_agent: &str) -> bool {
    let version_after = |name: &str| {
        let (_, rest) = user_agent.split_once(name)?;
        rest.split(|c: char| !c.is_ascii_digit()).next()?.parse::<u32>().ok()
    };
    if user_agent.contains("iPhone") || user_agent.contains("iPad") {
        return version_after("OS ").is_none_or(|version| version >= 16);
    }
    version_after("Chrome/").is_none_or(|version| version >= 97)
}

/// Everything from this origin, no inline script or style but those that the build wrote.
fn policy(html: &str, wasm: &str) -> HeaderValue {
    let scripts: String = inline(html, "script").iter().map(|text| format!(" {}", source_of(text))).collect();
    let styles: String = inline(html, "style").iter().map(|text| format!(" {}", source_of(text))).collect();
    let policy = format!(
        "default-src 'self'; script-src 'self' '{wasm}'{scripts}; style-src 'self'{styles}; \
         img-src 'self' blob: data:; media-src 'self' blob:; connect-src 'self' blob:; object-src 'none'; base-uri 'none'; \
         frame-ancestors 'none'; form-action 'self'"
    );
    HeaderValue::from_str(&policy).expect("a policy is ASCII")
}

/// The source expression that allows this very text (CSP level 3, hash-source).
pub(crate) fn source_of(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)))
}

/// The texts between `<tag …>` and `</tag>`; a script with `src` has none.
fn inline<'a>(html: &'a str, tag: &str) -> Vec<&'a str> {
    let (open, close) = (format!("<{tag}"), format!("</{tag}>"));
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find(&open) {
        rest = &rest[start + open.len()..];
        let is_this_tag = rest.starts_with(|c: char| c == '>' || c.is_ascii_whitespace());
        let Some(end_of_tag) = rest.find('>').filter(|_| is_this_tag) else { continue };
        let attributes = &rest[..end_of_tag];
        rest = &rest[end_of_tag + 1..];
        let Some(end) = rest.find(&close) else { break };
        if !attributes.split_ascii_whitespace().any(|attribute| attribute.starts_with("src=")) {
            found.push(&rest[..end]);
        }
        rest = &rest[end + close.len()..];
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{inline, knows_wasm_source, policy, source_of};

    #[test]
    fn inline_texts_are_found_and_hashed() {
        let html = "<style>a{}</style><script src=\"/x.js\"></script><script type=module>let a = 1;</script><scripty>";
        assert_eq!(inline(html, "script"), ["let a = 1;"]);
        assert_eq!(inline(html, "style"), ["a{}"]);
        let policy = policy(html, "wasm-unsafe-eval");
        let policy = policy.to_str().unwrap();
        assert!(policy.contains(&format!("script-src 'self' 'wasm-unsafe-eval' {};", source_of("let a = 1;"))));
        assert!(!policy.contains("unsafe-inline"));
        assert!(policy.contains("media-src 'self' blob:;"));
    }

    #[test]
    fn old_browsers_are_told_by_their_names() {
        let wechat = |kernel| {
            format!("Mozilla/5.0 (Linux; Android 10; wv) AppleWebKit/537.36 Chrome/{kernel} MicroMessenger/8.0.33")
        };
        assert!(!knows_wasm_source(&wechat("78.0.3904.62")));
        assert!(!knows_wasm_source(&wechat("96.0.1")));
        assert!(knows_wasm_source(&wechat("107.0.5304.141")));
        let phone = |system| {
            format!("Mozilla/5.0 (iPhone; CPU iPhone OS {system} like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148")
        };
        assert!(!knows_wasm_source(&phone("15_8")));
        assert!(knows_wasm_source(&phone("16_0")));
        assert!(knows_wasm_source("") && knows_wasm_source("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0"));
    }
}
