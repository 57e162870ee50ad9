//! An old browser: it fills in the form that it was given and remembers cookies.

use axum::{
    body::Body,
    http::{Request, header},
};

use crate::app::{Actor, Reply, TestApp};

const BOUNDARY: &str = "----a-boundary";

/// A form on its way: names with values, and files.
#[derive(Clone, Default)]
pub(crate) struct Form(Vec<u8>);

impl Form {
    /// The hidden and preset fields of a page's form.
    pub(crate) fn of(page: &Reply) -> Self {
        let page = page.text();
        let mut form = Self::default();
        for input in page.split("<input ").skip(1).map(|rest| rest.split('>').next().unwrap()) {
            let kept = !input.contains("type=\"checkbox\"") || input.contains(" checked");
            let preset = input.contains("type=\"hidden\"") || input.contains("type=\"checkbox\"");
            if let (true, true, Some(name)) = (kept, preset, attribute(input, "name")) {
                form = form.with(name, attribute(input, "value").unwrap_or_default());
            }
        }
        form
    }

    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        let part = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        self.0.extend(part.as_bytes());
        self
    }

    pub(crate) fn file(mut self, name: &str, bytes: &[u8]) -> Self {
        let head = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"IMG_1.jpg\"\r\nContent-Type: \
             image/jpeg\r\n\r\n"
        );
        self.0.extend(head.as_bytes());
        self.0.extend(bytes);
        self.0.extend(b"\r\n");
        self
    }

    pub(crate) fn request(mut self, path: &str, headers: &[(&str, &str)]) -> Request<Body> {
        self.0.extend(format!("--{BOUNDARY}--\r\n").as_bytes());
        let content_type = format!("multipart/form-data; boundary={BOUNDARY}");
        let mut request =
            Request::post(path).header(header::CONTENT_TYPE, content_type).header(header::HOST, "pingan.test");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(Body::from(self.0)).unwrap()
    }

    pub(crate) async fn send(self, app: &TestApp) -> Reply {
        self.send_as(app.anonymous()).await
    }

    pub(crate) async fn send_as(self, actor: Actor<'_>) -> Reply {
        actor.request(self.request("/plain/report", &[("origin", "https://pingan.test")])).await
    }
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    tag.split(&format!("{name}=\"")).nth(1)?.split('"').next()
}

/// Follows a redirect with the cookie that came with it.
pub(crate) async fn follow(app: &TestApp, reply: &Reply) -> Reply {
    assert_eq!(reply.status, 303, "{}", reply.text());
    let cookie = reply.header("set-cookie").split(';').next().unwrap();
    let request = Request::get(reply.header("location")).header(header::COOKIE, cookie).body(Body::empty()).unwrap();
    app.anonymous().request(request).await
}

/// What stands between a text and the next tag.
pub(crate) fn after<'a>(page: &'a str, text: &str) -> &'a str {
    page.split(text).nth(1).unwrap_or_else(|| panic!("no {text} in {page}")).split('<').next().unwrap()
}
