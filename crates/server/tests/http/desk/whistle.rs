//! Units called to a case: each comes or sends the call back, and the resident sees it.

use pingan_api::{
    ProblemCode,
    account::Role,
    cases::{State, TrackCase, TrackedCase},
    desk::{ActKind, CountQueue, Counters, DeskLine, DeskQuery, ListQueue, NewAct, View},
    page::Page,
};

use super::{act, department, desk, get, ground, plain, refused, said, to};
use crate::{
    app::TestApp,
    fixtures::{hazard, key_of, raise, spot},
};

#[tokio::test]
async fn a_street_calls_and_each_unit_answers() {
    let app = TestApp::start().await;
    let here = ground(&app, 0);
    let receipt = raise(&app, hazard(spot(&app, 0))).await;
    let number = receipt.number;
    act(desk(&app).await, number, plain(ActKind::Accept)).await;
    let whistle = NewAct {
        joint: vec![department("police"), department("fire")],
        hours: Some(4),
        ..to(ActKind::Whistle, &department("urban"))
    };
    // A community has no whistle.
    assert_eq!(refused(desk(&app).await, number, whistle.clone()).await, ProblemCode::NotAllowed);
    let street = app.staff(Role::StreetDispatcher, &here.street).await;
    let acted = act(street, number, whistle).await;
    assert_eq!((acted.state, acted.holder), (State::Assigned, Some(department("urban"))));

    let lead = app.staff(Role::DepartmentHandler, &department("urban")).await;
    let police = app.staff(Role::DepartmentHandler, &department("police")).await;
    let fire = app.staff(Role::DepartmentHandler, &department("fire")).await;
    for actor in [lead, police, fire] {
        assert_eq!(actor.send(&CountQueue).await.json::<Counters>().called, 1);
        let list = ListQueue(DeskQuery { view: Some(View::Called), ..DeskQuery::default() });
        let page: Page<DeskLine> = actor.send(&list).await.json();
        assert_eq!(page.items[0].call_due_at, Some(app.state().now().plus_hours(4)));
    }
    app.pass(60_000);
    act(police, number, said(ActKind::CheckIn, "两人已到")).await;
    assert_eq!(police.send(&CountQueue).await.json::<Counters>().called, 0);
    assert_eq!(refused(police, number, plain(ActKind::CheckIn)).await, ProblemCode::NotPossibleNow);
    assert_eq!(refused(police, number, said(ActKind::Resolve, "好了")).await, ProblemCode::NotPossibleNow);
    act(fire, number, said(ActKind::Decline, "没有火险")).await;
    // Whoever begins has come.
    act(lead, number, plain(ActKind::Start)).await;

    let track = TrackCase(key_of(&receipt));
    let seen: TrackedCase = app.anonymous().send(&track).await.json();
    let calls = &seen.whistles[0].calls;
    assert_eq!(calls.iter().map(|call| call.lead).collect::<Vec<_>>(), [true, false, false]);
    assert!(calls[0].checked_in_at.is_some() && calls[1].checked_in_at.is_some());
    assert_eq!((calls[2].returned_at.is_some(), calls[2].reason.as_deref()), (true, Some("没有火险")));
    assert!(!seen.whistles[0].calls.iter().any(|call| call.is_awaited()) && seen.whistles[0].ended_at.is_none());

    act(lead, number, said(ActKind::Resolve, "已处置")).await;
    let seen: TrackedCase = app.anonymous().send(&track).await.json();
    assert_eq!((seen.summary.state, seen.whistles[0].ended_at), (State::Resolved, Some(app.state().now())));
}

#[tokio::test]
async fn a_lead_that_sends_the_call_back_sends_the_case_back() {
    let app = TestApp::start().await;
    let here = ground(&app, 0);
    let number = raise(&app, hazard(spot(&app, 0))).await.number;
    act(desk(&app).await, number, plain(ActKind::Accept)).await;
    let street = app.staff(Role::StreetDispatcher, &here.street).await;
    let whistle = NewAct { hours: Some(1), ..to(ActKind::Whistle, &department("urban")) };
    act(street, number, whistle.clone()).await;
    let lead = app.staff(Role::DepartmentHandler, &department("urban")).await;
    let acted = act(lead, number, said(ActKind::Decline, "归住建")).await;
    assert_eq!((acted.state, acted.holder), (State::Accepted, Some(here.community)));
    let list = ListQueue(DeskQuery { view: Some(View::Returned), ..DeskQuery::default() });
    assert_eq!(lead.send(&list).await.json::<Page<DeskLine>>().items.len(), 1);
    // Another whistle ends the one before.
    act(street, number, whistle).await;
    let seen = get(street, number).await;
    assert_eq!(seen.whistles.len(), 2);
    assert!(seen.whistles[0].ended_at.is_none() && seen.whistles[1].ended_at.is_some());
}

#[tokio::test]
async fn who_does_not_come_in_time_is_seen_among_what_is_overdue() {
    let app = TestApp::start().await;
    let here = ground(&app, 0);
    let number = raise(&app, hazard(spot(&app, 0))).await.number;
    act(desk(&app).await, number, plain(ActKind::Accept)).await;
    let street = app.staff(Role::StreetDispatcher, &here.street).await;
    let whistle =
        NewAct { joint: vec![department("fire")], hours: Some(1), ..to(ActKind::Whistle, &department("urban")) };
    act(street, number, whistle).await;
    let called_by = app.state().now().plus_hours(1);
    let overdue = async || -> Vec<DeskLine> {
        let list = ListQueue(DeskQuery { view: Some(View::Overdue), ..DeskQuery::default() });
        street.send(&list).await.json::<Page<DeskLine>>().items
    };
    app.pass(3_600_000 - 1);
    assert!(overdue().await.is_empty());
    app.pass(1);
    let seen = overdue().await;
    assert_eq!((seen.len(), seen[0].number, seen[0].call_due_at), (1, number, Some(called_by)));
    assert_eq!(street.send(&CountQueue).await.json::<Counters>().overdue, 1);
    let lead = app.staff(Role::DepartmentHandler, &department("urban")).await;
    act(lead, number, plain(ActKind::CheckIn)).await;
    assert_eq!(overdue().await.len(), 1, "the other is still awaited");
    let fire = app.staff(Role::DepartmentHandler, &department("fire")).await;
    act(fire, number, said(ActKind::Decline, "没有火险")).await;
    assert!(overdue().await.is_empty());
}

#[tokio::test]
async fn a_department_calls_a_street() {
    let app = TestApp::start().await;
    let here = ground(&app, 0);
    let number = super::in_progress(&app, &department("water")).await.number;
    let handler = app.staff(Role::DepartmentHandler, &department("water")).await;
    let whistle =
        NewAct { joint: vec![here.street.clone()], hours: Some(2), ..to(ActKind::Whistle, &department("water")) };
    act(handler, number, whistle).await;
    let street = app.staff(Role::StreetDispatcher, &here.street).await;
    act(street, number, plain(ActKind::CheckIn)).await;
    let calls = get(handler, number).await.whistles.remove(0).calls;
    assert!(calls[0].is_awaited() && !calls[1].is_awaited());
    // As the one that leads, too: the case is the street's then.
    let whistle = NewAct { hours: Some(2), ..to(ActKind::Whistle, &here.street) };
    let acted = act(handler, number, whistle).await;
    assert_eq!((acted.state, acted.holder), (State::Assigned, Some(here.street)));
    act(street, number, plain(ActKind::CheckIn)).await;
}
