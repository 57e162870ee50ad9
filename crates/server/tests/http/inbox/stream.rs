//! Live streams: told at once, caught up after a cut, ended with the server.

use std::time::Duration;

use pingan_api::{
    ProblemCode,
    cases::{CaseKey, CaseKeys, CreateCase, Event, Receipt, Who},
    inbox::{InboxQuery, MarkSeen, OpenStream, ReadInbox, STREAM_PATH, SeenNotices, StreamTicket},
};
use pingan_server::live::{self, Topic};
use tokio::time::timeout;

use crate::{
    app::{TestApp, new_key},
    ear::Ear,
    fixtures::{hazard, key_of, public_hazard, raise, spot, step},
    inbox::case_of,
};

async fn ticket(app: &TestApp, keys: Vec<CaseKey>) -> StreamTicket {
    let open = OpenStream(CaseKeys { keys });
    app.anonymous().send(&open).await.answer(&open)
}

async fn listen(app: &TestApp, receipt: &Receipt) -> Ear {
    Ear::open(app, &ticket(app, vec![key_of(receipt)]).await.path, None).await
}

#[tokio::test]
async fn a_step_is_heard_at_once_by_those_whom_it_concerns() {
    let app = TestApp::start().await;
    let (one, other) = (raise(&app, hazard(spot(&app, 0))).await, raise(&app, hazard(spot(&app, 1))).await);
    let (mut ear, mut stranger) = (listen(&app, &one).await, listen(&app, &other).await);
    step(&app, one.number, Event::Accept, Who::Desk).await;
    let (pushed, id) = ear.hear_notice().await;
    let told = case_of(&pushed.notice);
    assert_eq!((told.number, told.event, pushed.unread), (one.number, Event::Accept, 1));
    assert_eq!(id, pushed.notice.id.to_string());
    assert!(stranger.is_silent().await);
    // What the reporter does themselves is no notice; another phone of theirs learns that there is something new.
    step(&app, one.number, Event::Withdraw, Who::Reporter).await;
    assert_eq!(ear.hear_soon().await.unwrap().name, "changed");
}

#[tokio::test]
async fn an_account_hears_of_its_cases_without_codes() {
    let app = TestApp::start().await;
    let person = app.resident().await;
    let create = CreateCase { key: new_key(), case: hazard(spot(&app, 0)) };
    let number = person.send(&create).await.answer(&create).number;
    let open = OpenStream(CaseKeys { keys: vec![] });
    let mut ear = Ear::open(&app, &person.send(&open).await.answer(&open).path, None).await;
    step(&app, number, Event::Accept, Who::Desk).await;
    let (pushed, _) = ear.hear_notice().await;
    let told = case_of(&pushed.notice);
    assert_eq!((told.number, told.event, pushed.unread), (number, Event::Accept, 1));
    // Without a session or a case there is nothing to hear; an account without a case may be told of a shift.
    assert_eq!(app.anonymous().send(&open).await.problem().code, ProblemCode::WrongNumberOrCode);
    let other = app.resident().await;
    let mut ear = Ear::open(&app, &other.send(&open).await.answer(&open).path, None).await;
    step(&app, number, Event::Assign, Who::Dispatcher).await;
    assert!(ear.is_silent().await);
}

#[tokio::test]
async fn nothing_is_missed_between_ticket_and_stream_and_over_a_cut() {
    let app = TestApp::start().await;
    let receipt = public_hazard(&app, spot(&app, 0)).await;
    let path = ticket(&app, vec![key_of(&receipt)]).await.path;
    step(&app, receipt.number, Event::Assign, Who::Dispatcher).await;
    let mut ear = Ear::open(&app, &path, None).await;
    let (assigned, id) = ear.hear_notice().await;
    assert_eq!(case_of(&assigned.notice).event, Event::Assign);
    drop(ear);
    step(&app, receipt.number, Event::Start, Who::Handler).await;
    step(&app, receipt.number, Event::Resolve, Who::Handler).await;
    let mut ear = Ear::open(&app, &path, Some(&id)).await;
    let missed = [ear.hear_notice().await.0, ear.hear_notice().await.0];
    let missed = missed.map(|pushed| (case_of(&pushed.notice).event, pushed.unread));
    assert_eq!(missed, [(Event::Start, 4), (Event::Resolve, 4)]);
    assert!(ear.is_silent().await);
}

#[tokio::test]
async fn more_than_one_batch_is_caught_up() {
    let app = TestApp::start().await;
    let receipt = public_hazard(&app, spot(&app, 0)).await;
    let path = ticket(&app, vec![key_of(&receipt)]).await.path;
    for _ in 0..60 {
        step(&app, receipt.number, Event::Assign, Who::Dispatcher).await;
        step(&app, receipt.number, Event::Return, Who::Handler).await;
    }
    let mut ear = Ear::open(&app, &path, None).await;
    let mut ids = Vec::new();
    for _ in 0..60 {
        ids.push(ear.hear_notice().await.1);
    }
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 60);
    assert!(ear.is_silent().await);
}

#[tokio::test]
async fn a_second_device_learns_what_was_read_on_the_first() {
    let app = TestApp::start().await;
    let receipt = public_hazard(&app, spot(&app, 0)).await;
    let mut ear = listen(&app, &receipt).await;
    let read = ReadInbox(InboxQuery { keys: vec![key_of(&receipt)], ..InboxQuery::default() });
    let up_to = app.anonymous().send(&read).await.answer(&read).items[0].id;
    let mark = MarkSeen(SeenNotices { keys: vec![key_of(&receipt)], up_to, number: None });
    assert_eq!(app.anonymous().send(&mark).await.answer(&mark).unread, 0);
    assert_eq!(ear.hear_soon().await.unwrap().name, "changed");
}

#[tokio::test]
async fn a_ticket_ends_and_is_swept() {
    let app = TestApp::start().await;
    let receipt = public_hazard(&app, spot(&app, 0)).await;
    let StreamTicket { path, expires_at } = ticket(&app, vec![key_of(&receipt)]).await;
    assert!(!path.contains(receipt.code.as_str()));
    app.pass(expires_at.as_millis() - app.state().now().as_millis() - 1);
    Ear::open(&app, &path, None).await;
    app.pass(1);
    assert_eq!(app.anonymous().get(&path).await.problem().code, ProblemCode::NotFound);
    pingan_server::inbox::sweep(app.state()).await.unwrap();
    assert_eq!(app.count("stream_ticket").await, 0);
    let made_up = STREAM_PATH.replace("{ticket}", "made-up");
    assert_eq!(app.anonymous().get(&made_up).await.problem().code, ProblemCode::NotFound);
    let wrong = OpenStream(CaseKeys { keys: vec![CaseKey { code: "222222".into(), ..key_of(&receipt) }] });
    assert_eq!(app.anonymous().send(&wrong).await.problem().code, ProblemCode::WrongNumberOrCode);
}

#[tokio::test]
async fn streams_end_when_the_server_stops() {
    let app = TestApp::start().await;
    let receipt = public_hazard(&app, spot(&app, 0)).await;
    let mut ear = listen(&app, &receipt).await;
    assert!(ear.is_silent().await);
    app.state().stop();
    assert_eq!(ear.hear_soon().await, None);
    assert_eq!(app.state().live.count(), 0);
}

#[tokio::test]
async fn a_unit_is_woken_for_its_own_cases_and_for_those_below_it() {
    let app = TestApp::start().await;
    let grid = app.state().district().grids()[0].clone();
    let others =
        app.state().district().grids().iter().find(|other| other.street != grid.street).unwrap().street.clone();
    let subscribe = |unit| app.state().live.subscribe("desk", vec![Topic::Unit(unit)]).unwrap();
    let mut concerned = [subscribe(grid.community.clone()), subscribe(grid.street.clone())];
    let mut stranger = subscribe(others);
    let receipt = raise(&app, hazard(spot(&app, 0))).await;
    for desk in &mut concerned {
        assert!(timeout(Duration::from_secs(5), desk.changed()).await.unwrap(), "a new case");
    }
    step(&app, receipt.number, Event::Accept, Who::Desk).await;
    for desk in &mut concerned {
        assert!(timeout(Duration::from_secs(5), desk.changed()).await.unwrap(), "a step");
    }
    assert!(timeout(Duration::from_millis(60), stranger.changed()).await.is_err());
}

#[tokio::test]
async fn another_process_is_heard_too() {
    let app = TestApp::start().await;
    let receipt = public_hazard(&app, spot(&app, 0)).await;
    let mut ear = listen(&app, &receipt).await;
    let running = tokio::spawn(live::run(app.state().clone()));
    // Both sides need a moment to begin listening.
    tokio::time::sleep(Duration::from_millis(700)).await;
    while !ear.is_silent().await {}
    let other = app.twin().await;
    let running_there = tokio::spawn(live::run(other.clone()));
    tokio::time::sleep(Duration::from_millis(700)).await;
    let moving = pingan_server::cases::Move::new(receipt.number, Event::Assign, Who::Dispatcher);
    pingan_server::cases::move_case(&other, moving, other.now()).await.unwrap();
    loop {
        let heard = ear.hear_soon().await.expect("no end");
        if heard.name == "notice" {
            assert!(heard.data.contains("\"assign\""));
            break;
        }
    }
    running.abort();
    running_there.abort();
}
