//! The line for a place: it moves up by itself.

use pingan_api::{
    ProblemCode,
    volunteer::{
        NewPost, NewShift, Shift, SignUpState, StandingWord, VolunteerWord,
        shift::{ChangeShift, ShiftChange},
        sign_up::Accept,
    },
};

use super::{
    super::fixtures::{coordinator, new_shift, shift, team, volunteer},
    HOUR, accept, get, later, leave, mine, needing, refusal, sign_up, state, swept, told, wish,
};
use crate::app::{Actor, TestApp};

/// A shift with one place, whoever has it, and two who wait for it.
async fn full(app: &TestApp) -> (Shift, [Actor<'_>; 3]) {
    let by = coordinator(app).await;
    let planned = shift(app, &by, needing(1, new_shift(app, &team(app, &by).await))).await;
    let people = [volunteer(app).await, volunteer(app).await, volunteer(app).await];
    for person in people {
        sign_up(person, &planned).await;
    }
    (planned, people)
}

#[tokio::test]
async fn the_first_in_line_is_offered_what_comes_free() {
    let app = TestApp::start().await;
    let (planned, [holder, first, second]) = full(&app).await;
    let other = volunteer(&app).await;
    let standing = get(other, &planned).await.card.standing;
    assert_eq!((standing.word, standing.place), (StandingWord::Full, Some(3)));
    assert_eq!(mine(&get(second, &planned).await).place, Some(2));
    assert_eq!(refusal(&accept(first, &planned).await), StandingWord::Waiting);

    leave(holder, &planned).await.json::<Shift>();
    let offered = get(first, &planned).await;
    // A quarter of two days.
    assert_eq!(mine(&offered).until, Some(app.state().now().plus_hours(12)));
    assert_eq!((mine(&offered).state, offered.card.standing.word), (SignUpState::Offered, StandingWord::Offered));
    assert_eq!((offered.card.taken, offered.card.waiting), (1, 1));
    assert_eq!(told(first).await, [VolunteerWord::Offered]);
    assert_eq!((told(second).await, told(holder).await), (vec![], vec![]));
    assert_eq!(mine(&get(second, &planned).await).place, Some(1));

    let not_theirs = Accept { sign_up: mine(&offered).id, body: () };
    assert_eq!(second.send(&not_theirs).await.problem().code, ProblemCode::NotFound);
    for _ in 0..2 {
        let accepted: Shift = accept(first, &planned).await.json();
        assert_eq!((mine(&accepted).state, mine(&accepted).until), (SignUpState::Confirmed, None));
        assert_eq!((accepted.card.taken, accepted.card.waiting), (1, 1));
    }
    app.pass(13 * HOUR);
    assert_eq!(swept(&app).await.lapsed, 0);
    assert_eq!(state(first, &planned).await, SignUpState::Confirmed);
    // Whoever waits can leave the line, and whoever is left moves up.
    leave(second, &planned).await.json::<Shift>();
    let seen = get(app.anonymous(), &planned).await;
    assert_eq!((seen.card.taken, seen.card.waiting), (1, 0));
}

#[tokio::test]
async fn an_offer_that_nobody_takes_goes_to_the_next() {
    let app = TestApp::start().await;
    let (planned, [holder, first, second]) = full(&app).await;
    leave(holder, &planned).await.json::<Shift>();
    app.pass(12 * HOUR - 1);
    assert_eq!(swept(&app).await.lapsed, 0);
    app.pass(1);
    let done = swept(&app).await;
    assert_eq!((done.lapsed, done.offered), (1, 1));
    assert_eq!(swept(&app).await.lapsed, 0, "once");
    assert_eq!(told(first).await, [VolunteerWord::Lapsed, VolunteerWord::Offered]);
    assert_eq!(get(first, &planned).await.mine, None);
    assert_eq!(mine(&get(second, &planned).await).until, Some(app.state().now().plus_hours(9)));

    // Behind the one who has the offer now.
    assert_eq!(mine(&sign_up(first, &planned).await).place, Some(1));
    app.pass(9 * HOUR);
    // Too late, and no clock has looked yet: the place goes on all the same.
    assert_eq!(refusal(&accept(second, &planned).await), StandingWord::TooLate);
    assert_eq!(told(second).await, [VolunteerWord::Lapsed, VolunteerWord::Offered]);
    assert_eq!(state(first, &planned).await, SignUpState::Offered);
    let seen = get(app.anonymous(), &planned).await;
    assert_eq!((seen.card.taken, seen.card.waiting), (1, 0));
}

#[tokio::test]
async fn nobody_is_kept_out_by_an_offer_that_ran_out() {
    let app = TestApp::start().await;
    let (planned, [holder, first, second]) = full(&app).await;
    leave(second, &planned).await.json::<Shift>();
    leave(holder, &planned).await.json::<Shift>();
    app.pass(12 * HOUR);
    let last = volunteer(&app).await;
    assert_eq!(mine(&sign_up(last, &planned).await).state, SignUpState::Confirmed);
    assert_eq!(told(first).await, [VolunteerWord::Lapsed, VolunteerWord::Offered]);
    assert_eq!(get(first, &planned).await.mine, None);
}

#[tokio::test]
async fn whoever_has_a_place_elsewhere_is_passed_over_for_as_long() {
    let app = TestApp::start().await;
    let (planned, [holder, first, second]) = full(&app).await;
    let by = coordinator(&app).await;
    let elsewhere = shift(&app, &by, later(new_shift(&app, &team(&app, &by).await), 1)).await;
    // To wait is no place.
    assert_eq!(mine(&sign_up(first, &elsewhere).await).state, SignUpState::Confirmed);
    leave(holder, &planned).await.json::<Shift>();
    assert_eq!(mine(&get(first, &planned).await).place, Some(1));
    assert_eq!(state(second, &planned).await, SignUpState::Offered);
    leave(second, &planned).await.json::<Shift>();
    // The one who waits is elsewhere: whoever comes gets the place, and not a place behind.
    let got = sign_up(holder, &planned).await;
    assert_eq!((mine(&got).state, got.card.waiting), (SignUpState::Offered, 1));
    leave(holder, &planned).await.json::<Shift>();
    assert_eq!(swept(&app).await.offered, 0);
    leave(first, &elsewhere).await.json::<Shift>();
    assert_eq!(swept(&app).await.offered, 1);
    assert_eq!(state(first, &planned).await, SignUpState::Offered);
    // An offer is as good as a place for what lies at the same time.
    assert_eq!(refusal(&first.send(&wish(&elsewhere)).await), StandingWord::Clash);
}

#[tokio::test]
async fn an_offer_is_not_accepted_beside_a_place_that_was_moved_onto_it() {
    let app = TestApp::start().await;
    let (planned, [holder, first, _]) = full(&app).await;
    let by = coordinator(&app).await;
    let team = team(&app, &by).await;
    let new = later(new_shift(&app, &team), 6);
    let elsewhere = shift(&app, &by, new.clone()).await;
    sign_up(first, &elsewhere).await;
    leave(holder, &planned).await.json::<Shift>();
    let posts = vec![NewPost { id: Some(elsewhere.posts[0].id), ..new.posts[0].clone() }];
    let moved = NewShift { posts, ..new_shift(&app, &team) };
    let body = ShiftChange { version: elsewhere.version, shift: moved };
    let change = ChangeShift { shift: elsewhere.card.id, body };
    by.send(&change).await.answer(&change);
    assert_eq!(refusal(&accept(first, &planned).await), StandingWord::Clash);
    leave(first, &elsewhere).await.json::<Shift>();
    accept(first, &planned).await.json::<Shift>();
}

#[tokio::test]
async fn more_places_are_offered_at_once() {
    let app = TestApp::start().await;
    let (planned, [_, first, second]) = full(&app).await;
    let by = coordinator(&app).await;
    let posts = vec![NewPost { id: Some(planned.posts[0].id), name: "清扫".into(), needed: 3, qualification: None }];
    let team = planned.card.team;
    let new = NewShift {
        team,
        title: planned.card.title.clone(),
        about: planned.about.clone(),
        place: planned.card.place.clone(),
        position: planned.card.position,
        starts_at: planned.card.starts_at,
        ends_at: planned.card.ends_at,
        min_age: None,
        bring: planned.bring.clone(),
        late_cancel_minutes: None,
        approval: false,
        posts,
        case: None,
        publish: false,
    };
    let change = ChangeShift { shift: planned.card.id, body: ShiftChange { version: planned.version, shift: new } };
    let changed = by.send(&change).await.answer(&change);
    assert_eq!((changed.card.needed, changed.card.taken, changed.card.waiting), (3, 3, 0));
    for person in [first, second] {
        assert_eq!(told(person).await, [VolunteerWord::Offered]);
    }
}
