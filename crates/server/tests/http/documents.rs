//! The API's document and its page, and the table of routes that both come from.

use axum::http::Method as HttpMethod;
use pingan_api::Method;
use pingan_server::{Access, pages, table};
use serde_json::Value;

use crate::app::TestApp;

#[tokio::test]
async fn the_document_lists_every_route() {
    let app = TestApp::start().await;
    let document: Value = app.anonymous().get("/api/openapi.json").await.json();
    assert_eq!(document["openapi"], "3.1.0");
    assert!(table().len() >= 10);
    for line in table() {
        let word = match line.method {
            Method::Get => "get",
            Method::Post => "post",
        };
        let operation = &document["paths"][line.path][word];
        assert!(operation["summary"].is_string(), "{word} {}", line.path);
        assert!(operation["responses"]["default"].is_object(), "{word} {}", line.path);
    }
    // Every reference leads somewhere.
    let text = document.to_string();
    for reference in text.split("\"#/components/schemas/").skip(1) {
        let name = reference.split('"').next().unwrap();
        assert!(document["components"]["schemas"][name].is_object(), "{name}");
    }
}

#[tokio::test]
async fn the_page_shows_it_without_strangers() {
    let app = TestApp::start().await;
    let reply = app.anonymous().get("/api/docs").await;
    let page = reply.text();
    assert!(reply.header("content-type").starts_with("text/html"));
    for line in table() {
        assert!(page.contains(line.path), "{}", line.path);
    }
    assert!(!page.contains("<script") && !page.contains("http://") && !page.contains("https://"));
    assert!(reply.header("content-security-policy").starts_with("default-src 'none'; style-src 'sha256-"));
}

#[tokio::test]
async fn every_page_of_the_server_is_for_everybody_and_is_a_page() {
    let app = TestApp::start().await;
    assert!(!pages().is_empty());
    for line in pages() {
        assert_eq!(line.access, Access::Public, "{}", line.path);
        let reply = match line.method {
            Method::Get => app.anonymous().get(line.path).await,
            Method::Post => app.anonymous().post_bytes(line.path, "text/plain", "x", None).await,
        };
        assert!(!reply.status.is_server_error(), "{}: {}", line.path, reply.text());
        assert_eq!(reply.header("content-type"), "text/html; charset=utf-8", "{}", line.path);
    }
}

#[tokio::test]
async fn other_paths_and_methods_are_problems() {
    let app = TestApp::start().await;
    for path in ["/api", "/api/v1", "/api/v1/nothing", "/api/v2/cases", "/api/v1/cases/1/2/3"] {
        assert_eq!(app.anonymous().get(path).await.problem().status, 404, "{path}");
    }
    for method in [HttpMethod::PUT, HttpMethod::DELETE, HttpMethod::PATCH] {
        for line in table() {
            assert_eq!(
                app.anonymous().method(method.clone(), line.path).await.problem().status,
                405,
                "{method} {}",
                line.path
            );
        }
        assert_eq!(app.anonymous().method(method, "/").await.problem().status, 405);
    }
}
