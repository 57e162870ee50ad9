//! `GET /api/v1/cases/duplicates`.

use pingan_api::{
    cases::{CaseNumber, Category, DuplicateQuery, Event, FindDuplicates, NewCase, Who},
    geo::{Datum, Position},
};

use crate::{
    app::TestApp,
    fixtures::{hazard, public_hazard, raise, spot, step},
};

async fn numbers(app: &TestApp, position: Position, datum: Datum) -> Vec<CaseNumber> {
    let Position { lat, lon } = position.from_wgs84(datum);
    let find = FindDuplicates(DuplicateQuery { lat, lon, datum, category: Category::WaterLeak });
    app.anonymous().send(&find).await.answer(&find).iter().map(|case| case.number).collect()
}

#[tokio::test]
async fn open_cases_of_the_same_kind_nearby_nearest_first() {
    let app = TestApp::start().await;
    let district = app.state().district();
    let here = spot(&app, 100);
    let east = |metres: f64| Position::new(here.lat, here.lon + metres / 96_100.0);
    let inside = |position: &Position| district.grid_at(*position).is_some();
    assert!([east(150.0), east(600.0)].iter().all(inside), "the spot is in the middle of the district");

    let second = public_hazard(&app, east(150.0)).await;
    let first = public_hazard(&app, here).await;
    public_hazard(&app, east(600.0)).await;
    let other = raise(&app, NewCase { category: Some(Category::Trees), ..hazard(here) }).await;
    step(&app, other.number, Event::Accept, Who::Desk).await;
    raise(&app, hazard(here)).await;
    let done = public_hazard(&app, here).await;
    for (event, who) in [(Event::Assign, Who::Desk), (Event::Start, Who::Handler), (Event::Resolve, Who::Handler)] {
        step(&app, done.number, event, who).await;
    }
    for datum in [Datum::Wgs84, Datum::Gcj02] {
        assert_eq!(numbers(&app, here, datum).await, [first.number, second.number]);
    }
}
