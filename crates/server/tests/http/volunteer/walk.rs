//! A random walk of six people over shifts that overlap: whatever they try, the invariants hold.

use std::collections::BTreeSet;

use pingan_api::volunteer::{
    NewPost, NewShift, Shift, ShiftState, SignUpState,
    shift::{CancelShift, ChangeShift, GetShift, ShiftChange, ShiftWords},
    sign_up::{Accept, Leave},
};
use pingan_server::volunteer::{
    entity::{post, shift as row, sign_up},
    sweep::{self, Swept},
};
use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use sea_orm::EntityTrait;

use super::{
    fixtures::{coordinator, new_shift, shift, team, volunteer},
    sign_ups::{get, wish, wish_for_two},
};
use crate::app::{Actor, TestApp};

fn state(row: &sign_up::Model) -> SignUpState {
    row.state.parse().expect("a word of the contract")
}

/// Whether the account of one row has a place in another that shares a moment with it.
fn is_elsewhere(row: &sign_up::Model, other: &sign_up::Model) -> bool {
    let meanwhile = row.starts_at < other.ends_at && other.starts_at < row.ends_at;
    row.id != other.id && row.account_id == other.account_id && meanwhile && state(other).holds_place()
}

/// No more places are given than there are, what is counted is what is there, each turn is one person's, and nobody is in
/// a shift twice or has two places at the same time.
pub(super) async fn hold(app: &TestApp) {
    let db = app.state().db.reads();
    let shifts = row::Entity::find().all(db).await.unwrap();
    let posts = post::Entity::find().all(db).await.unwrap();
    let rows = sign_up::Entity::find().all(db).await.unwrap();
    for post in &posts {
        let of_post: Vec<&sign_up::Model> = rows.iter().filter(|row| row.post_id == post.id).collect();
        let taken: i32 = of_post.iter().filter(|row| state(row).holds_place()).map(|row| row.places).sum();
        let turns: Vec<i64> =
            of_post.iter().filter(|row| state(row) == SignUpState::Waiting).map(|row| row.turn).collect();
        assert_eq!((post.taken, post.waiting as usize), (taken, turns.len()));
        assert!(taken <= post.needed, "{taken} of {}", post.needed);
        assert_eq!(turns.iter().collect::<BTreeSet<_>>().len(), turns.len());
    }
    for shift in &shifts {
        let sum = |count: fn(&post::Model) -> i32| -> i32 {
            posts.iter().filter(|post| post.shift_id == shift.id).map(count).sum()
        };
        let sums = (sum(|post| post.needed), sum(|post| post.taken), sum(|post| post.waiting));
        assert_eq!((shift.needed, shift.taken, shift.waiting), sums);
    }
    for (nth, row) in rows.iter().enumerate().filter(|(_, row)| state(row).is_live()) {
        for other in rows[nth + 1..].iter().filter(|other| other.account_id == row.account_id) {
            assert!(row.shift_id != other.shift_id || !state(other).is_live(), "twice in one shift");
            assert!(!state(row).holds_place() || !is_elsewhere(row, other), "in two places");
        }
    }
}

/// Once the clock has looked, whoever still waits does not fit, or is elsewhere.
pub(super) async fn nobody_waits_in_vain(app: &TestApp) {
    let (db, now) = (app.state().db.reads(), app.state().now().as_millis());
    let shifts = row::Entity::find().all(db).await.unwrap();
    let posts = post::Entity::find().all(db).await.unwrap();
    let rows = sign_up::Entity::find().all(db).await.unwrap();
    for waiting in rows.iter().filter(|row| state(row) == SignUpState::Waiting) {
        let shift = shifts.iter().find(|shift| shift.id == waiting.shift_id).unwrap();
        assert!(shift.state == ShiftState::Published.as_str() && shift.starts_at > now, "a line of nothing");
        let post = posts.iter().find(|post| post.id == waiting.post_id).unwrap();
        let fits = waiting.places <= post.needed - post.taken;
        assert!(!fits || rows.iter().any(|other| is_elsewhere(waiting, other)));
    }
}

/// Somebody tries something: which of the people, which of the shifts.
#[derive(Clone, Debug)]
enum Try {
    SignUp(usize, usize),
    /// With a friend.
    Bring(usize, usize),
    Leave(usize, usize),
    Accept(usize, usize),
    /// So many places more than somebody has.
    Need(usize, u16),
    Cancel(usize),
    /// Hours go by.
    Wait(u32),
}

fn tries() -> impl Strategy<Value = Vec<Try>> {
    let who_and_where = || (0usize..6, 0usize..3);
    let one = prop_oneof![
        10 => who_and_where().prop_map(|(who, shift)| Try::SignUp(who, shift)),
        4 => who_and_where().prop_map(|(who, shift)| Try::Bring(who, shift)),
        7 => who_and_where().prop_map(|(who, shift)| Try::Leave(who, shift)),
        6 => who_and_where().prop_map(|(who, shift)| Try::Accept(who, shift)),
        3 => (0usize..3, 0u16..3).prop_map(|(shift, more)| Try::Need(shift, more)),
        1 => (0usize..3).prop_map(Try::Cancel),
        4 => (1u32..14).prop_map(Try::Wait),
    ];
    prop::collection::vec(one, 50)
}

#[tokio::test]
async fn whatever_six_people_try_the_invariants_hold() {
    let app = TestApp::start().await;
    let by = coordinator(&app).await;
    let team = team(&app, &by).await;
    let mut people = Vec::new();
    for _ in 0..6 {
        people.push(volunteer(&app).await);
    }
    let mut runner = TestRunner::new_with_rng(Config::default(), TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let mut seen = BTreeSet::new();
    for _ in 0..8 {
        let mut plans: Vec<(NewShift, Shift)> = Vec::new();
        // The first and the last touch, the one between lies across both.
        for hours in 0..3 {
            let new = new_shift(&app, &team);
            let (starts_at, ends_at) = (new.starts_at.plus_hours(hours), new.ends_at.plus_hours(hours));
            let new = NewShift { starts_at, ends_at, ..new };
            let made = shift(&app, &coordinator(&app).await, new.clone()).await;
            plans.push((new, made));
        }
        for attempt in tries().new_tree(&mut runner).unwrap().current() {
            app.pass(60_000);
            let waits = matches!(attempt, Try::Wait(_));
            dare(&app, &people, &plans, attempt).await;
            hold(&app).await;
            let rows = sign_up::Entity::find().all(app.state().db.reads()).await.unwrap();
            seen.extend(rows.iter().map(state));
            // Whoever acts after a while finds what no clock has looked at.
            if !waits {
                while sweep::once(app.state()).await.unwrap() != Swept::default() {
                    hold(&app).await;
                }
                nobody_waits_in_vain(&app).await;
            }
        }
    }
    use SignUpState::*;
    assert_eq!(seen, BTreeSet::from([Waiting, Offered, Confirmed, Left, Lapsed]), "the walk comes through all of them");
}

/// It may be refused, but not fail.
async fn dare(app: &TestApp, people: &[Actor<'_>], plans: &[(NewShift, Shift)], attempt: Try) {
    let reply = match attempt {
        Try::SignUp(who, at) => people[who].send(&wish(&plans[at].1)).await,
        Try::Bring(who, at) => people[who].send(&wish_for_two(&plans[at].1)).await,
        Try::Leave(who, at) => match get(people[who], &plans[at].1).await.mine {
            Some(mine) => people[who].send(&Leave { sign_up: mine.id, body: () }).await,
            None => return,
        },
        Try::Accept(who, at) => match get(people[who], &plans[at].1).await.mine {
            Some(mine) => people[who].send(&Accept { sign_up: mine.id, body: () }).await,
            None => return,
        },
        Try::Need(at, more) => {
            let (by, (new, made)) = (coordinator(app).await, &plans[at]);
            let get = GetShift { shift: made.card.id };
            let now = by.send(&get).await.answer(&get);
            let needed = (now.card.taken + more).max(1);
            let post = NewPost { id: Some(made.posts[0].id), needed, ..new.posts[0].clone() };
            let shift = NewShift { posts: vec![post], ..new.clone() };
            by.send(&ChangeShift { shift: made.card.id, body: ShiftChange { version: now.version, shift } }).await
        }
        Try::Cancel(at) => {
            let words = ShiftWords { words: "下雨".into(), series: false };
            coordinator(app).await.send(&CancelShift { shift: plans[at].1.card.id, body: words }).await
        }
        Try::Wait(hours) => return app.pass(i64::from(hours) * 3_600_000),
    };
    assert!(reply.status.as_u16() < 500, "{}", reply.text());
}
