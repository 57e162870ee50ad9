//! The organiser's code: who gets in by it, and when.

use pingan_api::{
    Issue, ProblemCode, Timestamp,
    volunteer::{
        Attendance, NewShift, Qualification, Shift, SignUpState,
        attendance::{CODE_SECONDS, CheckOut, CheckedIn},
        shift::NewPost,
        sign_up::Leave,
    },
};

use super::{
    MINUTE, code_at, code_now, counts, line, minutes_after, other, plan, roster, sign_up, type_code, wait_until,
};
use crate::{
    app::TestApp,
    volunteer::fixtures::{coordinator, volunteer},
};

#[tokio::test]
async fn the_organisers_code_lets_in_whoever_types_it() {
    let app = TestApp::start().await;
    let shift = plan(&app, |new| new).await;
    let person = volunteer(&app).await;
    let id = sign_up(person, &shift).await;
    assert_eq!(roster(coordinator(&app).await, &shift).await.codes, "", "too early for any");
    wait_until(&app, minutes_after(shift.card.starts_at, -10));
    let organiser = coordinator(&app).await;
    let shown = roster(organiser, &shift).await;
    assert_eq!(line(&shown, id).attendance, Attendance::Unknown);
    let now = app.state().now();
    let in_two_minutes = code_at(&shown, minutes_after(now, 2));
    assert_eq!(type_code(person, &in_two_minutes, None).await.problem().code, ProblemCode::WrongCode);
    // The organiser read it aloud half a minute ago.
    let before = code_at(&shown, Timestamp::from_millis(now.as_millis() - CODE_SECONDS * 1000));
    let came: CheckedIn = type_code(person, &before, None).await.json();
    assert_eq!((came.card.id, came.at, came.again), (shift.card.id, now, false));
    app.pass(2 * MINUTE);
    let again: CheckedIn = type_code(person, &in_two_minutes, Some(shift.card.id)).await.json();
    assert_eq!((again.at, again.again), (now, true));
    assert_eq!(type_code(person, &before, None).await.problem().code, ProblemCode::WrongCode, "long past");
    let now = roster(organiser, &shift).await;
    let line = line(&now, id);
    assert_eq!((line.attendance, line.checked_in_at, line.minutes), (Attendance::Present, Some(came.at), Some(120)));
    assert!(!line.walk_in);
}

#[tokio::test]
async fn whoever_comes_without_a_sign_up_shows_the_camera_the_code() {
    let app = TestApp::start().await;
    let shift = plan(&app, |new| new).await;
    let (stranger, resident) = (volunteer(&app).await, app.resident().await);
    wait_until(&app, shift.card.starts_at);
    let code = code_now(&app, &shift).await;
    let problem = async |who, shift| type_code(who, &code, shift).await.problem().code;
    assert_eq!(problem(stranger, None).await, ProblemCode::WrongCode, "no shift of theirs");
    assert_eq!(problem(resident, Some(shift.card.id)).await, ProblemCode::NotRegistered);
    let came: CheckedIn = type_code(stranger, &code, Some(shift.card.id)).await.json();
    assert!(!came.again);
    let again: CheckedIn = type_code(stranger, &code, None).await.json();
    assert!(again.again, "it is a shift of theirs by now");
    let roster = roster(coordinator(&app).await, &shift).await;
    let [line] = roster.lines.as_slice() else { panic!("{:?}", roster.lines) };
    assert_eq!((line.account, line.walk_in, line.state), (Some(stranger.account()), true, SignUpState::Confirmed));
    assert_eq!(counts(&app, &shift).await, (0, 0), "nobody's place");
}

#[tokio::test]
async fn a_post_that_needs_a_qualification_or_an_age_takes_nobody_without() {
    let app = TestApp::start().await;
    let electric = |new: NewShift| {
        let posts = new.posts.iter().cloned();
        let posts = posts.map(|post| NewPost { qualification: Some(Qualification::Electrician), ..post });
        NewShift { posts: posts.collect(), ..new }
    };
    let old = |new: NewShift| NewShift { min_age: Some(60), ..new };
    for shift in [plan(&app, electric).await, plan(&app, old).await] {
        let stranger = volunteer(&app).await;
        wait_until(&app, shift.card.starts_at);
        let code = code_now(&app, &shift).await;
        let reply = type_code(stranger, &code, Some(shift.card.id)).await;
        assert_eq!(reply.problem().code, ProblemCode::SignUpRefused);
    }
}

#[tokio::test]
async fn whoever_waits_is_in_by_coming_and_an_offer_is_taken_by_it() {
    let app = TestApp::start().await;
    let shift = plan(&app, |new| NewShift { late_cancel_minutes: Some(0), ..new }).await;
    let mut ids = Vec::new();
    let mut people = Vec::new();
    for _ in 0..4 {
        let person = volunteer(&app).await;
        ids.push(sign_up(person, &shift).await);
        people.push(person);
    }
    assert_eq!(counts(&app, &shift).await, (2, 2));
    wait_until(&app, minutes_after(shift.card.starts_at, -70));
    people[0].send(&Leave { sign_up: ids[0], body: () }).await.json::<Shift>();
    wait_until(&app, minutes_after(shift.card.starts_at, -55));
    let code = code_now(&app, &shift).await;
    for person in &people[2..] {
        assert!(!type_code(*person, &code, None).await.json::<CheckedIn>().again);
    }
    assert_eq!(counts(&app, &shift).await, (2, 0));
    let roster = roster(coordinator(&app).await, &shift).await;
    let of = |id| {
        let line = line(&roster, id);
        (line.state, line.attendance, line.walk_in)
    };
    assert_eq!(of(ids[1]), (SignUpState::Confirmed, Attendance::Unknown, false));
    assert_eq!(of(ids[2]), (SignUpState::Confirmed, Attendance::Present, false));
    assert_eq!(of(ids[3]), (SignUpState::Confirmed, Attendance::Present, true));
    assert!(roster.lines.iter().all(|line| line.id != ids[0]), "who left is not on it");
}

#[tokio::test]
async fn guessing_a_code_is_slowed_down() {
    let app = TestApp::start().await;
    let shift = plan(&app, |new| new).await;
    let person = volunteer(&app).await;
    sign_up(person, &shift).await;
    wait_until(&app, shift.card.starts_at);
    let right = code_now(&app, &shift).await;
    for _ in 0..5 {
        assert_eq!(type_code(person, &other(&right), None).await.problem().code, ProblemCode::WrongCode);
    }
    let problem = type_code(person, &right, None).await.problem();
    assert_eq!(problem.code, ProblemCode::TooManyTries);
    assert!(problem.retry_after.is_some());
    app.pass(11_000);
    type_code(person, &right, None).await.json::<CheckedIn>();
    let invalid = type_code(person, "12 456", None).await.problem();
    assert_eq!(invalid.issue("code"), Some(Issue::Invalid));
}

#[tokio::test]
async fn codes_are_good_from_an_hour_before_until_an_hour_after() {
    let app = TestApp::start().await;
    let shift = plan(&app, |new| new).await;
    let (early, late) = (volunteer(&app).await, volunteer(&app).await);
    sign_up(early, &shift).await;
    sign_up(late, &shift).await;
    wait_until(&app, minutes_after(shift.card.starts_at, -12 * 60));
    let shown = roster(coordinator(&app).await, &shift).await;
    let opens = minutes_after(shift.card.starts_at, -60);
    let closes = minutes_after(shift.card.ends_at, 60);
    wait_until(&app, Timestamp::from_millis(opens.as_millis() - 20_000));
    let first = code_at(&shown, opens);
    assert_eq!(type_code(early, &first, None).await.problem().code, ProblemCode::WrongCode);
    wait_until(&app, opens);
    type_code(early, &first, None).await.json::<CheckedIn>();
    wait_until(&app, Timestamp::from_millis(closes.as_millis() + 1000));
    let last = code_at(&shown, closes);
    for named in [None, Some(shift.card.id)] {
        assert_eq!(type_code(late, &last, named).await.problem().code, ProblemCode::WrongCode);
    }
    assert_eq!(roster(coordinator(&app).await, &shift).await.codes, "");
}

#[tokio::test]
async fn whoever_goes_home_early_is_credited_less() {
    let app = TestApp::start().await;
    let shift = plan(&app, |new| new).await;
    let (person, stranger) = (volunteer(&app).await, volunteer(&app).await);
    let id = sign_up(person, &shift).await;
    wait_until(&app, minutes_after(shift.card.starts_at, -10));
    let out = CheckOut { sign_up: id, body: () };
    assert_eq!(person.send(&out).await.problem().code, ProblemCode::NotPossibleNow, "not there yet");
    type_code(person, &code_now(&app, &shift).await, None).await.json::<CheckedIn>();
    assert_eq!(person.send(&out).await.problem().code, ProblemCode::NotPossibleNow, "it has not begun");
    wait_until(&app, minutes_after(shift.card.starts_at, 90));
    assert_eq!(stranger.send(&out).await.problem().code, ProblemCode::NotFound);
    let mine = person.send(&out).await.answer(&out).mine.expect("their own sign-up");
    assert_eq!((mine.checked_out_at, mine.minutes), (Some(app.state().now()), Some(90)));
    assert_eq!(person.send(&out).await.problem().code, ProblemCode::NotPossibleNow, "once");
}
