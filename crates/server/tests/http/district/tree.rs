//! `GET /api/v1/district`

use axum::http::{Request, StatusCode};
use pingan_api::district::{GetDistrict, UnitKind};

use crate::app::TestApp;

#[tokio::test]
async fn the_tree_has_parents_before_children() {
    let app = TestApp::start().await;
    let district = app.anonymous().send(&GetDistrict).await.answer(&GetDistrict);
    assert!(district.demo);
    let count = |kind| district.units.iter().filter(|unit| unit.kind == kind).count();
    let kinds = [UnitKind::District, UnitKind::Street, UnitKind::Community, UnitKind::Grid, UnitKind::Department];
    assert_eq!(kinds.map(count), [1, 5, 37, 378, 9]);
    for (i, unit) in district.units.iter().enumerate() {
        let known = |id| district.units[..i].iter().any(|other| other.id == id);
        assert!(unit.parent.clone().is_none_or(known), "{}", unit.id);
    }
}

#[tokio::test]
async fn who_has_it_is_told_so() {
    let app = TestApp::start().await;
    let first = app.anonymous().send(&GetDistrict).await;
    let tag = first.header("etag").to_owned();
    assert!(!tag.is_empty());
    let request = |name: &str, value: &str| {
        Request::get("/api/v1/district").header(name, value).body(axum::body::Body::empty()).unwrap()
    };
    let again = app.anonymous().request(request("if-none-match", &tag)).await;
    assert_eq!((again.status, again.body.len()), (StatusCode::NOT_MODIFIED, 0));
    let compressed = app.anonymous().request(request("accept-encoding", "gzip, br")).await;
    assert_eq!(compressed.header("content-encoding"), "br");
    assert!(compressed.body.len() * 5 < first.body.len(), "{} of {}", compressed.body.len(), first.body.len());
}
