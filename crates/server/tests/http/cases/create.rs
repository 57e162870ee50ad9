//! `POST /api/v1/cases`.

use pingan_api::{
    Issue, Timestamp,
    cases::{CaseKind, Next, Share, TrackCase},
    cases::{NewPlace, PlaceSource},
    geo::Datum,
};

use crate::{
    app::TestApp,
    fixtures::{appeal, hazard, key_of, opinion, photo, place, raise, spot},
};

#[tokio::test]
async fn a_hazard_is_received_and_found_again() {
    let app = TestApp::start().await;
    let mut case = hazard(spot(&app, 3));
    case.photos = vec![photo(&app).await, photo(&app).await];
    let receipt = raise(&app, case.clone()).await;
    assert_eq!((receipt.share, receipt.kind), (Share::Reporter, CaseKind::Hazard));
    assert_eq!(receipt.next.next, Next::DeskReads);
    assert_eq!(
        receipt.next.due_at,
        Timestamp::parse("2026-06-01T09:30:00Z"),
        "half past five in Shanghai: one working day"
    );

    let track = TrackCase(key_of(&receipt));
    let tracked = app.anonymous().send(&track).await.answer(&track);
    assert_eq!(tracked.text, case.text);
    assert_eq!(tracked.photos.iter().map(|photo| photo.id).collect::<Vec<_>>(), case.photos);
    assert!(
        tracked.photos.iter().all(|photo| photo.full.contains("k=")),
        "photos of a case that is not public need a key"
    );
    assert!(tracked.summary.thumb.is_some());
    assert_eq!(tracked.steps.len(), 1);
    let district = app.state().district();
    let grid = &district.grids()[3];
    let exact = tracked.place_exact.expect("the reporter's own place");
    assert_eq!(exact.grid, grid.id);
    assert!(exact.position.expect("a point was sent").metres_to(grid.centre) < 0.1);
    assert_eq!(exact.landmark.as_deref(), Some("三单元门口"));
    let holder = tracked.next.holder.expect("somebody holds it");
    assert_eq!(holder, district.unit(&grid.community).expect("a community").name);
}

#[tokio::test]
async fn gcj02_is_converted() {
    let app = TestApp::start().await;
    let here = spot(&app, 7);
    let mut case = hazard(here);
    case.place = Some(NewPlace { position: Some(here.from_wgs84(Datum::Gcj02)), datum: Datum::Gcj02, ..place(here) });
    let track = TrackCase(key_of(&raise(&app, case).await));
    let tracked = app.anonymous().send(&track).await.answer(&track);
    assert!(tracked.place_exact.unwrap().position.unwrap().metres_to(here) < 1.0);
}

#[tokio::test]
async fn a_grid_alone_is_a_place() {
    let app = TestApp::start().await;
    let grid = app.state().district().grids()[11].clone();
    let mut case = hazard(grid.centre);
    case.place = Some(NewPlace {
        source: PlaceSource::Grid,
        position: None,
        accuracy_m: None,
        grid: Some(grid.id.clone()),
        ..place(grid.centre)
    });
    let track = TrackCase(key_of(&raise(&app, case).await));
    let tracked = app.anonymous().send(&track).await.answer(&track);
    assert_eq!(tracked.place_exact.unwrap().position, None);
    let coarse = tracked.summary.place.unwrap();
    assert_eq!((coarse.grid, coarse.position), (grid.id, grid.centre.coarse()));
}

#[tokio::test]
async fn appeals_and_opinions_take_the_same_way() {
    let app = TestApp::start().await;
    let receipt = raise(&app, appeal(spot(&app, 0))).await;
    assert_eq!(receipt.kind, CaseKind::Appeal);
    assert_eq!(receipt.next.due_at, Timestamp::parse("2026-06-02T09:30:00Z"), "two working days");
    let grid = app.state().district().grids()[0].clone();
    let receipt = raise(&app, opinion(&grid.community)).await;
    let track = TrackCase(key_of(&receipt));
    let tracked = app.anonymous().send(&track).await.answer(&track);
    assert_eq!(tracked.summary.place, None);
    assert!(tracked.about.is_some());
}

#[tokio::test]
async fn a_photo_belongs_to_one_case() {
    let app = TestApp::start().await;
    let mut case = hazard(spot(&app, 0));
    case.photos = vec![photo(&app).await];
    raise(&app, case.clone()).await;
    let again = pingan_api::cases::CreateCase { key: crate::app::new_key(), case };
    let problem = app.anonymous().send(&again).await.problem();
    assert_eq!(problem.issue("photos[0]"), Some(Issue::PhotoTaken));
    assert_eq!(app.count("cases").await, 1);
    assert_eq!(app.count("reporter").await, 1);
}
