//! What the clock does to shifts.

use pingan_api::{
    Timestamp,
    volunteer::{NewShift, Registration, Shift, SignUpState, StandingWord, VolunteerWord, person::Register},
};
use pingan_server::volunteer::sweep;

use super::{
    super::fixtures::{coordinator, new_shift, registration, shift, team, volunteer},
    HOUR, MINUTE, accept, get, leave, mine, needing, refusal, sign_up, state, swept, told, wish,
};
use crate::app::TestApp;

/// A shift that begins in so many minutes.
async fn in_minutes(app: &TestApp, minutes: i64) -> Shift {
    let by = coordinator(app).await;
    let new = new_shift(app, &team(app, &by).await);
    let starts_at = Timestamp::from_millis(app.state().now().as_millis() + minutes * MINUTE);
    shift(app, &by, NewShift { starts_at, ends_at: starts_at.plus_hours(2), ..new }).await
}

#[tokio::test]
async fn people_are_reminded_a_day_and_two_hours_before_however_many_servers_look() {
    let app = TestApp::start().await;
    let twin = app.twin().await;
    let by = coordinator(&app).await;
    let planned = shift(&app, &by, needing(1, new_shift(&app, &team(&app, &by).await))).await;
    let (person, waiting) = (volunteer(&app).await, volunteer(&app).await);
    let texted = Register { body: Registration { text_me: true, ..registration(&app) } };
    person.send(&texted).await.answer(&texted);
    for person in [person, waiting] {
        sign_up(person, &planned).await;
    }
    let both = async || {
        let (one, other) = tokio::join!(sweep::once(app.state()), sweep::once(&twin));
        one.unwrap().reminded + other.unwrap().reminded
    };
    app.pass(24 * HOUR - 1);
    assert_eq!(both().await, 0);
    app.pass(1);
    assert_eq!(both().await, 1);
    assert_eq!(both().await, 0);
    assert_eq!(told(person).await, [VolunteerWord::Tomorrow]);
    app.pass(22 * HOUR - 1);
    assert_eq!(both().await, 0);
    app.pass(1);
    assert_eq!(both().await, 1);
    assert_eq!(told(person).await, [VolunteerWord::Soon, VolunteerWord::Tomorrow]);
    assert_eq!(app.count("delivery").await, 2, "as text messages too, for whoever wished that");
    app.pass(HOUR);
    assert_eq!(both().await, 0);
    assert!(told(waiting).await.is_empty(), "who only waits has nothing to come to");
}

#[tokio::test]
async fn a_shift_at_short_notice_is_told_of_once() {
    let app = TestApp::start().await;
    let (soon, sooner) = (in_minutes(&app, 150).await, in_minutes(&app, 90).await);
    let (one, other) = (volunteer(&app).await, volunteer(&app).await);
    sign_up(one, &soon).await;
    sign_up(other, &sooner).await;
    assert_eq!(swept(&app).await.reminded, 1);
    assert_eq!(told(other).await, [VolunteerWord::Soon]);
    assert!(told(one).await.is_empty(), "tomorrow is no word for what begins in two hours and a half");
    app.pass(30 * MINUTE);
    assert_eq!(swept(&app).await.reminded, 1);
    assert_eq!(told(one).await, [VolunteerWord::Soon]);
    assert_eq!(told(other).await.len(), 1);
}

#[tokio::test]
async fn when_a_shift_begins_nobody_waits_for_it_any_more() {
    let app = TestApp::start().await;
    let by = coordinator(&app).await;
    let planned = shift(&app, &by, needing(1, new_shift(&app, &team(&app, &by).await))).await;
    let (first, second, third) = (volunteer(&app).await, volunteer(&app).await, volunteer(&app).await);
    for person in [first, second, third] {
        sign_up(person, &planned).await;
    }
    // The last moment to leave, and an offer three hours before the beginning.
    app.pass(45 * HOUR);
    leave(first, &planned).await.json::<Shift>();
    let until = mine(&get(second, &planned).await).until;
    assert_eq!(until, Some(Timestamp::from_millis(app.state().now().as_millis() + 45 * MINUTE)));
    accept(second, &planned).await.json::<Shift>();
    app.pass(3 * HOUR);
    let done = swept(&app).await;
    assert_eq!((done.ended, done.lapsed, done.offered), (1, 0, 0));
    assert_eq!(swept(&app).await.ended, 0);
    let seen = get(third, &planned).await;
    assert_eq!((seen.mine, seen.card.waiting, seen.card.standing.word), (None, 0, StandingWord::TooLate));
    assert_eq!(state(second, &planned).await, SignUpState::Confirmed);
    assert_eq!(refusal(&third.send(&wish(&planned)).await), StandingWord::TooLate);
}
