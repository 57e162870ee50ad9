//! What a reporter does with their case: each act, each refusal, once per key.

use axum::http::StatusCode;
use pingan_api::{
    Date, Issue, Problem, ProblemCode,
    account::Role,
    cases::{
        Act, ActOnOwnCase, ActReceipt, CaseKey, Event, GetCase, JoinCase, NewJoin, Next, OwnAct, Receipt, State,
        TrackCase, TrackedCase, Who,
    },
    id::{IdempotencyKey, PhotoId},
    stats::{GetStats, Stats, StatsQuery},
};
use sea_orm::EntityTrait;
use uuid::Uuid;

use crate::{
    app::{Reply, TestApp, new_key},
    fixtures::{appeal, hazard, key_of, photo, public_hazard, raise, say, spot, step},
};

async fn tracked(app: &TestApp, receipt: &Receipt) -> TrackedCase {
    let track = TrackCase(key_of(receipt));
    app.anonymous().send(&track).await.answer(&track)
}

async fn send(app: &TestApp, key: IdempotencyKey, of: CaseKey, version: u32, act: Act) -> Reply {
    app.pass(1000);
    app.anonymous().send(&ActOnOwnCase { key, act: OwnAct { key: of, version, act } }).await
}

/// Acts on the case as it is now.
async fn act(app: &TestApp, receipt: &Receipt, act: Act) -> Result<ActReceipt, Problem> {
    let version = tracked(app, receipt).await.version;
    let reply = send(app, new_key(), key_of(receipt), version, act).await;
    if reply.status == StatusCode::CREATED { Ok(reply.json()) } else { Err(reply.problem()) }
}

async fn resolved(app: &TestApp) -> Receipt {
    let receipt = public_hazard(app, spot(app, 0)).await;
    solve(app, &receipt).await;
    receipt
}

async fn solve(app: &TestApp, receipt: &Receipt) {
    step(app, receipt.number, Event::Assign, Who::Dispatcher).await;
    step(app, receipt.number, Event::Start, Who::Handler).await;
    step(app, receipt.number, Event::Resolve, Who::Handler).await;
}

fn words(text: &str) -> String {
    text.to_owned()
}

#[tokio::test]
async fn a_confirmation_closes_the_case_and_keeps_the_rating() {
    let app = TestApp::start().await;
    let receipt = resolved(&app).await;
    let holder = tracked(&app, &receipt).await.next.holder;
    let done = act(&app, &receipt, Act::Confirm { rating: 4, words: words("修得快") }).await.unwrap();
    assert_eq!((done.state, done.event, done.next.next), (State::Closed, Event::Confirm, Next::Nothing));
    let rows = pingan_server::cases::entity::act::Entity::find().all(app.state().db.reads()).await.unwrap();
    let [row] = &rows[..] else { panic!("{rows:?}") };
    assert_eq!(row.rating, Some(4));
    let rated = app.state().district().unit(&row.unit.as_deref().unwrap().into()).map(|unit| unit.name.clone());
    assert_eq!(rated, holder);
    let seen = tracked(&app, &receipt).await;
    assert_eq!(seen.steps.last().unwrap().words.as_deref(), Some("修得快"));
    assert_eq!(seen.version, done.version);
    let today = Date::in_shanghai(app.state().now());
    let query = StatsQuery { from: today, to: today, unit: None, kind: None };
    let admin = app.staff(Role::DistrictAdmin, &app.root()).await;
    let stats: Stats = admin.send(&GetStats(query)).await.json();
    assert_eq!((stats.ratings.stars, stats.ratings.mean()), ([0, 0, 0, 1, 0], Some(4.0)));
}

#[tokio::test]
async fn a_dispute_goes_to_the_level_above_with_its_photos_and_once() {
    let app = TestApp::start().await;
    let receipt = resolved(&app).await;
    let before = tracked(&app, &receipt).await;
    let picture = photo(&app).await;
    let done = act(&app, &receipt, Act::Dispute { words: String::new(), photos: vec![picture] }).await.unwrap();
    assert_eq!(done.state, State::Accepted);
    let street = app.state().district().grids()[0].street.clone();
    let above = app.state().district().unit(&street).unwrap().name.clone();
    assert_eq!(done.next.holder, Some(above), "it was {:?}'s", before.next.holder);
    let after = tracked(&app, &receipt).await;
    assert!(after.history.disputed);
    assert_eq!(after.steps.last().unwrap().photos.iter().map(|photo| photo.id).collect::<Vec<_>>(), [picture]);
    assert_eq!(after.photos.len(), before.photos.len(), "it stands with its step alone");
    solve(&app, &receipt).await;
    let again = act(&app, &receipt, Act::Dispute { words: words("还是漏"), photos: vec![] }).await.unwrap_err();
    assert_eq!(again.code, ProblemCode::NotPossibleNow);
    act(&app, &receipt, Act::Confirm { rating: 2, words: String::new() }).await.unwrap();
    // Closed, it comes back once, and no more.
    act(&app, &receipt, Act::Reopen { words: words("又漏了"), photos: vec![] }).await.unwrap();
    solve(&app, &receipt).await;
    act(&app, &receipt, Act::Confirm { rating: 5, words: String::new() }).await.unwrap();
    let again = act(&app, &receipt, Act::Reopen { words: words("又漏了"), photos: vec![] }).await.unwrap_err();
    assert_eq!(again.code, ProblemCode::NotPossibleNow);
}

#[tokio::test]
async fn a_rejection_is_appealed_once() {
    let app = TestApp::start().await;
    let receipt = raise(&app, appeal(spot(&app, 0))).await;
    step(&app, receipt.number, Event::Reject, Who::Desk).await;
    let done = act(&app, &receipt, Act::AppealRejection { words: words("照片里看得清") }).await.unwrap();
    assert_eq!(done.state, State::Submitted);
    step(&app, receipt.number, Event::Reject, Who::Desk).await;
    let again = act(&app, &receipt, Act::AppealRejection { words: words("还是不服") }).await.unwrap_err();
    assert_eq!(again.code, ProblemCode::NotPossibleNow);
}

#[tokio::test]
async fn a_question_is_answered_and_the_case_goes_back() {
    let app = TestApp::start().await;
    let receipt = public_hazard(&app, spot(&app, 0)).await;
    step(&app, receipt.number, Event::Assign, Who::Dispatcher).await;
    say(&app, receipt.number, Event::Ask, Who::Handler, "几单元？").await;
    let picture = photo(&app).await;
    let answer = Act::Answer { words: words("三单元"), photos: vec![picture] };
    assert_eq!(act(&app, &receipt, answer).await.unwrap().state, State::Assigned);
    let steps = tracked(&app, &receipt).await.steps;
    let said: Vec<_> = steps.iter().filter_map(|step| step.words.as_deref()).collect();
    assert_eq!(said, ["几单元？", "三单元"]);
}

#[tokio::test]
async fn a_withdrawal_ends_it() {
    let app = TestApp::start().await;
    let receipt = raise(&app, hazard(spot(&app, 0))).await;
    assert_eq!(act(&app, &receipt, Act::Withdraw { words: String::new() }).await.unwrap().state, State::Withdrawn);
    assert_eq!(
        act(&app, &receipt, Act::Withdraw { words: String::new() }).await.unwrap_err().code,
        ProblemCode::NotPossibleNow
    );
}

#[tokio::test]
async fn what_is_between_the_reporter_and_the_desk_is_told_to_nobody_else() {
    let app = TestApp::start().await;
    let receipt = public_hazard(&app, spot(&app, 0)).await;
    let join = JoinCase { key: new_key(), number: receipt.number, join: NewJoin::default() };
    let neighbour: Receipt = app.anonymous().send(&join).await.json();
    say(&app, receipt.number, Event::Ask, Who::Desk, "您家电话？").await;
    let picture = photo(&app).await;
    act(&app, &receipt, Act::Answer { words: words("住三楼"), photos: vec![picture] }).await.unwrap();
    let get = GetCase(receipt.number);
    let everybody = app.anonymous().send(&get).await.answer(&get).steps;
    for steps in [everybody, tracked(&app, &neighbour).await.steps] {
        let private = steps.iter().filter(|step| matches!(step.event, Some(Event::Ask | Event::Answer)));
        assert!(private.clone().count() == 2 && private.clone().all(|s| s.words.is_none() && s.photos.is_empty()));
    }
}

#[tokio::test]
async fn only_the_reporter_acts() {
    let app = TestApp::start().await;
    let receipt = public_hazard(&app, spot(&app, 0)).await;
    let join = JoinCase { key: new_key(), number: receipt.number, join: NewJoin::default() };
    let neighbour: Receipt = app.anonymous().send(&join).await.json();
    solve(&app, &receipt).await;
    let confirm = Act::Confirm { rating: 5, words: String::new() };
    assert_eq!(act(&app, &neighbour, confirm.clone()).await.unwrap_err().code, ProblemCode::NotPossibleNow);
    let wrong = CaseKey { code: words("222222"), ..key_of(&receipt) };
    let refused = send(&app, new_key(), wrong, 4, confirm).await.problem();
    assert_eq!(refused.code, ProblemCode::WrongNumberOrCode);
    assert_eq!(tracked(&app, &receipt).await.summary.state, State::Resolved);
}

#[tokio::test]
async fn wrong_codes_slow_down_here_as_well() {
    let app = TestApp::start().await;
    let receipt = resolved(&app).await;
    let wrong = CaseKey { code: words("222222"), ..key_of(&receipt) };
    let confirm = Act::Confirm { rating: 5, words: String::new() };
    for _ in 0..5 {
        let refused = send(&app, new_key(), wrong.clone(), 4, confirm.clone()).await.problem();
        assert_eq!(refused.code, ProblemCode::WrongNumberOrCode);
    }
    let refused = send(&app, new_key(), key_of(&receipt), 4, confirm).await.problem();
    assert_eq!(refused.code, ProblemCode::TooManyTries);
}

#[tokio::test]
async fn a_button_drawn_from_an_old_state_does_nothing() {
    let app = TestApp::start().await;
    let receipt = raise(&app, hazard(spot(&app, 0))).await;
    step(&app, receipt.number, Event::Accept, Who::Desk).await;
    // Still possible, but not what was seen.
    let old = send(&app, new_key(), key_of(&receipt), 0, Act::Withdraw { words: String::new() }).await.problem();
    assert_eq!(old.code, ProblemCode::ChangedMeanwhile);
    // Seen, but not possible.
    let confirm = Act::Confirm { rating: 5, words: String::new() };
    assert_eq!(act(&app, &receipt, confirm).await.unwrap_err().code, ProblemCode::NotPossibleNow);
    assert_eq!(app.count("act").await, 0);
    assert_eq!(tracked(&app, &receipt).await.summary.state, State::Accepted);
}

#[tokio::test]
async fn the_same_key_does_it_once_and_gets_the_same_answer() {
    let app = TestApp::start().await;
    let receipt = resolved(&app).await;
    let (key, version) = (new_key(), tracked(&app, &receipt).await.version);
    let confirm = Act::Confirm { rating: 5, words: String::new() };
    let first = send(&app, key, key_of(&receipt), version, confirm.clone()).await;
    act(&app, &receipt, Act::Reopen { words: words("又漏了"), photos: vec![] }).await.unwrap();
    let again = send(&app, key, key_of(&receipt), version, confirm).await;
    assert_eq!((again.status, again.text()), (StatusCode::CREATED, first.text()));
    let other = Act::Confirm { rating: 1, words: String::new() };
    let reused = send(&app, key, key_of(&receipt), version, other).await.problem();
    assert_eq!(reused.code, ProblemCode::IdempotencyKeyReused);
    assert_eq!(app.count("act").await, 2);
}

#[tokio::test]
async fn of_many_at_once_one_wins() {
    let app = TestApp::start().await;
    let receipt = resolved(&app).await;
    let version = tracked(&app, &receipt).await.version;
    let acts = (0..8).map(|n| {
        let act = if n % 2 == 0 {
            Act::Confirm { rating: 5, words: String::new() }
        } else {
            Act::Dispute { words: words("没修好"), photos: vec![] }
        };
        send(&app, new_key(), key_of(&receipt), version, act)
    });
    let replies = futures_util::future::join_all(acts).await;
    let done = replies.iter().filter(|reply| reply.status == StatusCode::CREATED).count();
    assert_eq!(done, 1);
    for refused in replies.iter().filter(|reply| reply.status != StatusCode::CREATED) {
        assert_eq!(refused.problem().code, ProblemCode::ChangedMeanwhile);
    }
    assert_eq!(tracked(&app, &receipt).await.version, version + 1);
}

#[tokio::test]
async fn bad_bodies_are_named_field_by_field() {
    let app = TestApp::start().await;
    let receipt = resolved(&app).await;
    let issue = |problem: Problem, field: &str| problem.issue(field);
    let none = act(&app, &receipt, Act::Confirm { rating: 0, words: String::new() }).await.unwrap_err();
    assert_eq!(issue(none, "act.rating"), Some(Issue::Invalid));
    let empty = act(&app, &receipt, Act::Dispute { words: String::new(), photos: vec![] }).await.unwrap_err();
    assert_eq!(issue(empty, "act.words"), Some(Issue::Required));
    let stranger = PhotoId(Uuid::now_v7());
    let unknown = act(&app, &receipt, Act::Dispute { words: String::new(), photos: vec![stranger] }).await.unwrap_err();
    assert_eq!(issue(unknown, "act.photos[0]"), Some(Issue::UnknownPhoto));
    let without = app.anonymous().post_keyed("/api/v1/cases/acts", &serde_json::json!({}), None).await.problem();
    assert_eq!(without.code, ProblemCode::IdempotencyKeyMissing);
    assert_eq!(tracked(&app, &receipt).await.summary.state, State::Resolved);
}
