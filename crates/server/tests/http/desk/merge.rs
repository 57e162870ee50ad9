//! Two cases become one, and two again.

use pingan_api::{
    cases::{Event, State, TrackCase, TrackedCase},
    desk::{ActKind, NewAct},
    inbox::{InboxQuery, ReadInbox},
};

use super::{act, department, desk, get, plain, said, to, try_act};
use crate::{
    app::TestApp,
    fixtures::{appeal, hazard, key_of, raise, spot},
    inbox::case_of,
};

#[tokio::test]
async fn a_merged_case_follows_the_other_and_may_leave_again() {
    let app = TestApp::start().await;
    let (first, second) = (raise(&app, hazard(spot(&app, 0))).await, raise(&app, hazard(spot(&app, 0))).await);
    let desk = desk(&app).await;
    act(desk, first.number, plain(ActKind::Accept)).await;
    assert_eq!(get(desk, second.number).await.neighbours[0].number, first.number);
    let merge = NewAct { into: Some(first.number), ..said(ActKind::Merge, "同一处") };
    let acted = act(desk, second.number, merge).await;
    assert_eq!((acted.state, acted.holder), (State::Merged, None));
    let track = TrackCase(key_of(&second));
    assert_eq!(app.anonymous().send(&track).await.json::<TrackedCase>().merged_into, Some(first.number));
    let seen = get(desk, first.number).await;
    assert_eq!((seen.merged, seen.steps.len()), (vec![second.number], 2));
    let joined = |number| async move {
        let page = pingan_api::cases::GetCase(number);
        app_page(desk, &page).await
    };
    assert_eq!(joined(first.number).await, 1);
    let back = act(desk, second.number, plain(ActKind::Unmerge)).await;
    assert_eq!(back.state, State::Accepted);
    assert_eq!(joined(first.number).await, 0);
    assert_eq!(app.anonymous().send(&track).await.json::<TrackedCase>().merged_into, None);
}

#[tokio::test]
async fn whoever_came_by_way_of_another_case_hears_of_the_last() {
    let app = TestApp::start().await;
    let raised = || async { raise(&app, hazard(spot(&app, 0))).await };
    let (first, second, third) = (raised().await, raised().await, raised().await);
    let desk = desk(&app).await;
    act(desk, third.number, plain(ActKind::Accept)).await;
    act(desk, second.number, plain(ActKind::Accept)).await;
    act(desk, first.number, NewAct { into: Some(second.number), ..said(ActKind::Merge, "同一处") }).await;
    act(desk, second.number, NewAct { into: Some(third.number), ..said(ActKind::Merge, "同一处") }).await;
    act(desk, third.number, to(ActKind::Assign, &department("urban"))).await;
    let read = ReadInbox(InboxQuery { keys: vec![key_of(&first)], ..InboxQuery::default() });
    let newest = &app.anonymous().send(&read).await.answer(&read).items[0];
    assert_eq!(case_of(newest).event, Event::Assign);
}

async fn app_page(actor: crate::app::Actor<'_>, page: &pingan_api::cases::GetCase) -> u32 {
    actor.send(page).await.json::<pingan_api::cases::CasePage>().summary.joined
}

#[tokio::test]
async fn only_open_cases_of_the_same_kind_take_others_in() {
    let app = TestApp::start().await;
    let number = raise(&app, hazard(spot(&app, 0))).await.number;
    let desk = desk(&app).await;
    let closed = raise(&app, hazard(spot(&app, 0))).await.number;
    act(desk, closed, NewAct { ground: Some(pingan_api::cases::Ground::NoFault), ..plain(ActKind::Reject) }).await;
    let other_kind = raise(&app, appeal(spot(&app, 0))).await.number;
    for into in [number, closed, other_kind, pingan_api::cases::CaseNumber::from_index(4)] {
        let reply = try_act(desk, number, NewAct { into: Some(into), ..plain(ActKind::Merge) }).await;
        assert!(reply.problem().issue("into").is_some(), "{into}");
    }
    assert_eq!(get(desk, number).await.state, State::Submitted);
    act(desk, number, plain(ActKind::Accept)).await;
    act(desk, number, to(ActKind::Assign, &department("urban"))).await;
}
