//! `POST /api/v1/crashes`

use std::{
    io,
    sync::{Arc, Mutex},
};

use pingan_api::{Issue, ProblemCode, crashes::PATH};
use serde_json::json;
use tracing::instrument::WithSubscriber;

use crate::app::TestApp;

fn report() -> String {
    json!({ "build": "app-0123456789abcdef", "page": "/cases/260047113?x=1", "message": "unreachable 13912345678" })
        .to_string()
}

/// A log that a test reads.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn a_crash_reaches_the_log_with_build_and_page_and_without_a_person() {
    let app = TestApp::start().await;
    let log = Log::default();
    let written = log.clone();
    let subscriber = tracing_subscriber::fmt().with_ansi(false).with_writer(move || written.clone()).finish();
    for content_type in ["application/json", "text/plain;charset=UTF-8"] {
        assert_eq!(app.anonymous().post_bytes(PATH, content_type, report(), None).await.status, 204, "{content_type}");
    }
    let phone = app.anonymous();
    phone.post_bytes(PATH, "application/json", report(), None).with_subscriber(subscriber).await;
    let lines = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    let line = lines.lines().find(|line| line.contains(" crash: ")).unwrap_or_else(|| panic!("no line in {lines}"));
    assert!(line.contains("ERROR"), "{line}");
    assert!(line.contains("build=\"app-0123456789abcdef\" page=\"/cases/#\""), "{line}");
    for secret in ["13912345678", "260047113", "x=1", "10.0.0.1"] {
        assert!(!lines.contains(secret), "{secret} in {lines}");
    }
}

#[tokio::test]
async fn what_is_no_report_is_refused() {
    let app = TestApp::start().await;
    let send = async |content_type: &str, body: String| {
        app.anonymous().post_bytes(PATH, content_type, body, None).await.problem()
    };
    assert_eq!(send("image/jpeg", report()).await.code, ProblemCode::UnsupportedMediaType);
    assert_eq!(send("text/plain", "boom".into()).await.code, ProblemCode::MalformedJson);
    assert_eq!(send("text/plain", "x".repeat(20_000)).await.code, ProblemCode::BodyTooLarge);
    let named = json!({ "build": "b", "page": "/", "message": "m", "phone": "1" }).to_string();
    assert_eq!(send("text/plain", named).await.code, ProblemCode::UnknownField);
    let long = json!({ "build": "b", "page": "/", "message": "m".repeat(4001) }).to_string();
    assert_eq!(send("text/plain", long).await.issue("message"), Some(Issue::TooLong));
}

#[tokio::test]
async fn one_phone_fills_no_log() {
    let app = TestApp::start().await;
    for _ in 0..10 {
        assert_eq!(app.anonymous().post_bytes(PATH, "text/plain", report(), None).await.status, 204);
    }
    let refused = app.anonymous().post_bytes(PATH, "text/plain", report(), None).await.problem();
    assert_eq!((refused.status, refused.retry_after), (429, Some(601)));
    assert_eq!(app.at_address([10, 0, 0, 2]).post_bytes(PATH, "text/plain", report(), None).await.status, 204);
    app.pass(10 * 60_000);
    assert_eq!(app.anonymous().post_bytes(PATH, "text/plain", report(), None).await.status, 204);
}
