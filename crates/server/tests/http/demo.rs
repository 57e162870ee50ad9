//! The demonstration as a visitor finds it, and the cases that it is measured with.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use pingan_api::{
    cases::{CaseQuery, CaseSummary, GetCase, ListCases, State},
    page::{MAX_LIMIT, Page},
};
use pingan_server::demo;

use crate::app::TestApp;

async fn list(app: &TestApp) -> Page<CaseSummary> {
    app.anonymous().send(&ListCases(CaseQuery { limit: Some(MAX_LIMIT), ..CaseQuery::default() })).await.json()
}

#[tokio::test]
async fn the_demonstration_has_life_in_it() {
    let app = TestApp::start().await;
    demo::load(app.state()).await.unwrap();
    assert_eq!(app.count("cases").await, 60);
    let cases = list(&app).await.items;
    let states: BTreeSet<State> = cases.iter().map(|case| case.state).collect();
    let public: BTreeSet<State> = State::ALL.iter().copied().filter(|state| state.is_public()).collect();
    assert_eq!(states, public, "every state that the public may see is there to be seen");
    assert!(cases.iter().any(|case| case.joined > 0));
    for case in &cases {
        assert!(case.created_at <= case.changed_at && case.changed_at <= app.state().now());
        let get = GetCase(case.number);
        let page = app.anonymous().send(&get).await.answer(&get);
        assert!(page.steps.is_sorted_by_key(|step| step.at), "{}", case.number);
        assert!(page.next.due_at.is_none_or(|due| due > app.state().now()), "{} is overdue", case.number);
        if let Some(thumb) = &case.thumb {
            assert_eq!(app.anonymous().get(thumb).await.status, StatusCode::OK);
        }
    }
}

#[tokio::test]
async fn seeded_cases_are_public_and_add_up() {
    let app = TestApp::start().await;
    for round in 1..=2 {
        demo::seed::run(app.state(), 40).await.unwrap();
        assert_eq!(list(&app).await.items.len(), 40 * round);
    }
}
