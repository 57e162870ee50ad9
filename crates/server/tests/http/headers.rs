//! Headers of every answer.

use axum::{body::Body, http::Request};
use uuid::Uuid;

use crate::app::TestApp;

#[tokio::test]
async fn every_answer_is_guarded() {
    let app = TestApp::start().await;
    for path in ["/", "/cases/new", "/api/v1/cases", "/api/nothing", "/healthz", "/nothing.png", "/api/docs"] {
        let reply = app.anonymous().get(path).await;
        assert_eq!(reply.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(reply.header("referrer-policy"), "same-origin", "{path}");
        let policy = reply.header("content-security-policy");
        assert!(policy.contains("frame-ancestors 'none'"), "{path}");
        assert!(!policy.contains("unsafe-inline") && !policy.contains('*'), "{path}");
        assert!(Uuid::try_parse(reply.header("x-request-id")).is_ok(), "{path}");
    }
}

#[tokio::test]
async fn documents_say_what_they_may_do_and_with_whom() {
    let app = TestApp::start().await;
    for path in ["/", "/cases/new", "/api/docs"] {
        let reply = app.anonymous().get(path).await;
        assert_eq!(reply.header("cross-origin-opener-policy"), "same-origin", "{path}");
        // A voice note is recorded here, and heard before it is sent.
        for needed in ["geolocation=(self)", "microphone=(self)"] {
            assert!(reply.header("permissions-policy").contains(needed), "{path}");
        }
    }
}

#[tokio::test]
async fn a_request_keeps_its_id_if_it_is_one() {
    let app = TestApp::start().await;
    let send = async |id: &str| {
        let request = Request::get("/api/nothing").header("x-request-id", id).body(Body::empty()).unwrap();
        app.anonymous().request(request).await
    };
    let id = Uuid::new_v4().to_string();
    assert_eq!(send(&id).await.problem().request_id, id);
    assert_ne!(send("<script>").await.problem().request_id, "<script>");
}

#[tokio::test]
async fn answers_of_the_api_are_not_kept_and_may_be_compressed() {
    let app = TestApp::start().await;
    let request = Request::get("/api/openapi.json").header("accept-encoding", "gzip").body(Body::empty()).unwrap();
    let reply = app.anonymous().request(request).await;
    assert_eq!(reply.header("content-encoding"), "gzip");
    assert_eq!(app.anonymous().get("/api/v1/cases").await.header("cache-control"), "no-store");
}
