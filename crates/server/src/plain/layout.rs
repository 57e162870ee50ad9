//! What every plain page stands in: head, look, way back, the other language.

use std::sync::LazyLock;

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::HOME;
use crate::{
    site::policy::source_of,
    words::{Lang, t},
};

/// The app's own colours and measures, by day and by night, and the little that these pages need besides.
const STYLE: &str = concat!(include_str!("../../../../style/tokens.css"), include_str!("plain.css"));

/// No script at all; the one style by its hash.
static POLICY: LazyLock<HeaderValue> = LazyLock::new(|| {
    let policy = format!(
        "default-src 'none'; style-src {}; img-src 'self'; media-src 'self'; base-uri 'none'; frame-ancestors 'none'; \
         form-action 'self'",
        source_of(STYLE)
    );
    HeaderValue::from_str(&policy).expect("a policy is ASCII")
});

/// One page to be.
pub(super) struct Page<'a> {
    pub(super) title: &'a str,
    /// Where the link to the other language leads: what answers a form has no address of its own.
    pub(super) here: &'a str,
    /// Where the link back leads.
    pub(super) up: Option<&'a str>,
}

impl Page<'_> {
    pub(super) fn answer(&self, lang: Lang, status: StatusCode, content: &Markup) -> Response {
        let markup = self.render(lang, content);
        (status, [(header::CONTENT_SECURITY_POLICY, POLICY.clone())], Html(markup.into_string())).into_response()
    }

    fn render(&self, lang: Lang, content: &Markup) -> Markup {
        let other = lang.other();
        html! {
            (DOCTYPE)
            html lang=(lang.tag()) data-theme="auto" {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover";
                    meta name="robots" content="noindex";
                    title { (t::page(lang, self.title)) }
                    link rel="icon" href="/icon.svg" type="image/svg+xml";
                    style { (PreEscaped(STYLE)) }
                }
                body {
                    a.skip href="#content" { (t::skip(lang)) }
                    header.head {
                        a.brand href=(lang.on(HOME)) { (t::app(lang)) }
                        a.other href=(other.on(self.here)) lang=(other.tag()) hreflang=(other.tag()) {
                            (t::other_lang(lang))
                        }
                    }
                    main #content {
                        @if let Some(up) = self.up { a.back href=(lang.on(up)) { (t::back(lang)) } }
                        h1 { (self.title) }
                        (content)
                    }
                    footer.foot { a href="/" { (t::whole(lang)) } }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::STYLE;

    #[test]
    fn the_style_ends_no_element() {
        assert!(!STYLE.contains('<'));
    }
}
