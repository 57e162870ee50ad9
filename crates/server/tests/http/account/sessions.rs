//! The devices of an account.

use pingan_api::{
    ProblemCode,
    account::{EndSession, GetMe, ListSessions, Purpose, SignOut},
    audit::Action,
};

use super::{PHONE, code, sign_in, try_code};
use crate::app::TestApp;

#[tokio::test]
async fn a_device_is_signed_out_from_another() {
    let app = TestApp::start().await;
    let first = sign_in(&app, PHONE).await;
    app.pass(3_600_000);
    let second = sign_in(&app, PHONE).await;
    let sessions = second.send(&ListSessions).await.answer(&ListSessions);
    assert_eq!(sessions.iter().map(|session| session.here).collect::<Vec<_>>(), [true, false]);
    let end = EndSession(sessions[1].id);
    let stranger = app.resident().await;
    assert_eq!(stranger.send(&end).await.problem().code, ProblemCode::NotFound);
    assert_eq!(first.send(&GetMe).await.status, 200);
    second.send(&end).await.answer(&end);
    assert_eq!(first.send(&GetMe).await.problem().code, ProblemCode::NotSignedIn);
    assert_eq!(second.send(&GetMe).await.status, 200);
    assert_eq!(second.send(&ListSessions).await.answer(&ListSessions).len(), 1);
}

#[tokio::test]
async fn signing_out_ends_the_session_and_takes_the_cookie_back() {
    let app = TestApp::start().await;
    let person = sign_in(&app, PHONE).await;
    let reply = person.send(&SignOut).await;
    assert!(reply.header("set-cookie").starts_with("__Host-pingan=; Path=/; Max-Age=0;"));
    assert_eq!(person.send(&GetMe).await.problem().code, ProblemCode::NotSignedIn);
    assert_eq!(app.count("session").await, 0);
}

#[tokio::test]
async fn signing_in_again_on_a_device_leaves_one_session() {
    let app = TestApp::start().await;
    let person = sign_in(&app, PHONE).await;
    app.pass(60_000);
    let code = code(person, PHONE, Purpose::SignIn).await;
    try_code(person, PHONE, &code, None).await.json::<pingan_api::account::Me>();
    assert_eq!(app.count("session").await, 1);
    assert_eq!(person.send(&GetMe).await.problem().code, ProblemCode::NotSignedIn, "the old token is no good");
}

#[tokio::test]
async fn what_ended_is_swept() {
    let app = TestApp::start().await;
    sign_in(&app, PHONE).await;
    let sweep = async || pingan_server::account::sweep(&app.state().db, app.state().now()).await.unwrap();
    sweep().await;
    assert_eq!((app.count("session").await, app.count("one_time_code").await), (1, 1));
    app.pass(90 * 24 * 3_600_000);
    sweep().await;
    assert_eq!((app.count("session").await, app.count("one_time_code").await), (0, 0));
    assert!(app.count("audit").await > 0, "{} stays", Action::SignIn);
}
