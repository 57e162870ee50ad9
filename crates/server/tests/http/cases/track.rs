//! `POST /api/v1/cases/track`: the code opens, and guessing gets slower.

use futures_util::future::join_all;
use pingan_api::{
    ProblemCode,
    cases::{CaseKey, CaseNumber, TrackCase, TrackedCase},
};

use crate::{
    app::{Actor, Reply, TestApp},
    fixtures::{hazard, key_of, raise, spot},
};

fn guess(number: CaseNumber) -> TrackCase {
    TrackCase(CaseKey { number: number.to_string(), code: "222222".into() })
}

async fn code(actor: Actor<'_>, track: &TrackCase) -> (u16, ProblemCode) {
    let reply = actor.send(track).await;
    (reply.status.as_u16(), reply.problem().code)
}

#[tokio::test]
async fn what_people_type_opens() {
    let app = TestApp::start().await;
    let receipt = raise(&app, hazard(spot(&app, 0))).await;
    let code = receipt.code.as_str();
    let typed =
        CaseKey { number: receipt.number.grouped(), code: format!(" {} {} ", code[..3].to_lowercase(), &code[3..]) };
    app.anonymous().send(&TrackCase(typed)).await.json::<TrackedCase>();
}

#[tokio::test]
async fn whatever_is_wrong_gets_the_same_answer() {
    let app = TestApp::start().await;
    let receipt = raise(&app, hazard(spot(&app, 0))).await;
    let good = key_of(&receipt);
    let wrong = [
        CaseKey { code: "222222".into(), ..good.clone() },
        CaseKey { code: "".into(), ..good.clone() },
        CaseKey { code: "'; --".into(), ..good.clone() },
        CaseKey { number: CaseNumber::from_index(1).to_string(), ..good.clone() },
        CaseKey { number: "12".into(), ..good.clone() },
        CaseKey { number: "无".repeat(1000), ..good.clone() },
    ];
    let mut bodies = Vec::new();
    for (i, key) in wrong.into_iter().enumerate() {
        let actor = app.at_address([10, 0, 1, i as u8]);
        let mut problem = actor.send(&TrackCase(key)).await.problem();
        problem.request_id.clear();
        bodies.push(problem);
    }
    assert_eq!(bodies[0].code, ProblemCode::WrongNumberOrCode);
    assert!(bodies.windows(2).all(|two| two[0] == two[1]));
}

#[tokio::test]
async fn five_tries_are_free_and_then_waits_double() {
    let app = TestApp::start().await;
    let receipt = raise(&app, hazard(spot(&app, 0))).await;
    let (right, wrong) = (TrackCase(key_of(&receipt)), guess(receipt.number));
    for _ in 0..5 {
        assert_eq!(code(app.anonymous(), &wrong).await, (404, ProblemCode::WrongNumberOrCode));
    }
    for wait in [10, 20, 40] {
        let reply = app.anonymous().send(&right).await;
        let problem = reply.problem();
        assert_eq!(problem.code, ProblemCode::TooManyTries, "also with the right code");
        let seconds = problem.retry_after.unwrap();
        assert!((wait..=wait + 1).contains(&seconds), "{seconds} s of {wait} s");
        assert_eq!(reply.header("retry-after"), seconds.to_string());
        app.pass(i64::from(wait) * 1000 - 1);
        assert_eq!(code(app.anonymous(), &wrong).await.1, ProblemCode::TooManyTries);
        app.pass(1);
        assert_eq!(code(app.anonymous(), &wrong).await.1, ProblemCode::WrongNumberOrCode);
    }
    // Somebody else and another case are not held up.
    assert_eq!(app.at_address([10, 9, 9, 9]).send(&right).await.status, 200);
    let other = TrackCase(key_of(&raise(&app, hazard(spot(&app, 1))).await));
    assert_eq!(app.anonymous().send(&other).await.status, 200);
    // The right code ends it.
    app.pass(80_000);
    assert_eq!(app.anonymous().send(&right).await.status, 200);
    assert_eq!(code(app.anonymous(), &wrong).await.1, ProblemCode::WrongNumberOrCode);
}

#[tokio::test]
async fn tries_sent_all_at_once_are_counted_too() {
    let app = TestApp::start().await;
    let receipt = raise(&app, hazard(spot(&app, 0))).await;
    let wrong = guess(receipt.number);
    let replies: Vec<Reply> = join_all((0..30).map(|_| async { app.anonymous().send(&wrong).await })).await;
    let judged = replies.iter().filter(|reply| reply.status == 404).count();
    assert_eq!(judged, 5);
}

#[tokio::test]
async fn one_client_has_fifty_wrong_tries_in_a_quarter_of_an_hour() {
    let app = TestApp::start().await;
    let receipt = raise(&app, hazard(spot(&app, 0))).await;
    for i in 0..50 {
        let track = guess(CaseNumber::from_index(1000 + i));
        assert_eq!(code(app.anonymous(), &track).await.0, 404, "{i}");
    }
    assert_eq!(code(app.anonymous(), &guess(CaseNumber::from_index(5000))).await.0, 429);
    app.pass(15 * 60_000);
    assert_eq!(app.anonymous().send(&TrackCase(key_of(&receipt))).await.status, 200);
}
