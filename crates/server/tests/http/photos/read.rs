//! `GET /api/v1/photos/{photo}/{size}`: who may see a photo.

use axum::http::{Request, StatusCode};
use pingan_api::{
    ProblemCode,
    cases::{Event, JoinCase, NewCase, NewJoin, Who},
    photos::Photo,
};

use super::{
    pictures::{jpeg, two_halves},
    upload::upload,
};
use crate::{
    app::{TestApp, new_key},
    fixtures::{hazard, public_hazard, raise, spot, step},
};

async fn photo(app: &TestApp) -> Photo {
    upload(app, jpeg(&two_halves(64, 48))).await.json()
}

fn bare(path: &str) -> &str {
    path.split('?').next().unwrap()
}

#[tokio::test]
async fn a_private_photo_needs_its_key() {
    let app = TestApp::start().await;
    let (photo, other) = (photo(&app).await, photo(&app).await);
    let opened = app.anonymous().get(&photo.full).await;
    assert_eq!(opened.status, StatusCode::OK);
    assert!(opened.header("cache-control").starts_with("private"));
    assert_eq!(opened.header("x-content-type-options"), "nosniff");
    assert_eq!(opened.header("content-disposition"), "inline");
    let (_, other_key) = other.full.split_once('?').unwrap();
    let (path, key) = photo.full.split_once('?').unwrap();
    let wrong = [
        path.to_owned(),
        format!("{path}?k="),
        format!("{path}?k=0"),
        format!("{path}?{other_key}"),
        format!("{}?{}", path, &key[..key.len() - 1]),
        format!("{path}?{key}0"),
        path.replace("full", "original"),
        "/api/v1/photos/one/full".to_owned(),
        format!("/api/v1/photos/{}/full", uuid::Uuid::nil()),
    ];
    for path in wrong {
        assert_eq!(app.anonymous().get(&path).await.problem().code, ProblemCode::NotFound, "{path}");
    }
}

#[tokio::test]
async fn a_public_cases_photo_is_everybodys_until_it_is_not() {
    let app = TestApp::start().await;
    let photo = photo(&app).await;
    let case = raise(&app, NewCase { photos: vec![photo.id], ..hazard(spot(&app, 3)) }).await;
    let look = async || app.anonymous().get(bare(&photo.thumb)).await;
    assert_eq!(look().await.status, StatusCode::NOT_FOUND, "no desk has looked at it yet");
    step(&app, case.number, Event::Accept, Who::Desk).await;
    let shown = look().await;
    assert_eq!((shown.status, shown.header("content-type")), (StatusCode::OK, "image/jpeg"));
    assert_eq!(shown.header("cache-control"), "public, max-age=86400, immutable");
    let known = Request::get(bare(&photo.thumb)).header("if-none-match", shown.header("etag"));
    let again = app.anonymous().request(known.body(axum::body::Body::empty()).unwrap()).await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    step(&app, case.number, Event::Reject, Who::Desk).await;
    assert_eq!(look().await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_a_neighbour_adds_stays_private() {
    let app = TestApp::start().await;
    let case = public_hazard(&app, spot(&app, 8)).await;
    let photo = photo(&app).await;
    let join = NewJoin { photos: vec![photo.id], ..NewJoin::default() };
    let joined = app.anonymous().send(&JoinCase { key: new_key(), number: case.number, join }).await;
    assert_eq!(joined.status, StatusCode::CREATED);
    assert_eq!(app.anonymous().get(bare(&photo.full)).await.status, StatusCode::NOT_FOUND);
    assert_eq!(app.anonymous().get(&photo.full).await.status, StatusCode::OK);
}
