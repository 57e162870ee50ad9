//! Two at once: one wins, nothing is lost, nothing happens twice.

use futures_util::future::join_all;
use pingan_api::{
    ProblemCode, Timestamp,
    account::Role,
    cases::{Event, State, Who},
    desk::{ActKind, ActOnCase, NewAct},
};
use pingan_server::{
    cases::{Move, move_case},
    desk::sweep::sweep,
};

use super::{act, department, desk, get, in_progress, plain, said, to};
use crate::{
    app::{TestApp, new_key},
    fixtures::{hazard, raise, spot},
};

#[tokio::test]
async fn of_moderators_who_act_at_once_one_does() {
    let app = TestApp::start().await;
    for _ in 0..4 {
        let number = raise(&app, hazard(spot(&app, 0))).await.number;
        let desk = desk(&app).await;
        let version = act(desk, number, plain(ActKind::Accept)).await.version;
        let units = ["urban", "fire", "police", "water"].map(department);
        let acts = units.iter().map(|unit| {
            let act = NewAct { version, ..to(ActKind::Assign, unit) };
            async move { desk.send(&ActOnCase { key: new_key(), number, act }).await }
        });
        let replies = join_all(acts).await;
        assert_eq!(replies.iter().filter(|reply| reply.status.is_success()).count(), 1);
        for reply in replies.iter().filter(|reply| !reply.status.is_success()) {
            assert_eq!(reply.problem().code, ProblemCode::ChangedMeanwhile);
        }
        assert_eq!(get(desk, number).await.steps.len(), 3);
    }
}

#[tokio::test]
async fn one_key_sent_at_once_acts_once() {
    let app = TestApp::start().await;
    let number = raise(&app, hazard(spot(&app, 0))).await.number;
    let desk = desk(&app).await;
    let accept = ActOnCase { key: new_key(), number, act: plain(ActKind::Accept) };
    let replies = join_all((0..8).map(|_| desk.send(&accept))).await;
    let first = replies[0].text().into_owned();
    assert!(replies.iter().all(|reply| reply.status == 201 && reply.text() == first), "{first}");
    assert_eq!(app.count("case_event").await, 2);
}

#[tokio::test]
async fn a_merge_against_a_resolve_leaves_either_whole() {
    let app = TestApp::start().await;
    let urban = app.staff(Role::DepartmentHandler, &department("urban")).await;
    let desk = desk(&app).await;
    for _ in 0..6 {
        let into = in_progress(&app, &department("urban")).await.number;
        let number = raise(&app, hazard(spot(&app, 0))).await.number;
        let version = get(urban, into).await.version;
        let resolve = NewAct { version, ..said(ActKind::Resolve, "已修好") };
        let resolve = ActOnCase { key: new_key(), number: into, act: resolve };
        let merge = ActOnCase { key: new_key(), number, act: NewAct { into: Some(into), ..plain(ActKind::Merge) } };
        let (resolved, merged) = tokio::join!(urban.send(&resolve), desk.send(&merge));
        let (case, target) = (get(desk, number).await, get(desk, into).await);
        // The merge is a step of the other case too: who acts second is told so.
        match (resolved.status.is_success(), merged.status.is_success()) {
            (false, true) => {
                assert_eq!(resolved.problem().code, ProblemCode::ChangedMeanwhile);
                assert_eq!((case.state, target.state), (State::Merged, State::InProgress));
                assert_eq!(target.merged, vec![number]);
            }
            (true, false) => {
                assert_eq!((case.state, target.state), (State::Submitted, State::Resolved));
                assert_eq!(target.merged, vec![]);
            }
            (_, merged) => panic!("{} {merged}", resolved.text()),
        }
    }
}

#[tokio::test]
async fn two_merges_into_one_another_do_not_wait_for_ever() {
    let app = TestApp::start().await;
    let desk = desk(&app).await;
    let (a, b) = (raise(&app, hazard(spot(&app, 0))).await.number, raise(&app, hazard(spot(&app, 0))).await.number);
    let merge =
        |number, into| ActOnCase { key: new_key(), number, act: NewAct { into: Some(into), ..plain(ActKind::Merge) } };
    let (one, other) = (merge(a, b), merge(b, a));
    let (one, other) = tokio::join!(desk.send(&one), desk.send(&other));
    assert!(one.status.is_success() != other.status.is_success(), "{} {}", one.text(), other.text());
}

#[tokio::test]
async fn a_confirmation_against_a_lapse_closes_once() {
    let app = TestApp::start().await;
    let urban = async || app.staff(Role::DepartmentHandler, &department("urban")).await;
    // Disputed, it is out of the department's sight.
    let admin = async || app.staff(Role::DistrictAdmin, &app.root()).await;
    for _ in 0..4 {
        let number = in_progress(&app, &department("urban")).await.number;
        act(urban().await, number, said(ActKind::Resolve, "已修好")).await;
        app.pass(7 * 24 * 3_600_000);
        let now: Timestamp = app.state().now();
        let dispute = Move::new(number, Event::Dispute, Who::Reporter);
        let (disputed, swept) = tokio::join!(move_case(app.state(), dispute, now), sweep(app.state(), now));
        let case = get(admin().await, number).await;
        match disputed {
            Ok(_) => assert_eq!((case.state, swept.unwrap().lapsed), (State::Accepted, 0)),
            Err(_) => assert_eq!((case.state, swept.unwrap().lapsed), (State::Closed, 1)),
        }
        assert_eq!(case.steps.len(), 6);
        // Closed by silence, it may still be opened again, once, while sweepers look at it.
        if case.state == State::Closed {
            let reopen = || move_case(app.state(), Move::new(number, Event::Reopen, Who::Reporter), now);
            let (first, second, _) = tokio::join!(reopen(), reopen(), sweep(app.state(), now));
            assert!(first.is_ok() != second.is_ok());
            assert_eq!(get(admin().await, number).await.state, State::Accepted);
        }
    }
}
