//! What is done with a case: once, by whoever may, and never over somebody else's head.

use pingan_api::{
    Issue, ProblemCode,
    account::Role,
    cases::{CaseKey, Ground as Reason, State, TrackCase, TrackedCase},
    desk::{ActKind, ActOnCase, Acted, NewAct, NewPart},
};

use super::{act, department, desk, get, ground, in_progress, plain, refused, said, to, try_act};
use crate::{
    app::{TestApp, new_key},
    fixtures::{hazard, key_of, photo, raise, spot},
};

#[tokio::test]
async fn a_case_goes_its_way_through_the_desks() {
    let app = TestApp::start().await;
    let urban = department("urban");
    let receipt = in_progress(&app, &urban).await;
    let handler = app.staff(Role::DepartmentHandler, &urban).await;
    let after = photo(&app).await;
    let resolve = NewAct { photos: vec![after], ..said(ActKind::Resolve, "已修好") };
    let acted = act(handler, receipt.number, resolve).await;
    assert_eq!((acted.state, acted.holder, acted.version), (State::Resolved, Some(urban), 4));
    let track = TrackCase(key_of(&receipt));
    let tracked = app.anonymous().send(&track).await.answer(&track);
    let last = tracked.steps.last().unwrap();
    assert_eq!((last.words.as_deref(), last.photos.len()), (Some("已修好"), 1));
    assert!(tracked.photos.is_empty(), "what the desk sent stands at its step");
    let seen = get(desk(&app).await, receipt.number).await;
    assert_eq!(seen.steps.len(), 5);
    assert!(seen.steps[1].by.is_some() && seen.steps[1].by_name.is_some());
}

#[tokio::test]
async fn a_rejection_says_why() {
    let app = TestApp::start().await;
    let receipt = raise(&app, hazard(spot(&app, 0))).await;
    let desk = desk(&app).await;
    let reply = try_act(desk, receipt.number, plain(ActKind::Reject)).await;
    assert_eq!(reply.problem().issue("ground"), Some(Issue::Required));
    let reject = NewAct { ground: Some(Reason::NotFound), ..plain(ActKind::Reject) };
    assert_eq!(act(desk, receipt.number, reject).await.state, State::Rejected);
    let track = TrackCase(key_of(&receipt));
    let tracked: TrackedCase = app.anonymous().send(&track).await.json();
    assert_eq!(tracked.steps.last().unwrap().ground, Some(Reason::NotFound));
}

#[tokio::test]
async fn whoever_acts_second_is_told_what_changed_and_nothing_is_overwritten() {
    let app = TestApp::start().await;
    let number = raise(&app, hazard(spot(&app, 0))).await.number;
    let (first, second) = (desk(&app).await, desk(&app).await);
    let version = get(second, number).await.version;
    act(first, number, plain(ActKind::Accept)).await;
    act(first, number, to(ActKind::Assign, &department("fire"))).await;
    let stale = NewAct { version, ..to(ActKind::Assign, &department("urban")) };
    let reply = second.send(&ActOnCase { key: new_key(), number, act: stale }).await;
    let problem = reply.problem();
    assert_eq!((problem.code, reply.status.as_u16()), (ProblemCode::ChangedMeanwhile, 409));
    let events: Vec<&str> = problem.changed.iter().map(|changed| changed.event.as_str()).collect();
    assert_eq!(events, ["accept", "assign"]);
    assert!(problem.changed.iter().all(|changed| changed.by == Some(ground(&app, 0).community)));
    assert_eq!(get(second, number).await.holder.unwrap().id, department("fire"));
    // What only adds something is taken.
    let note = NewAct { version, ..said(ActKind::Note, "电话里说是北门") };
    let reply = second.send(&ActOnCase { key: new_key(), number, act: note }).await;
    assert_eq!(reply.status, 201, "{}", reply.text());
}

#[tokio::test]
async fn the_same_key_does_nothing_twice() {
    let app = TestApp::start().await;
    let number = raise(&app, hazard(spot(&app, 0))).await.number;
    let desk = desk(&app).await;
    let accept = ActOnCase { key: new_key(), number, act: plain(ActKind::Accept) };
    let first: Acted = desk.send(&accept).await.json();
    act(desk, number, to(ActKind::Assign, &department("fire"))).await;
    assert_eq!(desk.send(&accept).await.json::<Acted>(), first);
    let other = ActOnCase { key: accept.key, number, act: said(ActKind::Note, "别的") };
    assert_eq!(desk.send(&other).await.problem().code, ProblemCode::IdempotencyKeyReused);
    assert_eq!(app.count("case_event").await, 3);
}

#[tokio::test]
async fn notes_stay_among_desks() {
    let app = TestApp::start().await;
    let receipt = raise(&app, hazard(spot(&app, 0))).await;
    let desk = desk(&app).await;
    act(desk, receipt.number, plain(ActKind::Accept)).await;
    act(desk, receipt.number, said(ActKind::Note, "住户情绪激动")).await;
    let seen = get(desk, receipt.number).await;
    assert_eq!((seen.notes.len(), seen.notes[0].text.as_str()), (1, "住户情绪激动"));
    let reply = app.anonymous().send(&TrackCase(key_of(&receipt))).await;
    assert!(reply.status.is_success() && !reply.text().contains("情绪"));
    let page = app.anonymous().send(&pingan_api::cases::GetCase(receipt.number)).await;
    assert!(page.status.is_success() && !page.text().contains("情绪"));
}

#[tokio::test]
async fn buttons_are_just_what_the_server_takes() {
    let app = TestApp::start().await;
    let number = in_progress(&app, &department("urban")).await.number;
    let street = ground(&app, 0).street;
    for (role, unit) in [
        (Role::CommunityDesk, ground(&app, 0).community),
        (Role::StreetDispatcher, street),
        (Role::DepartmentHandler, department("urban")),
        (Role::DistrictAdmin, app.root()),
    ] {
        let actor = app.staff(role, &unit).await;
        let offered: Vec<ActKind> = get(actor, number).await.acts.iter().map(|act| act.act).collect();
        for kind in ActKind::ALL {
            // Filled in so that it is valid and still goes nowhere.
            let mut new = plain(*kind);
            new.words =
                if kind.needs().contains(&pingan_api::desk::Need::Words) { "话".into() } else { String::new() };
            if !offered.contains(kind)
                && new.clone().act.needs().iter().all(|need| *need == pingan_api::desk::Need::Words)
            {
                let code = refused(actor, number, new).await;
                assert!(matches!(code, ProblemCode::NotPossibleNow | ProblemCode::NotAllowed), "{role} {kind}: {code}");
            }
        }
    }
    let community = app.staff(Role::CommunityDesk, &ground(&app, 0).community).await;
    let offered: Vec<ActKind> = get(community, number).await.acts.iter().map(|act| act.act).collect();
    assert!(!offered.contains(&ActKind::Resolve) && !offered.contains(&ActKind::Block));
}

#[tokio::test]
async fn a_grid_member_takes_a_case_of_the_own_grid_and_solves_it() {
    let app = TestApp::start().await;
    let number = raise(&app, hazard(spot(&app, 0))).await.number;
    let grid = ground(&app, 0).grid;
    let member = app.staff(Role::GridMember, &grid).await;
    let neighbour = app.staff(Role::GridMember, &ground(&app, 1).grid).await;
    assert_eq!(refused(neighbour, number, plain(ActKind::Accept)).await, ProblemCode::NotFound);
    let reject = NewAct { ground: Some(Reason::Abuse), ..plain(ActKind::Reject) };
    assert_eq!(refused(member, number, reject).await, ProblemCode::NotPossibleNow);
    act(member, number, plain(ActKind::Accept)).await;
    let away = try_act(member, number, to(ActKind::Assign, &department("urban"))).await;
    assert_eq!(away.problem().issue("to"), Some(Issue::Invalid));
    act(member, number, to(ActKind::Assign, &grid)).await;
    act(member, number, plain(ActKind::Start)).await;
    assert_eq!(act(member, number, said(ActKind::Resolve, "已清走")).await.state, State::Resolved);
}

#[tokio::test]
async fn parts_become_cases_that_the_same_code_opens() {
    let app = TestApp::start().await;
    let mut case = hazard(spot(&app, 0));
    case.photos = vec![photo(&app).await, photo(&app).await];
    let moved = case.photos[1];
    let receipt = raise(&app, case).await;
    let desk = desk(&app).await;
    act(desk, receipt.number, plain(ActKind::Accept)).await;
    let part = |text: &str, photos| NewPart { category: None, text: text.into(), photos };
    let split = NewAct {
        parts: vec![part("路灯不亮", vec![moved]), part("井盖松动", vec![])],
        ..plain(ActKind::Split)
    };
    let acted = act(desk, receipt.number, split).await;
    assert_eq!((acted.state, acted.made.len()), (State::Accepted, 2));
    let old: TrackedCase = app.anonymous().send(&TrackCase(key_of(&receipt))).await.json();
    assert_eq!((old.parts, old.photos.len()), (acted.made.clone(), 1));
    for (number, (text, photos)) in acted.made.iter().zip([("路灯不亮", 1), ("井盖松动", 0)]) {
        let key = CaseKey::new(*number, &receipt.code);
        let new: TrackedCase = app.anonymous().send(&TrackCase(key)).await.json();
        assert_eq!((new.text.as_str(), new.photos.len(), new.summary.state), (text, photos, State::Accepted));
        assert_eq!(get(desk, *number).await.split_from, Some(receipt.number));
    }
    // A photo that the case does not show moves nowhere, and nothing is half done.
    let cases = app.count("cases").await;
    let wrong = NewAct { parts: vec![part("别的", vec![moved])], ..plain(ActKind::Split) };
    let reply = try_act(desk, receipt.number, wrong).await;
    assert_eq!(reply.problem().issue("photos[0]"), Some(Issue::UnknownPhoto));
    assert_eq!(app.count("cases").await, cases);
}

#[tokio::test]
async fn a_hidden_case_leaves_the_map_and_comes_back() {
    let app = TestApp::start().await;
    let number = raise(&app, hazard(spot(&app, 0))).await.number;
    let desk = desk(&app).await;
    act(desk, number, plain(ActKind::Accept)).await;
    let page = pingan_api::cases::GetCase(number);
    assert!(app.anonymous().send(&page).await.status.is_success());
    act(desk, number, said(ActKind::Hide, "涉及孩子")).await;
    assert_eq!(app.anonymous().send(&page).await.status, 404);
    act(desk, number, to(ActKind::Assign, &department("urban"))).await;
    assert_eq!(app.anonymous().send(&page).await.status, 404, "it stays hidden when it moves");
    let street = app.staff(Role::StreetDispatcher, &ground(&app, 0).street).await;
    act(street, number, plain(ActKind::Show)).await;
    assert!(app.anonymous().send(&page).await.status.is_success());
    assert_eq!(app.count("audit WHERE action IN ('hide_case', 'show_case')").await, 2);
}
