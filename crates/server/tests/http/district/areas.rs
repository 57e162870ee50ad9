//! `GET /api/v1/district/areas.geojson`

use axum::http::{Request, StatusCode};
use pingan_api::{
    Issue,
    district::{AreaQuery, UnitKind},
    id::UnitId,
};
use serde_json::Value;

use crate::app::{Reply, TestApp};

async fn ask(app: &TestApp, level: UnitKind, within: Option<&UnitId>) -> Reply {
    app.anonymous().get(&AreaQuery { level, within: within.cloned() }.path()).await
}

#[tokio::test]
async fn each_level_is_drawn() {
    let app = TestApp::start().await;
    for (level, count) in
        [(UnitKind::Grid, 378), (UnitKind::Community, 37), (UnitKind::Street, 5), (UnitKind::District, 1)]
    {
        let reply = ask(&app, level, None).await;
        assert_eq!(reply.header("content-type"), "application/geo+json");
        let map: Value = reply.json();
        assert_eq!(map["type"], "FeatureCollection");
        let features = map["features"].as_array().unwrap();
        assert_eq!(features.len(), count, "{level}");
        for feature in features {
            assert_eq!(feature["type"], "Feature");
            assert_eq!(feature["properties"]["kind"], level.as_str());
            assert!(["id", "name_zh", "name_en"].iter().all(|name| feature["properties"][name].is_string()));
            assert_eq!(feature["geometry"]["type"], "Polygon");
            let ring = feature["geometry"]["coordinates"][0].as_array().unwrap();
            assert!(ring.len() >= 4 && ring.first() == ring.last(), "a ring ends where it begins");
        }
    }
}

#[tokio::test]
async fn a_part_is_drawn_alone() {
    let app = TestApp::start().await;
    let community = app.state().district().grids()[50].community.clone();
    let map: Value = ask(&app, UnitKind::Grid, Some(&community)).await.json();
    let features = map["features"].as_array().unwrap();
    assert!((7..=14).contains(&features.len()));
    assert!(features.iter().all(|feature| feature["properties"]["parent"] == community.0.as_str()));
    let own: Value = ask(&app, UnitKind::Community, Some(&community)).await.json();
    assert_eq!(own["features"][0]["properties"]["id"], community.0.as_str());
}

#[tokio::test]
async fn it_is_kept_and_compressed() {
    let app = TestApp::start().await;
    let path = AreaQuery { level: UnitKind::Grid, within: None }.path();
    let request =
        |name: &str, value: &str| Request::get(&path).header(name, value).body(axum::body::Body::empty()).unwrap();
    let reply = app.anonymous().request(request("accept-encoding", "br")).await;
    assert_eq!(reply.header("content-encoding"), "br");
    assert!(reply.body.len() < 60_000, "{}", reply.body.len());
    assert!(reply.header("cache-control").starts_with("public, max-age="));
    let again = app.anonymous().request(request("if-none-match", reply.header("etag"))).await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
}

#[tokio::test]
async fn bad_questions_are_named() {
    let app = TestApp::start().await;
    assert_eq!(ask(&app, UnitKind::Department, None).await.problem().issue("level"), Some(Issue::Invalid));
    let nowhere = ask(&app, UnitKind::Grid, Some(&"nowhere".into())).await;
    assert_eq!(nowhere.problem().issue("within"), Some(Issue::UnknownUnit));
    let planet = app.anonymous().get(&format!("{}?level=planet", AreaQuery::PATH)).await;
    assert_eq!(planet.problem().issue("level"), Some(Issue::UnknownValue));
}
