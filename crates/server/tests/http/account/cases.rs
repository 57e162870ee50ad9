//! The cases of an account.

use pingan_api::{
    account::{ListOwnCases, TakeCases},
    cases::{CaseKey, CaseKeys, CreateCase, JoinCase, NewJoin, Share, TrackCase},
};

use super::{PHONE, sign_in};
use crate::{
    app::{TestApp, new_key},
    fixtures::{appeal, hazard, key_of, public_hazard, raise, spot},
};

#[tokio::test]
async fn earlier_cases_are_taken_in_and_come_back_on_another_phone() {
    let app = TestApp::start().await;
    let public = public_hazard(&app, spot(&app, 0)).await;
    let own = raise(&app, appeal(spot(&app, 1))).await;
    app.pass(1000);
    let join = JoinCase { key: new_key(), number: public.number, join: NewJoin::default() };
    let joined = app.anonymous().send(&join).await.answer(&join);
    let person = sign_in(&app, PHONE).await;
    assert_eq!(person.send(&ListOwnCases).await.answer(&ListOwnCases), []);
    let wrong = CaseKey { code: "222222".into(), ..key_of(&public) };
    for _ in 0..2 {
        let take = TakeCases(CaseKeys { keys: vec![key_of(&own), wrong.clone(), key_of(&joined)] });
        let cases = person.send(&take).await.answer(&take);
        let seen: Vec<_> = cases.iter().map(|case| (case.receipt.number, case.receipt.share)).collect();
        assert_eq!(seen, [(public.number, Share::Neighbour), (own.number, Share::Reporter)]);
    }
    app.pass(60_000);
    let elsewhere = sign_in(&app, PHONE).await;
    let cases = elsewhere.send(&ListOwnCases).await.answer(&ListOwnCases);
    assert_eq!(cases[1].receipt, own);
    let track = TrackCase(key_of(&cases[1].receipt));
    assert_eq!(elsewhere.send(&track).await.answer(&track).text, "请划停车位。");
    let stranger = app.resident().await;
    assert_eq!(stranger.send(&ListOwnCases).await.answer(&ListOwnCases), []);
}

#[tokio::test]
async fn what_is_sent_while_signed_in_is_there_at_once() {
    let app = TestApp::start().await;
    let person = app.resident().await;
    let create = CreateCase { key: new_key(), case: hazard(spot(&app, 0)) };
    for _ in 0..2 {
        person.send(&create).await.answer(&create);
    }
    let cases = person.send(&ListOwnCases).await.answer(&ListOwnCases);
    assert_eq!(cases.len(), 1);
    app.anonymous().send(&create).await.answer(&create);
    assert_eq!(app.count("account_share").await, 1);
}
