//! Bad input: each with its own code, and no trace of it left.

use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use pingan_api::{
    Endpoint, Issue, ProblemCode,
    cases::{CreateCase, NewCase},
    geo::Position,
    id::PhotoId,
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    app::{Reply, TestApp, new_key},
    fixtures::{hazard, opinion, spot},
};

async fn send(app: &TestApp, body: impl Into<String>) -> Reply {
    app.anonymous().post_bytes(CreateCase::PATH, "application/json", body.into(), Some(new_key())).await
}

async fn assert_no_trace(app: &TestApp) {
    for table in ["cases", "reporter", "contact", "case_event"] {
        assert_eq!(app.count(table).await, 0, "{table}");
    }
}

#[tokio::test]
async fn each_wrong_field_is_named() {
    let app = TestApp::start().await;
    let good = serde_json::to_value(hazard(spot(&app, 0))).unwrap();
    let with = |pointer: &str, value: Value| {
        let mut body = good.clone();
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        body.pointer_mut(parent).unwrap()[name] = value;
        body
    };
    let without = |name: &str| {
        let mut body = good.clone();
        body.as_object_mut().unwrap().remove(name);
        body
    };
    let unknown_photo = PhotoId(Uuid::now_v7());
    let wrong = [
        (with("/category", json!("volcano")), "category", Issue::UnknownValue),
        (with("/kind", json!("complaint")), "kind", Issue::UnknownValue),
        (without("kind"), "kind", Issue::Required),
        (without("category"), "category", Issue::Required),
        (without("place"), "place", Issue::Required),
        (with("/place/datum", json!("bd09")), "place.datum", Issue::UnknownValue),
        (with("/place/position", json!({ "lat": 30.0 })), "place.position.lon", Issue::Required),
        (with("/place/position", json!({ "lat": "30", "lon": 114.9 })), "place.position.lat", Issue::Invalid),
        (with("/place/position", json!({ "lat": 95.0, "lon": 114.9 })), "place.position", Issue::Invalid),
        (with("/place/position", json!({ "lat": 31.0, "lon": 114.9 })), "place", Issue::OutsideDistrict),
        (with("/text", json!("字".repeat(1001))), "text", Issue::TooLong),
        (with("/photos", json!(vec![Uuid::now_v7(); 10])), "photos", Issue::TooMany),
        (with("/photos", json!([unknown_photo])), "photos[0]", Issue::UnknownPhoto),
        (with("/photos", json!(["photo"])), "photos[0]", Issue::Invalid),
        (with("/contact", json!({ "phone": "none" })), "contact.phone", Issue::InvalidPhone),
        (with("/answers", json!([{ "question": "leak_from", "choice": "yes" }])), "answers[0]", Issue::Invalid),
        (with("/answers", json!([{ "question": "why", "choice": "yes" }])), "answers[0].question", Issue::UnknownValue),
    ];
    for (body, field, issue) in wrong {
        let reply = send(&app, body.to_string()).await;
        let problem = reply.problem();
        assert_eq!((problem.code, reply.status.as_u16()), (ProblemCode::Invalid, 422), "{field}: {problem:?}");
        assert_eq!(problem.issue(field), Some(issue), "{problem:?}");
    }
    assert_no_trace(&app).await;
}

#[tokio::test]
async fn an_unknown_field_is_named() {
    let app = TestApp::start().await;
    let mut body = serde_json::to_value(hazard(spot(&app, 0))).unwrap();
    body["place"]["altitude"] = json!(12);
    let problem = send(&app, body.to_string()).await.problem();
    assert_eq!(problem.code, ProblemCode::UnknownField);
    assert!(problem.detail.unwrap().contains("altitude"));
    assert_no_trace(&app).await;
}

#[tokio::test]
async fn json_that_is_none_is_told_from_json_that_is_wrong() {
    let app = TestApp::start().await;
    for body in ["", "{", "nothing", "{\"kind\": \"hazard\",}", "{} {}"] {
        let problem = send(&app, body).await.problem();
        let expected = if body == "{} {}" { ProblemCode::Invalid } else { ProblemCode::MalformedJson };
        assert_eq!(problem.code, expected, "{body}");
    }
    assert_eq!(send(&app, "[]").await.problem().code, ProblemCode::Invalid);
    assert_eq!(send(&app, "[".repeat(10_000)).await.problem().code, ProblemCode::MalformedJson);
    assert_no_trace(&app).await;
}

#[tokio::test]
async fn a_body_too_large_is_refused() {
    let app = TestApp::start().await;
    let case = NewCase { text: "字".repeat(40_000), ..hazard(spot(&app, 0)) };
    let body = serde_json::to_string(&case).unwrap();
    let reply = send(&app, body.clone()).await;
    assert_eq!((reply.problem().code, reply.status), (ProblemCode::BodyTooLarge, StatusCode::PAYLOAD_TOO_LARGE));
    // Without a length the limit is met while reading.
    let chunks = futures_util::stream::iter([Ok::<_, std::io::Error>(body)]);
    let request = Request::post(CreateCase::PATH)
        .header("content-type", "application/json")
        .header("idempotency-key", new_key().to_string())
        .body(Body::from_stream(chunks))
        .unwrap();
    assert_eq!(app.anonymous().request(request).await.problem().code, ProblemCode::BodyTooLarge);
    assert_no_trace(&app).await;
}

#[tokio::test]
async fn another_content_type_is_refused() {
    let app = TestApp::start().await;
    let body = serde_json::to_string(&hazard(spot(&app, 0))).unwrap();
    for content_type in ["text/plain", "application/x-www-form-urlencoded", ""] {
        let reply = app.anonymous().post_bytes(CreateCase::PATH, content_type, body.clone(), Some(new_key())).await;
        assert_eq!(reply.problem().code, ProblemCode::UnsupportedMediaType, "{content_type}");
    }
    let utf8 = "application/json; charset=utf-8";
    let reply = app.anonymous().post_bytes(CreateCase::PATH, utf8, body, Some(new_key())).await;
    assert_eq!(reply.status, StatusCode::CREATED);
}

#[tokio::test]
async fn a_create_without_its_key_is_refused() {
    let app = TestApp::start().await;
    let case = hazard(spot(&app, 0));
    let reply = app.anonymous().post_keyed(CreateCase::PATH, &case, None).await;
    assert_eq!(reply.problem().code, ProblemCode::IdempotencyKeyMissing);
    let request = Request::post(CreateCase::PATH)
        .header("content-type", "application/json")
        .header("idempotency-key", "42")
        .body(Body::from(serde_json::to_vec(&case).unwrap()))
        .unwrap();
    assert_eq!(app.anonymous().request(request).await.problem().code, ProblemCode::IdempotencyKeyMissing);
    assert_no_trace(&app).await;
}

#[tokio::test]
async fn an_opinion_needs_a_unit_with_one_above_it() {
    let app = TestApp::start().await;
    let root = app.state().district().root().unwrap().id.clone();
    for (about, issue) in
        [(root, Issue::Invalid), ("420204-nobody".into(), Issue::UnknownUnit), ("A B".into(), Issue::UnknownUnit)]
    {
        let create = CreateCase { key: new_key(), case: opinion(&about) };
        assert_eq!(app.anonymous().send(&create).await.problem().issue("about"), Some(issue), "{about}");
    }
    assert_no_trace(&app).await;
}

#[tokio::test]
async fn a_place_far_away_is_outside() {
    let app = TestApp::start().await;
    for position in [Position::new(0.0, 0.0), Position::new(-90.0, 180.0), Position::new(30.19, -114.96)] {
        let create = CreateCase { key: new_key(), case: hazard(position) };
        let problem = app.anonymous().send(&create).await.problem();
        assert_eq!(problem.issue("place"), Some(Issue::OutsideDistrict));
    }
    assert_no_trace(&app).await;
}

#[tokio::test]
async fn queries_are_checked_as_bodies_are() {
    let app = TestApp::start().await;
    let wrong = [
        ("lat=30.1", "lat", Issue::Required),
        ("lat=x&lon=1", "lat", Issue::Invalid),
        ("lat=91&lon=1", "lat", Issue::Invalid),
        ("limit=0", "limit", Issue::Invalid),
        ("limit=101", "limit", Issue::Invalid),
        ("limit=-1", "limit", Issue::Invalid),
        ("radius_m=10001&lat=30&lon=114", "radius_m", Issue::Invalid),
        ("category=volcano", "category", Issue::UnknownValue),
        ("state=lost", "state", Issue::UnknownValue),
        ("open=perhaps", "open", Issue::Invalid),
        ("cursor=!!", "cursor", Issue::Invalid),
        ("grid=nowhere", "grid", Issue::UnknownUnit),
    ];
    for (query, field, issue) in wrong {
        let problem = app.anonymous().get(&format!("/api/v1/cases?{query}")).await.problem();
        assert_eq!(problem.issue(field), Some(issue), "{query}: {problem:?}");
    }
    let problem = app.anonymous().get("/api/v1/cases?page=2").await.problem();
    assert_eq!(problem.code, ProblemCode::UnknownField);
    let problem = app.anonymous().get("/api/v1/cases/duplicates?lat=30&lon=114&datum=wgs84").await.problem();
    assert_eq!(problem.issue("category"), Some(Issue::Required));
}
