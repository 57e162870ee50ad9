//! The app's files.

use axum::{body::Body, http::Request};
use bytes::Bytes;
use pingan_server::site::Site;

use crate::app::{Reply, TestApp};

const DOCUMENT: &str = "<!doctype html><title>x</title><script>boot()</script>";

async fn app() -> TestApp {
    let file = |path: &str, content: &'static str| (path.to_owned(), Bytes::from_static(content.as_bytes()));
    TestApp::start_with(Site::new([
        file("index.html", DOCUMENT),
        file("index.html.br", "brotli"),
        file("index.html.gz", "gzip"),
        file("app-0123456789abcdef.js", "app()"),
        file("favicon.svg", "<svg/>"),
    ]))
    .await
}

async fn get(app: &TestApp, path: &str, headers: &[(&str, &str)]) -> Reply {
    let mut request = Request::get(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    app.anonymous().request(request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn pages_of_the_app_are_the_document_and_files_are_files() {
    let app = app().await;
    for path in ["/", "/cases", "/cases/260047113", "/report/place"] {
        let reply = get(&app, path, &[]).await;
        assert_eq!((reply.text().as_ref(), reply.header("cache-control")), (DOCUMENT, "no-cache"), "{path}");
        assert_eq!(reply.header("content-type"), "text/html; charset=utf-8");
    }
    let script = get(&app, "/app-0123456789abcdef.js", &[]).await;
    assert_eq!(script.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(script.header("content-type"), "text/javascript; charset=utf-8");
    let picture = get(&app, "/favicon.svg", &[]).await;
    assert_eq!(picture.header("cache-control"), "public, max-age=60, stale-while-revalidate=2592000");
    for path in ["/missing.js", "/../Cargo.toml", "/index.html.br"] {
        assert_eq!(get(&app, path, &[]).await.problem().status, 404, "{path}");
    }
}

#[tokio::test]
async fn compressed_twins_go_to_whoever_takes_them() {
    let app = app().await;
    for (accepted, encoding, body) in
        [("gzip, deflate, br", "br", "brotli"), ("gzip", "gzip", "gzip"), ("identity", "", DOCUMENT)]
    {
        let reply = get(&app, "/", &[("accept-encoding", accepted)]).await;
        assert_eq!((reply.header("content-encoding"), reply.text().as_ref()), (encoding, body), "{accepted}");
        assert!(reply.header("vary").contains("accept-encoding"));
    }
}

#[tokio::test]
async fn what_is_known_is_not_sent_again() {
    let app = app().await;
    let etag = get(&app, "/", &[]).await.header("etag").to_owned();
    let reply = get(&app, "/", &[("if-none-match", &etag)]).await;
    assert_eq!((reply.status.as_u16(), reply.body.len()), (304, 0));
    assert_eq!(get(&app, "/", &[("if-none-match", "\"other\"")]).await.status, 200);
}

#[tokio::test]
async fn the_policy_allows_the_inline_script_by_its_hash() {
    let app = app().await;
    let policy = get(&app, "/", &[]).await.header("content-security-policy").to_owned();
    assert!(policy.contains("script-src 'self' 'wasm-unsafe-eval' 'sha256-"), "{policy}");
    let old = get(&app, "/", &[("user-agent", "Mozilla/5.0 Chrome/80.0.3987 Mobile")]).await;
    assert!(old.header("content-security-policy").contains("script-src 'self' 'unsafe-eval' 'sha256-"));
}

#[tokio::test]
async fn a_server_without_the_app_says_so() {
    let app = TestApp::start().await;
    assert!(app.anonymous().get("/").await.text().contains("not built"));
}
