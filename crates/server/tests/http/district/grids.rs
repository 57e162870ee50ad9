//! `GET /api/v1/district/grids/at` and `/grids/{grid}`

use pingan_api::{
    Issue, ProblemCode,
    district::{GetGrid, GetGridAt, PointQuery, UnitKind},
    geo::{Datum, Position},
    id::UnitId,
};

use crate::{app::TestApp, fixtures::spot};

fn at(Position { lat, lon }: Position, datum: Datum) -> GetGridAt {
    GetGridAt(PointQuery { lat, lon, datum })
}

#[tokio::test]
async fn a_point_has_a_grid_with_its_people() {
    let app = TestApp::start().await;
    let ask = at(spot(&app, 77), Datum::Wgs84);
    let card = app.anonymous().send(&ask).await.answer(&ask);
    assert_eq!(card.grid.id, app.state().district().grids()[77].id);
    assert_eq!(card.grid.parent.as_ref(), Some(&card.community.id));
    assert_eq!(card.community.parent.as_ref(), Some(&card.street.id));
    assert_eq!(card.street.kind, UnitKind::Street);
    assert_eq!(card.team.len(), 4);
    assert!(card.member.phone.starts_with("0714-000-"), "a number that rings nowhere: {}", card.member.phone);
    assert!(card.demo);
    let by_id = GetGrid(card.grid.id.clone());
    assert_eq!(app.anonymous().send(&by_id).await.answer(&by_id), card);
}

#[tokio::test]
async fn another_datum_is_converted() {
    let app = TestApp::start().await;
    let here = spot(&app, 12);
    let ask = at(here.from_wgs84(Datum::Gcj02), Datum::Gcj02);
    assert_eq!(app.anonymous().send(&ask).await.answer(&ask).grid.id, app.state().district().grids()[12].id);
}

#[tokio::test]
async fn outside_is_outside() {
    let app = TestApp::start().await;
    for away in [Position::new(30.6, 114.3), Position::new(-30.19, 114.96), Position::new(0.0, 0.0)] {
        let problem = app.anonymous().send(&at(away, Datum::Wgs84)).await.problem();
        assert_eq!(problem.code, ProblemCode::OutsideDistrict, "{away:?}");
    }
}

#[tokio::test]
async fn bad_questions_are_named() {
    let app = TestApp::start().await;
    let ask = async |query: &str| app.anonymous().get(&format!("{GRIDS}/at?{query}")).await.problem();
    const GRIDS: &str = "/api/v1/district/grids";
    assert_eq!(ask("lat=95&lon=114").await.issue("lat"), Some(Issue::Invalid));
    assert_eq!(ask("lat=30&lon=214").await.issue("lon"), Some(Issue::Invalid));
    assert_eq!(ask("lat=NaN&lon=114").await.issue("lat"), Some(Issue::Invalid));
    assert_eq!(ask("lon=114").await.issue("lat"), Some(Issue::Required));
    assert_eq!(ask("lat=here&lon=114").await.issue("lat"), Some(Issue::Invalid));
    assert_eq!(ask("lat=30&lon=114&datum=bd09").await.issue("datum"), Some(Issue::UnknownValue));
    assert_eq!(ask("lat=30&lon=114&radius=5").await.code, ProblemCode::UnknownField);
    for id in ["nowhere", "420204001", "420204-police"] {
        let problem = app.anonymous().send(&GetGrid(UnitId::from(id))).await.problem();
        assert_eq!(problem.code, ProblemCode::NotFound, "{id} is no grid");
    }
}
