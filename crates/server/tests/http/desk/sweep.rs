//! Clocks that run out.

use pingan_api::{
    account::Role,
    cases::{State, TrackCase, TrackedCase},
    desk::{ActKind, DeskLine, DeskQuery, ListQueue, View},
    page::Page,
};
use pingan_server::desk::sweep::{Swept, sweep};

use super::{act, department, desk, get, ground, in_progress, plain, said, to};
use crate::{
    app::TestApp,
    fixtures::{hazard, key_of, raise, spot},
};

async fn swept(app: &TestApp) -> Swept {
    sweep(app.state(), app.state().now()).await.unwrap()
}

fn pass_until(app: &TestApp, due: pingan_api::Timestamp, and: i64) {
    app.pass(due.as_millis() - app.state().now().as_millis() + and);
}

#[tokio::test]
async fn an_overdue_case_climbs_a_level_at_a_time_and_says_so() {
    let app = TestApp::start().await;
    let here = ground(&app, 0);
    let receipt = raise(&app, hazard(spot(&app, 0))).await;
    pass_until(&app, receipt.next.due_at.unwrap(), -1);
    assert_eq!(swept(&app).await, Swept::default());
    for holder in [&here.street, &app.root()] {
        pass_until(&app, get(desk(&app).await, receipt.number).await.due_at.unwrap(), 0);
        assert_eq!(swept(&app).await, Swept { climbed: 1, ..Swept::default() });
        assert_eq!(swept(&app).await, Swept::default(), "once");
        let case = get(desk(&app).await, receipt.number).await;
        assert_eq!((&case.holder.unwrap().id, case.state), (holder, State::Submitted));
        assert_eq!(case.climbed_from.unwrap().id, here.community);
    }
    // At the district there is nobody above: marked is marked.
    let due = get(desk(&app).await, receipt.number).await.due_at.unwrap();
    pass_until(&app, due, 30 * 24 * 3_600_000);
    assert_eq!(swept(&app).await, Swept::default());
    let tracked: TrackedCase = app.anonymous().send(&TrackCase(key_of(&receipt))).await.json();
    assert!(tracked.next.overdue && tracked.steps.len() == 3);
    let list = ListQueue(DeskQuery { view: Some(View::Overdue), ..DeskQuery::default() });
    let admin = app.staff(Role::DistrictAdmin, &app.root()).await;
    assert_eq!(admin.send(&list).await.json::<Page<DeskLine>>().items.len(), 1);
    // Whoever let it run out still takes it on, and then it is overdue no longer.
    act(desk(&app).await, receipt.number, plain(ActKind::Accept)).await;
    assert!(admin.send(&list).await.json::<Page<DeskLine>>().items.is_empty());
}

#[tokio::test]
async fn what_is_late_is_seen_first_a_level_up() {
    let app = TestApp::start().await;
    let late = raise(&app, hazard(spot(&app, 0))).await;
    pass_until(&app, late.next.due_at.unwrap(), 0);
    swept(&app).await;
    // The street's own, due before the new date of what climbed to it.
    let other = raise(&app, hazard(spot(&app, 0))).await;
    act(desk(&app).await, other.number, plain(ActKind::Accept)).await;
    let street = app.staff(Role::StreetDispatcher, &ground(&app, 0).street).await;
    act(street, other.number, to(ActKind::Assign, &ground(&app, 0).street)).await;
    let mut first = DeskQuery { view: Some(View::Waiting), limit: Some(2), ..DeskQuery::default() };
    let page: Page<DeskLine> = street.send(&ListQueue(first.clone())).await.json();
    assert_eq!(page.items.iter().map(|case| case.number).collect::<Vec<_>>(), [late.number, other.number]);
    first.limit = Some(1);
    // Of everything that is overdue the oldest comes first, over pages.
    let newer = raise(&app, hazard(spot(&app, 1))).await;
    pass_until(&app, newer.next.due_at.unwrap(), 0);
    swept(&app).await;
    let admin = app.staff(Role::DistrictAdmin, &app.root()).await;
    first.view = Some(View::Overdue);
    let mut seen = Vec::new();
    loop {
        let page: Page<DeskLine> = admin.send(&ListQueue(first.clone())).await.json();
        seen.extend(page.items.iter().map(|case| case.overdue_since.unwrap()));
        first.cursor = page.next;
        if first.cursor.is_none() {
            break;
        }
    }
    assert!(seen.len() >= 2 && seen.is_sorted(), "{seen:?}");
}

#[tokio::test]
async fn work_goes_on_when_its_clock_ran_out() {
    let app = TestApp::start().await;
    let number = in_progress(&app, &department("urban")).await.number;
    // A second factor lasts for hours: each time somebody else of the department.
    let handler = async || app.staff(Role::DepartmentHandler, &department("urban")).await;
    pass_until(&app, get(handler().await, number).await.due_at.unwrap(), 0);
    assert_eq!(swept(&app).await.climbed, 1);
    let case = get(handler().await, number).await;
    assert_eq!((case.state, case.holder.unwrap().id), (State::InProgress, app.root()));
    assert_eq!(act(handler().await, number, said(ActKind::Resolve, "已修好")).await.state, State::Resolved);
}

#[tokio::test]
async fn questions_expire_and_silence_is_consent_after_seven_days() {
    const DAY: i64 = 24 * 3_600_000;
    let app = TestApp::start().await;
    let number = in_progress(&app, &department("urban")).await.number;
    // A second factor lasts for hours: each time somebody else of the department.
    let handler = async || app.staff(Role::DepartmentHandler, &department("urban")).await;
    act(handler().await, number, said(ActKind::Ask, "在几楼？")).await;
    app.pass(7 * DAY - 1);
    assert_eq!(swept(&app).await, Swept::default());
    app.pass(1);
    assert_eq!(swept(&app).await, Swept { expired: 1, ..Swept::default() });
    assert_eq!(get(handler().await, number).await.state, State::InProgress);
    act(handler().await, number, said(ActKind::Resolve, "已修好")).await;
    app.pass(7 * DAY - 1);
    assert_eq!(swept(&app).await, Swept::default());
    app.pass(1);
    assert_eq!(swept(&app).await, Swept { lapsed: 1, ..Swept::default() });
    let case = get(handler().await, number).await;
    assert_eq!((case.state, case.due_at, case.holder), (State::Closed, None, None));
}

#[tokio::test]
async fn several_sweepers_move_each_case_once() {
    let app = TestApp::start().await;
    for n in 0..6 {
        raise(&app, hazard(spot(&app, n))).await;
    }
    app.pass(48 * 3_600_000);
    let now = app.state().now();
    let all = futures_util::future::join_all((0..4).map(|_| sweep(app.state(), now))).await;
    let climbed: u32 = all.into_iter().map(|swept| swept.unwrap().climbed).sum();
    assert_eq!((climbed, app.count("case_event").await), (6, 12));
}
