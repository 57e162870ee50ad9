//! A desk hears at once that something changed where it answers, and learns nothing else by it.

use axum::{body::Body, http::Request};
use pingan_api::{
    ProblemCode,
    account::Role,
    desk::{ActKind, CHANGED_EVENT, NewAct, STREAM_PATH},
};

use super::{act, department, desk, ground, plain, to};
use crate::{
    app::{Actor, TestApp},
    ear::Ear,
    fixtures::{hazard, raise, spot},
};

pub(super) async fn listen(actor: Actor<'_>) -> Ear {
    Ear::of(actor.response(Request::get(STREAM_PATH).body(Body::empty()).unwrap()).await)
}

async fn hears(ear: &mut Ear) -> bool {
    let heard = ear.hear_soon().await.expect("no end");
    (heard.name.as_str(), heard.data.as_str()) == (CHANGED_EVENT, "{}")
}

#[tokio::test]
async fn whoever_sees_a_case_hears_of_it_and_nobody_else() {
    let app = TestApp::start().await;
    let urban = app.staff(Role::DepartmentHandler, &department("urban")).await;
    let (mut community, mut called) = (listen(desk(&app).await).await, listen(urban).await);
    let mut stranger = listen(app.staff(Role::DepartmentHandler, &department("fire")).await).await;
    let number = raise(&app, hazard(spot(&app, 0))).await.number;
    assert!(hears(&mut community).await);
    assert!(called.is_silent().await);

    act(desk(&app).await, number, plain(ActKind::Accept)).await;
    let street = app.staff(Role::StreetDispatcher, &ground(&app, 0).street).await;
    act(street, number, NewAct { hours: Some(2), ..to(ActKind::Whistle, &department("urban")) }).await;
    assert!(hears(&mut called).await, "who is called");
    assert!(hears(&mut community).await, "whose ground it is, whoever has it");
    act(urban, number, plain(ActKind::CheckIn)).await;
    assert!(hears(&mut community).await);
    assert!(stranger.is_silent().await);
}

#[tokio::test]
async fn residents_and_strangers_hear_nothing() {
    let app = TestApp::start().await;
    assert_eq!(app.anonymous().get(STREAM_PATH).await.problem().code, ProblemCode::NotSignedIn);
    assert_eq!(app.resident().await.get(STREAM_PATH).await.problem().code, ProblemCode::NotAllowed);
}

#[tokio::test]
async fn it_ends_with_the_server() {
    let app = TestApp::start().await;
    let mut ear = listen(desk(&app).await).await;
    assert!(ear.is_silent().await);
    app.state().stop();
    assert_eq!(ear.hear_soon().await, None);
}
