//! `/healthz` and `/readyz`.

use crate::app::TestApp;

#[tokio::test]
async fn a_server_that_stops_is_healthy_and_not_ready() {
    let app = TestApp::start().await;
    assert_eq!(app.anonymous().get("/healthz").await.status, 200);
    assert_eq!(app.anonymous().get("/readyz").await.status, 200);
    app.state().stop();
    assert_eq!(app.anonymous().get("/healthz").await.status, 200);
    assert_eq!(app.anonymous().get("/readyz").await.problem().status, 503);
}

#[tokio::test]
async fn a_server_without_its_database_is_not_ready() {
    let app = TestApp::start().await;
    app.state().db.clone().close().await.unwrap();
    assert_eq!(app.anonymous().get("/healthz").await.status, 200);
    assert_eq!(app.anonymous().get("/readyz").await.problem().status, 503);
    assert!(!app.anonymous().get("/api/v1/cases").await.status.is_success());
}
