//! The Content-Security-Policy of the app's document, with the hashes of what stands inline in it.

use axum::http::HeaderValue;
use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};

/// Everything from this origin, no inline script or style but those that the build wrote.
pub(super) fn of_document(html: &str) -> HeaderValue {
    let scripts: String = inline(html, "script").iter().map(|text| format!(" {}", source_of(text))).collect();
    let styles: String = inline(html, "style").iter().map(|text| format!(" {}", source_of(text))).collect();
    let policy = format!(
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'{scripts}; style-src 'self'{styles}; \
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
    use super::{inline, of_document, source_of};

    #[test]
    fn inline_texts_are_found_and_hashed() {
        let html = "<style>a{}</style><script src=\"/x.js\"></script><script type=module>let a = 1;</script><scripty>";
        assert_eq!(inline(html, "script"), ["let a = 1;"]);
        assert_eq!(inline(html, "style"), ["a{}"]);
        let policy = of_document(html);
        let policy = policy.to_str().unwrap();
        assert!(policy.contains(&format!("script-src 'self' 'wasm-unsafe-eval' {};", source_of("let a = 1;"))));
        assert!(!policy.contains("unsafe-inline"));
        assert!(policy.contains("media-src 'self' blob:;"));
    }
}
