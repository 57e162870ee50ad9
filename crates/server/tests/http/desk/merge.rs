//! Two cases become one, and two again.

use pingan_api::{
    Timestamp,
    account::Role,
    cases::{
        CaseKeys, Contact, Event, Ground, JoinCase, NewCase, NewJoin, Receipt, Share, State, TrackCase, TrackedCase,
        Who,
    },
    desk::{ActKind, NewAct},
    inbox::{CaseNotice, InboxQuery, OpenStream, ReadInbox},
};

use super::{act, department, desk, get, ground, plain, said, to, try_act};
use crate::{
    app::{TestApp, new_key},
    ear::Ear,
    fixtures::{appeal, hazard, key_of, raise, spot, step},
    inbox::case_of,
};

/// What one share was told, newest first.
async fn told(app: &TestApp, receipt: &Receipt) -> Vec<CaseNotice> {
    let read = ReadInbox(InboxQuery { keys: vec![key_of(receipt)], ..InboxQuery::default() });
    app.anonymous().send(&read).await.answer(&read).items.iter().map(case_of).cloned().collect()
}

async fn events(app: &TestApp, receipt: &Receipt) -> Vec<Event> {
    told(app, receipt).await.iter().map(|told| told.event).collect()
}

async fn due(app: &TestApp, receipt: &Receipt) -> Option<Timestamp> {
    app.anonymous().send(&TrackCase(key_of(receipt))).await.json::<TrackedCase>().next.due_at
}

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
    let happened: Vec<_> = seen.steps.iter().map(|step| step.event).collect();
    assert_eq!((seen.merged, happened), (vec![second.number], vec![None, Some(Event::Accept), Some(Event::TakeIn)]));
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
async fn the_reporters_of_both_cases_are_told() {
    let app = TestApp::start().await;
    let wished =
        || NewCase { contact: Some(Contact { phone: "13800000000".into(), text_me: true }), ..hazard(spot(&app, 0)) };
    let (first, second) = (raise(&app, wished()).await, raise(&app, wished()).await);
    let desk = desk(&app).await;
    act(desk, first.number, plain(ActKind::Accept)).await;
    let join = JoinCase { key: new_key(), number: first.number, join: NewJoin::default() };
    let neighbour: Receipt = app.anonymous().send(&join).await.json();
    let open = OpenStream(CaseKeys { keys: vec![key_of(&first)] });
    let mut ear = Ear::open(&app, &app.anonymous().send(&open).await.answer(&open).path, None).await;
    let due_before = due(&app, &first).await;
    app.pass(60_000);

    let merge = NewAct { into: Some(first.number), ..said(ActKind::Merge, "同一处") };
    act(desk, second.number, merge).await;
    assert_eq!(events(&app, &first).await, [Event::TakeIn, Event::Accept]);
    assert_eq!(events(&app, &second).await, [Event::Merge]);
    let CaseNotice { number, share, event, state, words, .. } = told(&app, &neighbour).await.remove(0);
    assert_eq!((number, share, event), (first.number, Share::Neighbour, Event::TakeIn));
    assert_eq!((state, words), (State::Accepted, None), "what was said to the others is theirs");
    assert_eq!(case_of(&ear.hear_notice().await.0.notice).event, Event::TakeIn);
    // Accepted, and the merge to each of the two.
    assert_eq!(app.count("delivery").await, 3);
    assert_eq!(due(&app, &first).await, due_before, "no clock begins anew");

    act(desk, second.number, plain(ActKind::Unmerge)).await;
    assert_eq!(events(&app, &first).await, [Event::LetGo, Event::TakeIn, Event::Accept]);
    assert_eq!(events(&app, &second).await, [Event::Unmerge, Event::Merge]);
    assert_eq!(events(&app, &neighbour).await, [Event::LetGo, Event::TakeIn]);
    assert_eq!(case_of(&ear.hear_notice().await.0.notice).event, Event::LetGo);
    assert_eq!(app.count("delivery").await, 5);
    assert_eq!(due(&app, &first).await, due_before);
}

#[tokio::test]
async fn a_case_that_has_ended_lets_go_and_stays_as_it_is() {
    let app = TestApp::start().await;
    let raised = || async { raise(&app, hazard(spot(&app, 0))).await };
    let (ended, withdrawn, one, two) = (raised().await, raised().await, raised().await, raised().await);
    let street = app.staff(Role::StreetDispatcher, &ground(&app, 0).street).await;
    for (number, into) in [(one.number, ended.number), (two.number, withdrawn.number)] {
        act(street, number, NewAct { into: Some(into), ..said(ActKind::Merge, "同一处") }).await;
    }
    act(street, ended.number, NewAct { ground: Some(Ground::NoFault), ..plain(ActKind::Reject) }).await;
    step(&app, withdrawn.number, Event::Withdraw, Who::Reporter).await;
    let closed = get(street, ended.number).await.steps.last().expect("a step").at.as_millis();
    app.pass(60_000);
    for number in [one.number, two.number] {
        assert_eq!(act(street, number, plain(ActKind::Unmerge)).await.state, State::Accepted);
    }
    assert_eq!(events(&app, &ended).await, [Event::LetGo, Event::Reject, Event::TakeIn]);
    let seen = get(street, ended.number).await;
    assert_eq!((seen.state, seen.holder.is_none()), (State::Rejected, true));
    assert_eq!(app.count(&format!("cases WHERE closed_at = {closed}")).await, 1, "it ended when it ended");
    assert_eq!(events(&app, &withdrawn).await, [Event::TakeIn], "nobody waits for news of it");
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
