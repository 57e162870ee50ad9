//! Signing up and leaving: who gets a place, who does not, and why.

mod approval;
mod line;
mod own;
mod reminders;

use pingan_api::{
    Endpoint, Issue, ProblemCode,
    id::PostId,
    inbox::{InboxQuery, ReadInbox, Subject},
    volunteer::{
        MySignUp, NewPost, NewShift, Qualification, Shift, SignUpState, StandingWord, VolunteerWord,
        shift::{CancelShift, GetShift, ShiftWords},
        sign_up::{Accept, Leave, NewSignUp, SignUp},
        team::{ChangeQualification, JoinTeam, QualificationChange},
    },
};
use pingan_server::volunteer::sweep::{self, Swept};
use uuid::Uuid;

use super::fixtures::{coordinator, new_shift, shift, team, volunteer};
use crate::app::{Actor, Reply, TestApp, new_key};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;

/// For the first post of a shift.
pub(super) fn wish(shift: &Shift) -> SignUp {
    SignUp { shift: shift.card.id, key: new_key(), body: NewSignUp { post: shift.posts[0].id, friend: None } }
}

/// The same with somebody who comes along.
pub(super) fn wish_for_two(shift: &Shift) -> SignUp {
    SignUp { body: NewSignUp { post: shift.posts[0].id, friend: Some("小李".into()) }, ..wish(shift) }
}

/// The shift as it is for whoever signed up.
pub(super) async fn sign_up(person: Actor<'_>, shift: &Shift) -> Shift {
    let wish = wish(shift);
    person.send(&wish).await.answer(&wish)
}

pub(super) async fn get(person: Actor<'_>, shift: &Shift) -> Shift {
    let get = GetShift { shift: shift.card.id };
    person.send(&get).await.answer(&get)
}

#[track_caller]
pub(super) fn mine(shift: &Shift) -> &MySignUp {
    shift.mine.as_ref().expect("a sign-up of the reader's own")
}

/// Where somebody's sign-up is now.
async fn state(person: Actor<'_>, shift: &Shift) -> SignUpState {
    mine(&get(person, shift).await).state
}

pub(super) async fn leave(person: Actor<'_>, shift: &Shift) -> Reply {
    person.send(&Leave { sign_up: mine(&get(person, shift).await).id, body: () }).await
}

pub(super) async fn accept(person: Actor<'_>, shift: &Shift) -> Reply {
    person.send(&Accept { sign_up: mine(&get(person, shift).await).id, body: () }).await
}

/// Why somebody gets no place.
#[track_caller]
fn refusal(reply: &Reply) -> StandingWord {
    let problem = reply.problem();
    assert_eq!(problem.code, ProblemCode::SignUpRefused, "{}", reply.text());
    problem.detail.expect("a reason").parse().expect("a word of the contract")
}

/// What somebody was told, the newest first.
async fn told(person: Actor<'_>) -> Vec<VolunteerWord> {
    let read = ReadInbox(InboxQuery::default());
    let notices = person.send(&read).await.answer(&read).items;
    let word = |subject| match subject {
        Subject::Volunteer(notice) => notice.word,
        Subject::Case(notice) => panic!("{notice:?}"),
    };
    notices.into_iter().map(|notice| word(notice.about)).collect()
}

async fn swept(app: &TestApp) -> Swept {
    sweep::once(app.state()).await.expect("a sweep")
}

fn later(new: NewShift, hours: u32) -> NewShift {
    NewShift { starts_at: new.starts_at.plus_hours(hours), ends_at: new.ends_at.plus_hours(hours), ..new }
}

fn needing(needed: u16, new: NewShift) -> NewShift {
    let post = NewPost { needed, ..new.posts[0].clone() };
    NewShift { posts: vec![post], ..new }
}

#[tokio::test]
async fn a_place_is_given_at_once_and_a_repeat_gives_no_second() {
    let app = TestApp::start().await;
    let by = coordinator(&app).await;
    let planned = shift(&app, &by, new_shift(&app, &team(&app, &by).await)).await;
    let person = volunteer(&app).await;
    assert_eq!(get(person, &planned).await.card.standing.word, StandingWord::LastPlaces);
    let wish = wish(&planned);
    let reply = person.send(&wish).await;
    assert_eq!(reply.status, 201);
    let got = reply.answer(&wish);
    assert_eq!((mine(&got).state, mine(&got).post, mine(&got).place), (SignUpState::Confirmed, wish.body.post, None));
    assert_eq!((got.card.taken, got.posts[0].taken, got.card.waiting), (1, 1, 0));
    assert_eq!((got.card.standing.word, got.posts[0].standing.left), (StandingWord::In, 1));
    assert_eq!(person.send(&wish).await.answer(&wish), got);

    let body = NewSignUp { friend: Some("小李".into()), ..wish.body.clone() };
    let other_body = SignUp { shift: wish.shift, key: wish.key, body };
    assert_eq!(person.send(&other_body).await.problem().code, ProblemCode::IdempotencyKeyReused);
    let other = volunteer(&app).await;
    assert_eq!(other.send(&wish).await.problem().code, ProblemCode::IdempotencyKeyReused);
    let keyless = other.post_keyed(&wish.path(), &wish.body, None).await;
    assert_eq!(keyless.problem().code, ProblemCode::IdempotencyKeyMissing);
    assert_eq!(app.anonymous().send(&wish).await.problem().code, ProblemCode::NotSignedIn);
    assert_eq!(app.count("sign_up").await, 1);
    // To everybody else it is a shift with one place less.
    let seen = get(app.anonymous(), &planned).await;
    assert_eq!((seen.mine, seen.card.standing.word, seen.card.standing.left), (None, StandingWord::LastPlaces, 1));
}

#[tokio::test]
async fn each_reason_refuses_with_its_word() {
    let app = TestApp::start().await;
    let by = coordinator(&app).await;
    let team = team(&app, &by).await;
    let new = new_shift(&app, &team);
    let (first, second) = (shift(&app, &by, new.clone()).await, shift(&app, &by, later(new.clone(), 4)).await);
    let stranger = app.resident().await;
    assert_eq!(get(stranger, &first).await.card.standing.word, StandingWord::NotRegistered);
    assert_eq!(stranger.send(&wish(&first)).await.problem().code, ProblemCode::NotRegistered);

    let person = volunteer(&app).await;
    for post in [second.posts[0].id, PostId(Uuid::nil())] {
        let wish = SignUp { body: NewSignUp { post, friend: None }, ..wish(&first) };
        assert_eq!(person.send(&wish).await.problem().issue("post"), Some(Issue::Invalid));
    }
    let draft = shift(&app, &by, NewShift { publish: false, ..new.clone() }).await;
    assert_eq!(person.send(&wish(&draft)).await.problem().code, ProblemCode::NotFound);

    let old = shift(&app, &by, NewShift { min_age: Some(60), ..new.clone() }).await;
    assert_eq!(get(person, &old).await.card.standing.age, Some(60));
    assert_eq!(refusal(&person.send(&wish(&old)).await), StandingWord::TooYoung);

    let electric = NewPost { qualification: Some(Qualification::Electrician), ..new.posts[0].clone() };
    let electric = shift(&app, &by, NewShift { posts: vec![electric], ..later(new.clone(), 8) }).await;
    assert_eq!(get(person, &electric).await.card.standing.needs, Some(Qualification::Electrician));
    assert_eq!(refusal(&person.send(&wish(&electric)).await), StandingWord::NotQualified);
    let join = JoinTeam { team: team.card.id, body: () };
    person.send(&join).await.answer(&join);
    let body = QualificationChange { qualification: Qualification::Electrician, granted: true };
    let grant = ChangeQualification { team: team.card.id, account: person.account(), body };
    by.send(&grant).await.answer(&grant);
    assert_eq!(mine(&sign_up(person, &electric).await).state, SignUpState::Confirmed);

    let called_off = shift(&app, &by, new.clone()).await;
    let words = ShiftWords { words: "下雨".into(), series: false };
    let cancel = CancelShift { shift: called_off.card.id, body: words };
    by.send(&cancel).await.answer(&cancel);
    assert_eq!(refusal(&person.send(&wish(&called_off)).await), StandingWord::Cancelled);

    app.pass(48 * HOUR);
    assert_eq!(get(person, &first).await.card.standing.word, StandingWord::TooLate);
    assert_eq!(refusal(&person.send(&wish(&first)).await), StandingWord::TooLate);
    assert_eq!(app.count("sign_up").await, 1);
}

#[tokio::test]
async fn nobody_is_in_one_shift_twice() {
    let app = TestApp::start().await;
    let by = coordinator(&app).await;
    let mut new = new_shift(&app, &team(&app, &by).await);
    new.posts.push(NewPost { name: "登记".into(), ..new.posts[0].clone() });
    let planned = shift(&app, &by, new).await;
    let person = volunteer(&app).await;
    let got = sign_up(person, &planned).await;
    assert!(got.posts.iter().all(|post| post.standing.word == StandingWord::In));
    for post in &planned.posts {
        let wish = SignUp { body: NewSignUp { post: post.id, friend: None }, ..wish(&planned) };
        assert_eq!(refusal(&person.send(&wish).await), StandingWord::In);
    }
    // Once they left, they may come again, to another post as well.
    leave(person, &planned).await.json::<Shift>();
    let other = NewSignUp { post: planned.posts[1].id, friend: None };
    let other = SignUp { body: other, ..wish(&planned) };
    let got = person.send(&other).await.answer(&other);
    assert_eq!((mine(&got).post_name.as_str(), got.posts[0].taken, got.posts[1].taken), ("登记", 0, 1));
}

#[tokio::test]
async fn shifts_at_the_same_time_are_refused_across_teams() {
    let app = TestApp::start().await;
    let by = coordinator(&app).await;
    let (one, other) = (team(&app, &by).await, team(&app, &by).await);
    let first = shift(&app, &by, new_shift(&app, &one)).await;
    let overlapping = shift(&app, &by, later(new_shift(&app, &other), 1)).await;
    let touching = shift(&app, &by, later(new_shift(&app, &other), 2)).await;
    let person = volunteer(&app).await;
    sign_up(person, &first).await;
    let standing = get(person, &overlapping).await.card.standing;
    let clash = standing.clash.expect("the other shift");
    assert_eq!((standing.word, clash.shift, clash.title.as_str()), (StandingWord::Clash, first.card.id, "清扫楼道"));
    assert_eq!(refusal(&person.send(&wish(&overlapping)).await), StandingWord::Clash);
    assert_eq!(mine(&sign_up(person, &touching).await).state, SignUpState::Confirmed);
    // Now it lies between two.
    leave(person, &first).await.json::<Shift>();
    assert_eq!(refusal(&person.send(&wish(&overlapping)).await), StandingWord::Clash);
    leave(person, &touching).await.json::<Shift>();
    assert_eq!(mine(&sign_up(person, &overlapping).await).state, SignUpState::Confirmed);
}

#[tokio::test]
async fn whoever_brings_a_friend_takes_two_places() {
    let app = TestApp::start().await;
    let by = coordinator(&app).await;
    let planned = shift(&app, &by, needing(3, new_shift(&app, &team(&app, &by).await))).await;
    let (pair, other_pair, single) = (volunteer(&app).await, volunteer(&app).await, volunteer(&app).await);
    let nameless = NewSignUp { friend: Some(" ".into()), ..wish(&planned).body };
    let nameless = SignUp { body: nameless, ..wish(&planned) };
    assert_eq!(pair.send(&nameless).await.problem().issue("friend"), Some(Issue::Required));
    let two = wish_for_two(&planned);
    let got = pair.send(&two).await.answer(&two);
    assert_eq!((mine(&got).friend.as_deref(), got.card.taken), (Some("小李"), 2));
    // One place is left: two do not fit, and wait.
    let two = wish_for_two(&planned);
    let got = other_pair.send(&two).await.answer(&two);
    assert_eq!((mine(&got).state, mine(&got).place, got.card.taken), (SignUpState::Waiting, Some(1), 2));
    // Whoever comes after them fits, and need not wait for them.
    let got = sign_up(single, &planned).await;
    assert_eq!((mine(&got).state, got.card.taken, got.card.waiting), (SignUpState::Offered, 3, 1));
    leave(pair, &planned).await.json::<Shift>();
    assert_eq!(state(other_pair, &planned).await, SignUpState::Offered);
    let seen = get(app.anonymous(), &planned).await;
    assert_eq!((seen.card.taken, seen.card.waiting), (3, 0));
}

#[tokio::test]
async fn whoever_has_a_place_leaves_in_time_or_not_by_themselves() {
    let app = TestApp::start().await;
    let by = coordinator(&app).await;
    let planned = shift(&app, &by, new_shift(&app, &team(&app, &by).await)).await;
    let (one, other, waiting) = (volunteer(&app).await, volunteer(&app).await, volunteer(&app).await);
    for person in [one, other, waiting] {
        sign_up(person, &planned).await;
    }
    let got = get(one, &planned).await;
    let leave_by = mine(&got).leave_by;
    assert_eq!(leave_by.as_millis(), planned.card.starts_at.as_millis() - 180 * MINUTE);
    assert_eq!(mine(&get(waiting, &planned).await).leave_by, planned.card.starts_at);
    let not_theirs = Leave { sign_up: mine(&got).id, body: () };
    assert_eq!(other.send(&not_theirs).await.problem().code, ProblemCode::NotFound);

    app.pass(leave_by.as_millis() - app.state().now().as_millis());
    let left: Shift = leave(one, &planned).await.json();
    assert_eq!((left.mine, left.card.taken, left.card.waiting), (None, 2, 0), "the next is offered the place");
    let again = Leave { sign_up: mine(&got).id, body: () };
    assert_eq!(one.send(&again).await.answer(&again).card.taken, 2, "left once");
    app.pass(1);
    assert_eq!(refusal(&leave(other, &planned).await), StandingWord::TooLate);
    // An offer is nobody's place yet.
    leave(waiting, &planned).await.json::<Shift>();
    let last = sign_up(one, &planned).await;
    assert_eq!(mine(&last).state, SignUpState::Confirmed);
    app.pass(3 * HOUR);
    assert_eq!(refusal(&leave(one, &planned).await), StandingWord::TooLate);
    assert_eq!(get(app.anonymous(), &planned).await.card.taken, 2);
}
