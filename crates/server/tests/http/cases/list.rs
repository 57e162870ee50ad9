//! `GET /api/v1/cases`.

use pingan_api::{
    cases::{CaseQuery, CaseSummary, Category, Event, ListCases, NewCase, State, Who},
    page::Page,
};

use crate::{
    app::TestApp,
    fixtures::{appeal, hazard, public_hazard, raise, spot, step},
};

async fn list(app: &TestApp, query: CaseQuery) -> Page<CaseSummary> {
    let list = ListCases(query);
    app.anonymous().send(&list).await.answer(&list)
}

#[tokio::test]
async fn only_accepted_hazards_are_listed() {
    let app = TestApp::start().await;
    let appealed = raise(&app, appeal(spot(&app, 0))).await;
    step(&app, appealed.number, Event::Accept, Who::Desk).await;
    let hidden = raise(&app, hazard(spot(&app, 1))).await;
    assert_eq!(list(&app, CaseQuery::default()).await.items, []);
    step(&app, hidden.number, Event::Accept, Who::Desk).await;
    let listed = list(&app, CaseQuery::default()).await;
    assert_eq!(listed.items.iter().map(|case| case.number).collect::<Vec<_>>(), [hidden.number]);
    step(&app, hidden.number, Event::Reject, Who::Desk).await;
    assert_eq!(list(&app, CaseQuery::default()).await.items, []);
}

#[tokio::test]
async fn pages_follow_one_another_without_gaps_or_repeats() {
    let app = TestApp::start().await;
    let mut expected = Vec::new();
    for i in 0..7 {
        // Two of each moment, so that the cursor has to look at the id as well.
        let receipt = raise(&app, hazard(spot(&app, i))).await;
        expected.push(receipt.number);
        if i % 2 == 1 {
            app.pass(1000);
        }
    }
    for number in &expected {
        step(&app, *number, Event::Accept, Who::Desk).await;
    }
    let mut seen = Vec::new();
    let mut cursor = None;
    loop {
        let page = list(&app, CaseQuery { limit: Some(3), cursor, ..CaseQuery::default() }).await;
        assert!(page.items.len() <= 3);
        seen.extend(page.items.iter().map(|case| case.number));
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    expected.reverse();
    assert_eq!(seen, expected);
}

#[tokio::test]
async fn filters_by_place_kind_and_state() {
    let app = TestApp::start().await;
    let district = app.state().district();
    let (near, far) = {
        let grids = district.grids();
        let near = 0;
        let far = (0..grids.len())
            .max_by(|a, b| {
                let metres = |i: usize| grids[i].centre.metres_to(grids[near].centre);
                metres(*a).total_cmp(&metres(*b))
            })
            .unwrap();
        (near, far)
    };
    let here = public_hazard(&app, spot(&app, near)).await;
    let there = raise(&app, NewCase { category: Some(Category::Trees), ..hazard(spot(&app, far)) }).await;
    step(&app, there.number, Event::Accept, Who::Desk).await;
    step(&app, there.number, Event::Assign, Who::Desk).await;

    let centre = spot(&app, near);
    let around = CaseQuery { lat: Some(centre.lat), lon: Some(centre.lon), ..CaseQuery::default() };
    let numbers = |page: &Page<CaseSummary>| page.items.iter().map(|case| case.number).collect::<Vec<_>>();
    let found = list(&app, around.clone()).await;
    assert_eq!(numbers(&found), [here.number]);
    assert!(found.items[0].distance_m.unwrap() < 80);
    assert_eq!(numbers(&list(&app, CaseQuery { radius_m: Some(10_000), ..around }).await).len(), 2);

    let grid = &district.grids()[far];
    let root = district.root().unwrap().id.clone();
    for unit in [&grid.id, &grid.community, &grid.street] {
        let within = CaseQuery { grid: Some(unit.clone()), ..CaseQuery::default() };
        assert_eq!(numbers(&list(&app, within).await), [there.number], "{unit}");
    }
    assert_eq!(list(&app, CaseQuery { grid: Some(root), ..CaseQuery::default() }).await.items.len(), 2);
    let by = |query: CaseQuery| list(&app, query);
    assert_eq!(numbers(&by(CaseQuery { category: Some(Category::Trees), ..Default::default() }).await), [there.number]);
    assert_eq!(numbers(&by(CaseQuery { state: Some(State::Accepted), ..Default::default() }).await), [here.number]);
    assert_eq!(by(CaseQuery { open: Some(true), ..Default::default() }).await.items.len(), 2);
    assert_eq!(by(CaseQuery { open: Some(false), ..Default::default() }).await.items.len(), 0);
}

#[tokio::test]
async fn a_summary_tells_the_coarse_place() {
    let app = TestApp::start().await;
    let here = spot(&app, 5);
    public_hazard(&app, here).await;
    let listed = list(&app, CaseQuery::default()).await;
    let place = listed.items[0].place.clone().unwrap();
    assert_eq!(place.position, here.coarse());
    assert_eq!(place.grid, app.state().district().grids()[5].id);
    assert_eq!(listed.items[0].distance_m, None);
}
