//! Many at once: no place is given twice, nobody gets two at the same time, no line is mixed up.

use futures_util::{StreamExt, future::join_all, stream};
use pingan_api::{
    ProblemCode,
    account::DeleteAccount,
    volunteer::{Shift, SignUpState, sign_up::SignUp},
};
use pingan_server::volunteer::sweep;

use super::{
    fixtures::{coordinator, new_shift, shift, team, volunteer},
    sign_ups::{accept, get, leave, mine, sign_up, wish, wish_for_two},
    walk::{hold, nobody_waits_in_vain},
};
use crate::app::{Actor, TestApp};

/// Requests that are under way at a time.
const AT_ONCE: usize = 200;

async fn volunteers(app: &TestApp, count: usize) -> Vec<Actor<'_>> {
    stream::iter(0..count).map(|_| volunteer(app)).buffer_unordered(AT_ONCE).collect().await
}

/// A shift of a team of its own with so many places.
async fn planned(app: &TestApp, needed: u16) -> Shift {
    let by = coordinator(app).await;
    let mut new = new_shift(app, &team(app, &by).await);
    new.posts[0].needed = needed;
    shift(app, &by, new).await
}

/// After the clock has looked at what nobody else did.
async fn all_is_well(app: &TestApp) {
    hold(app).await;
    sweep::once(app.state()).await.unwrap();
    hold(app).await;
    nobody_waits_in_vain(app).await;
}

#[tokio::test]
async fn of_a_thousand_who_want_the_last_place_one_gets_it() {
    let app = TestApp::start().await;
    let planned = planned(&app, 1).await;
    let people = volunteers(&app, 1000).await;
    let got: Vec<(Actor<'_>, Shift)> = stream::iter(people)
        .map(|person| {
            let planned = &planned;
            async move { (person, sign_up(person, planned).await) }
        })
        .buffer_unordered(AT_ONCE)
        .collect()
        .await;
    let in_state = |state: SignUpState| got.iter().filter(move |(_, shift)| mine(shift).state == state);
    assert_eq!(in_state(SignUpState::Confirmed).count(), 1);
    let mut places: Vec<u16> =
        in_state(SignUpState::Waiting).map(|(_, shift)| mine(shift).place.expect("a place in line")).collect();
    places.sort_unstable();
    assert_eq!(places, (1..=999).collect::<Vec<u16>>());
    let seen = get(app.anonymous(), &planned).await;
    assert_eq!((seen.card.taken, seen.card.waiting), (1, 999));
    hold(&app).await;

    let (holder, _) = in_state(SignUpState::Confirmed).next().expect("whoever got it");
    leave(*holder, &planned).await.json::<Shift>();
    let (first, _) = got.iter().find(|(_, shift)| mine(shift).place == Some(1)).expect("the first in line");
    assert_eq!(mine(&get(*first, &planned).await).state, SignUpState::Offered);
    let (second, _) = got.iter().find(|(_, shift)| mine(shift).place == Some(2)).expect("the second in line");
    assert_eq!(mine(&get(*second, &planned).await).place, Some(1));
    all_is_well(&app).await;
}

#[tokio::test]
async fn pairs_and_single_people_at_once_take_no_more_than_there_is() {
    let app = TestApp::start().await;
    let planned = planned(&app, 7).await;
    let people = volunteers(&app, 40).await;
    let wishes: Vec<(Actor<'_>, SignUp)> = people
        .into_iter()
        .enumerate()
        .map(|(nth, person)| (person, if nth % 3 == 0 { wish_for_two(&planned) } else { wish(&planned) }))
        .collect();
    for reply in join_all(wishes.iter().map(|(person, wish)| person.send(wish))).await {
        assert_eq!(reply.status, 201, "{}", reply.text());
    }
    all_is_well(&app).await;
}

#[tokio::test]
async fn one_key_sent_at_once_takes_one_place() {
    let app = TestApp::start().await;
    let planned = planned(&app, 9).await;
    let person = volunteer(&app).await;
    let wish = wish(&planned);
    for reply in join_all((0..8).map(|_| person.send(&wish))).await {
        assert_eq!((reply.status.as_u16(), reply.answer(&wish).card.taken), (201, 1));
    }
    assert_eq!(app.count("sign_up").await, 1);
}

#[tokio::test]
async fn of_two_shifts_at_the_same_time_one_takes_somebody() {
    let app = TestApp::start().await;
    let person = volunteer(&app).await;
    for _ in 0..6 {
        let (one, other) = (planned(&app, 2).await, planned(&app, 2).await);
        let (first, second) = (wish(&one), wish(&other));
        let (first, second) = tokio::join!(person.send(&first), person.send(&second));
        assert!(first.status.is_success() != second.status.is_success(), "{} {}", first.text(), second.text());
        all_is_well(&app).await;
        let taken = if first.status.is_success() { &one } else { &other };
        leave(person, taken).await.json::<Shift>();
    }
}

#[tokio::test]
async fn whoever_moves_up_here_and_signs_up_there_has_one_place() {
    let app = TestApp::start().await;
    for _ in 0..6 {
        let (here, there) = (planned(&app, 1).await, planned(&app, 1).await);
        let (holder, person, last) = (volunteer(&app).await, volunteer(&app).await, volunteer(&app).await);
        for person in [holder, person, last] {
            sign_up(person, &here).await;
        }
        let elsewhere = wish(&there);
        let (left, _) = tokio::join!(leave(holder, &here), person.send(&elsewhere));
        assert!(left.status.is_success(), "{}", left.text());
        all_is_well(&app).await;
    }
}

#[tokio::test]
async fn who_deletes_the_account_while_signing_up_leaves_no_place_taken() {
    let app = TestApp::start().await;
    let round = async || {
        let here = planned(&app, 1).await;
        let (person, waiting) = (volunteer(&app).await, volunteer(&app).await);
        for person in [person, waiting] {
            sign_up(person, &here).await;
        }
        let by = coordinator(&app).await;
        let mut new = new_shift(&app, &team(&app, &by).await);
        (new.starts_at, new.ends_at) = (new.ends_at, new.ends_at.plus_hours(2));
        let after = shift(&app, &by, new).await;
        let wish = wish(&after);
        let (signed, deleted) = tokio::join!(person.send(&wish), person.send(&DeleteAccount));
        assert!(deleted.status.is_success(), "{}", deleted.text());
        assert!(signed.status.as_u16() < 500, "{}", signed.text());
        assert_eq!(person.send(&wish).await.problem().code, ProblemCode::NotSignedIn);
        assert_eq!(get(app.anonymous(), &after).await.card.taken, 0);
        assert_eq!(mine(&get(waiting, &here).await).state, SignUpState::Offered);
    };
    join_all((0..24).map(|_| round())).await;
    all_is_well(&app).await;
}

#[tokio::test]
async fn leaving_accepting_and_coming_at_once_leave_all_counts_right() {
    let app = TestApp::start().await;
    let planned = planned(&app, 3).await;
    let people = volunteers(&app, 24).await;
    let (early, late) = people.split_at(12);
    for person in early {
        sign_up(*person, &planned).await;
    }
    for round in 0..3 {
        let leaving = early[round * 3..round * 3 + 3].iter().map(|person| leave(*person, &planned));
        let coming = late[round * 4..round * 4 + 4].iter().map(|person| sign_up(*person, &planned));
        let (left, _, swept) = tokio::join!(join_all(leaving), join_all(coming), sweep::once(app.state()));
        swept.unwrap();
        assert!(left.iter().all(|reply| reply.status.is_success()));
        all_is_well(&app).await;
        let offered = early[round * 3 + 3..round * 3 + 6].iter();
        let accepted = join_all(offered.map(|person| accept(*person, &planned))).await;
        assert!(accepted.iter().all(|reply| reply.status.is_success()));
        all_is_well(&app).await;
    }
}

#[tokio::test]
async fn sweepers_of_two_servers_offer_a_place_once() {
    let app = TestApp::start().await;
    let twin = app.twin().await;
    let planned = planned(&app, 1).await;
    let people = volunteers(&app, 4).await;
    for person in &people {
        sign_up(*person, &planned).await;
    }
    leave(people[0], &planned).await.json::<Shift>();
    for _ in 0..2 {
        app.pass(13 * 3_600_000);
        let (one, other) = tokio::join!(sweep::once(app.state()), sweep::once(&twin));
        let (one, other) = (one.unwrap(), other.unwrap());
        assert_eq!((one.lapsed + other.lapsed, one.offered + other.offered), (1, 1));
        all_is_well(&app).await;
    }
}
