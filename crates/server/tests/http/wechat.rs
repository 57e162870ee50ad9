//! `GET /api/v1/wechat/signature`, against a stub of WeChat's servers.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use axum::{
    Json, Router,
    body::Body,
    extract::{Query, State as Ext},
    http::Request,
    routing::{get, post},
};
use futures_util::future::join_all;
use pingan_api::{
    Endpoint, Issue, ProblemCode,
    wechat::{GetSignature, Signature, SignatureQuery},
};
use pingan_server::wechat::{Hosts, Registration};
use serde_json::{Value, json};

use crate::app::{Reply, TestApp};

#[derive(Clone, Default)]
struct Stub {
    tokens: Arc<AtomicU32>,
    tickets: Arc<AtomicU32>,
    /// What the next answers of `getticket` refuse with.
    refuse: Arc<AtomicU32>,
}

async fn token(Ext(stub): Ext<Stub>, Json(body): Json<Value>) -> Json<Value> {
    let n = stub.tokens.fetch_add(1, Ordering::Relaxed);
    Json(match (body["appid"].as_str(), body["secret"].as_str()) {
        (Some("wx-test"), Some("a secret")) => json!({ "access_token": format!("token-{n}"), "expires_in": 7200 }),
        _ => json!({ "errcode": 40125, "errmsg": "invalid appsecret" }),
    })
}

async fn ticket(Ext(stub): Ext<Stub>, Query(query): Query<Vec<(String, String)>>) -> Json<Value> {
    let n = stub.tickets.fetch_add(1, Ordering::Relaxed);
    assert!(query.iter().any(|(name, value)| name == "type" && value == "jsapi"));
    Json(match stub.refuse.swap(0, Ordering::Relaxed) {
        0 => json!({ "errcode": 0, "errmsg": "ok", "ticket": format!("ticket-{n}"), "expires_in": 7200 }),
        code => json!({ "errcode": code, "errmsg": "refused" }),
    })
}

async fn registered(secret: &str) -> (TestApp, Stub) {
    let stub = Stub::default();
    let router = Router::new()
        .route("/cgi-bin/stable_token", post(token))
        .route("/cgi-bin/ticket/getticket", get(ticket))
        .with_state(stub.clone());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    let app = TestApp::start().await;
    let hosts = Hosts { api: &base, open: "http://open.test" };
    app.state().set_wechat(Registration::new("wx-test".into(), secret.into(), None, hosts));
    (app, stub)
}

async fn sign(app: &TestApp, url: &str) -> Reply {
    let path = GetSignature(SignatureQuery { url: url.into() }).path();
    app.anonymous().request(Request::get(path).header("host", "pingan.test").body(Body::empty()).unwrap()).await
}

const PAGE: &str = "https://pingan.test/cases/1?from=x";

#[tokio::test]
async fn a_server_that_is_not_registered_has_no_such_thing() {
    let app = TestApp::start().await;
    assert_eq!(sign(&app, PAGE).await.problem().code, ProblemCode::NotFound);
}

#[tokio::test]
async fn own_pages_are_signed_with_one_ticket_until_it_runs_out() {
    let (app, stub) = registered("a secret").await;
    let replies = join_all((0..10).map(|_| sign(&app, PAGE))).await;
    let first: Signature = replies[0].json();
    assert_eq!((first.app_id.as_str(), first.timestamp, first.signature.len()), ("wx-test", 1_780_272_000, 40));
    assert_ne!(first.nonce, replies[1].json::<Signature>().nonce);
    assert_eq!((stub.tokens.load(Ordering::Relaxed), stub.tickets.load(Ordering::Relaxed)), (1, 1));
    app.pass((7200 - 300) * 1000 - 1);
    sign(&app, PAGE).await.json::<Signature>();
    assert_eq!(stub.tickets.load(Ordering::Relaxed), 1);
    app.pass(1);
    sign(&app, PAGE).await.json::<Signature>();
    assert_eq!(stub.tickets.load(Ordering::Relaxed), 2);
}

#[tokio::test]
async fn other_peoples_pages_are_not_signed() {
    let (app, stub) = registered("a secret").await;
    for url in ["https://elsewhere.test/", "pingan.test", "javascript:alert(1)"] {
        assert_eq!(sign(&app, url).await.problem().issue("url"), Some(Issue::Invalid), "{url}");
    }
    assert_eq!(sign(&app, "").await.problem().issue("url"), Some(Issue::Required));
    assert_eq!(stub.tokens.load(Ordering::Relaxed), 0);
}

#[tokio::test]
async fn a_token_that_was_revoked_is_fetched_anew() {
    let (app, stub) = registered("a secret").await;
    stub.refuse.store(40_001, Ordering::Relaxed);
    sign(&app, PAGE).await.json::<Signature>();
    assert_eq!((stub.tokens.load(Ordering::Relaxed), stub.tickets.load(Ordering::Relaxed)), (2, 2));
}

#[tokio::test]
async fn while_wechat_refuses_it_is_left_alone_for_a_while() {
    let (app, stub) = registered("another secret").await;
    for _ in 0..3 {
        assert_eq!(sign(&app, PAGE).await.problem().code, ProblemCode::Unavailable);
    }
    assert_eq!(stub.tokens.load(Ordering::Relaxed), 1);
    app.pass(30_000);
    sign(&app, PAGE).await.problem();
    assert_eq!(stub.tokens.load(Ordering::Relaxed), 2);
}
