//! `POST /api/v1/cases/mine`.

use pingan_api::{
    Issue, ProblemCode,
    cases::{CaseKey, CaseKeys, JoinCase, MyCases, NewJoin, Share},
};

use crate::{
    app::{TestApp, new_key},
    fixtures::{appeal, key_of, public_hazard, raise, spot},
};

#[tokio::test]
async fn the_cases_of_a_device_in_its_order() {
    let app = TestApp::start().await;
    let public = public_hazard(&app, spot(&app, 0)).await;
    let own = raise(&app, appeal(spot(&app, 1))).await;
    let join = JoinCase { key: new_key(), number: public.number, join: NewJoin::default() };
    let joined = app.anonymous().send(&join).await.answer(&join);
    let wrong = CaseKey { code: "222222".into(), ..key_of(&own) };
    let mine = MyCases(CaseKeys { keys: vec![key_of(&own), wrong, key_of(&joined)] });
    let cases = app.anonymous().send(&mine).await.answer(&mine);
    let seen: Vec<_> = cases.iter().map(|case| (case.summary.number, case.share)).collect();
    assert_eq!(seen, [(own.number, Share::Reporter), (joined.number, Share::Neighbour)]);
    assert_eq!(app.count("attempt").await, 1, "wrong keys count once");
}

#[tokio::test]
async fn right_keys_leave_no_trace_and_none_are_no_request() {
    let app = TestApp::start().await;
    let own = raise(&app, appeal(spot(&app, 1))).await;
    for keys in [vec![], vec![key_of(&own)]] {
        let mine = MyCases(CaseKeys { keys: keys.clone() });
        assert_eq!(app.anonymous().send(&mine).await.answer(&mine).len(), keys.len());
    }
    assert_eq!(app.count("attempt").await, 0);
}

#[tokio::test]
async fn it_is_no_way_round_the_waits() {
    let app = TestApp::start().await;
    let own = raise(&app, appeal(spot(&app, 1))).await;
    let guesses = |codes: std::ops::Range<u32>| {
        let keys = codes.map(|n| CaseKey { number: own.number.to_string(), code: format!("{:06}", 222_222 + n) });
        MyCases(CaseKeys { keys: keys.collect() })
    };
    // However many are sent, two of a number are looked at.
    let mut many = guesses(0..49);
    many.0.keys.push(key_of(&own));
    assert_eq!(app.anonymous().send(&many).await.answer(&many).len(), 0);
    for _ in 1..50 {
        assert_eq!(app.anonymous().send(&guesses(0..2)).await.status, 200);
    }
    assert_eq!(app.anonymous().send(&guesses(0..2)).await.problem().code, ProblemCode::TooManyTries);
}

#[tokio::test]
async fn too_many_keys_are_refused() {
    let app = TestApp::start().await;
    let key = CaseKey { number: "1".into(), code: "2".into() };
    let mine = MyCases(CaseKeys { keys: vec![key; 51] });
    assert_eq!(app.anonymous().send(&mine).await.problem().issue("keys"), Some(Issue::TooMany));
}
