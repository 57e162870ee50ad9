//! Codes that leave by a webhook, as a stub of a provider sees them.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicU16, Ordering},
};

use axum::{
    Router,
    extract::State as Ext,
    http::{HeaderMap, StatusCode},
    routing::post,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use pingan_api::{
    ProblemCode,
    account::{NewCode, Purpose, SendCode},
};
use pingan_server::texts::{Texts, Webhook};
use serde_json::{Value, json};
use sha2::Sha256;

use super::{AGREED, PHONE, try_code};
use crate::app::TestApp;

const SECRET: &str = "known to both";

#[derive(Clone)]
struct Provider {
    answer: Arc<AtomicU16>,
    got: Arc<Mutex<Vec<(HeaderMap, String)>>>,
}

impl Provider {
    /// A server whose codes are posted to a stub.
    async fn serving() -> (TestApp, Self) {
        let stub = Self { answer: Arc::new(AtomicU16::new(204)), got: Arc::default() };
        let router = Router::new().route("/send", post(Self::take)).with_state(stub.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}/send", listener.local_addr().expect("an address"));
        tokio::spawn(async move { axum::serve(listener, router).await });
        let template = "{\"to\":\"+86{phone}\",\"template\":\"{kind}\",\"values\":[\"{code}\"],\"words\":\"{text}\"}";
        let webhook = Webhook::new(&url, SECRET, Some(template), Some("X-Key: abc")).expect("a good configuration");
        (TestApp::start_texting(Texts::Webhook(webhook)).await, stub)
    }

    async fn take(Ext(stub): Ext<Self>, headers: HeaderMap, body: String) -> StatusCode {
        stub.got.lock().unwrap().push((headers, body));
        StatusCode::from_u16(stub.answer.load(Ordering::Relaxed)).unwrap()
    }
}

fn new_code() -> SendCode {
    SendCode(NewCode { phone: PHONE.into(), purpose: Purpose::SignIn })
}

#[tokio::test]
async fn a_code_leaves_signed_and_signs_in() {
    let (app, provider) = Provider::serving().await;
    let sent = app.anonymous().send(&new_code()).await.answer(&new_code());
    assert_eq!(sent.demo_code, None);
    let (headers, body) = provider.got.lock().unwrap().remove(0);
    let message: Value = serde_json::from_str(&body).unwrap();
    let code = message["values"][0].as_str().unwrap().to_owned();
    assert!(code.len() == 6 && message["words"].as_str().unwrap().contains(&code));
    let rest = json!({ "to": format!("+86{PHONE}"), "template": "code", "values": [code], "words": message["words"] });
    assert_eq!(message, rest);

    let header = |name: &str| headers[name].to_str().unwrap();
    assert_eq!(header("x-key"), "abc");
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
    mac.update(format!("{}.{}.{body}", header("webhook-id"), header("webhook-timestamp")).as_bytes());
    let expected = format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()));
    assert_eq!(header("webhook-signature"), expected);

    let reply = try_code(app.anonymous(), PHONE, &code, AGREED).await;
    assert_eq!(reply.status, StatusCode::OK);
}

#[tokio::test]
async fn what_the_provider_did_not_take_does_not_count() {
    let (app, provider) = Provider::serving().await;
    for status in [503, 400] {
        provider.answer.store(status, Ordering::Relaxed);
        assert_eq!(app.anonymous().send(&new_code()).await.problem().code, ProblemCode::Unavailable, "{status}");
    }
    provider.answer.store(200, Ordering::Relaxed);
    app.anonymous().send(&new_code()).await.answer(&new_code());
    assert_eq!(provider.got.lock().unwrap().len(), 3);
}

#[tokio::test]
async fn without_a_provider_nobody_is_left_waiting_for_a_code() {
    let app = TestApp::start_texting(Texts::Nobody).await;
    assert_eq!(app.anonymous().send(&new_code()).await.problem().code, ProblemCode::Unavailable);
}
