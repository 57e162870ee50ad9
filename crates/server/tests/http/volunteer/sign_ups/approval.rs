//! Sign-ups that an organiser decides about.

use pingan_api::{
    ProblemCode,
    account::Role,
    id::{ShiftId, SignUpId},
    volunteer::{
        Mark, MarkKind, NewShift, Roster, Shift, SignUpState, StandingWord, VolunteerWord,
        attendance::{Decide, Decision, MarkRoster, Marks},
        sign_up::{MyShiftQuery, MyShifts},
    },
};
use uuid::Uuid;

use super::{
    super::fixtures::{coordinator, new_shift, shift, team, volunteer},
    HOUR, get, later, leave, mine, needing, sign_up, state, swept, told,
};
use crate::app::{Actor, Reply, TestApp, new_key};

async fn decide(by: Actor<'_>, sign_up: SignUpId, approve: bool) -> Reply {
    by.send(&Decide { sign_up, body: Decision { approve } }).await
}

#[tokio::test]
async fn an_organiser_lets_people_in_or_does_not() {
    let app = TestApp::start().await;
    let by = coordinator(&app).await;
    let new = NewShift { approval: true, ..needing(1, new_shift(&app, &team(&app, &by).await)) };
    let planned = shift(&app, &by, new).await;
    let (one, unwanted, late) = (volunteer(&app).await, volunteer(&app).await, volunteer(&app).await);
    assert_eq!(get(one, &planned).await.card.standing.word, StandingWord::ApprovalNeeded);
    let mut ids = Vec::new();
    for person in [one, unwanted, late] {
        let got = sign_up(person, &planned).await;
        assert_eq!((mine(&got).state, got.card.taken, got.card.waiting), (SignUpState::Pending, 0, 0));
        ids.push(mine(&got).id);
    }
    for nobody in [one, app.staff(Role::GridMember, &app.root()).await] {
        assert_eq!(decide(nobody, ids[0], true).await.problem().code, ProblemCode::NotAllowed);
    }
    assert_eq!(decide(by, SignUpId(Uuid::nil()), true).await.problem().code, ProblemCode::NotFound);

    for _ in 0..2 {
        let roster: Roster = decide(by, ids[0], true).await.json();
        let line = roster.lines.iter().find(|line| line.id == ids[0]).expect("a line");
        assert_eq!((line.state, roster.shift.card.taken), (SignUpState::Confirmed, 1));
        assert_eq!(decide(by, ids[1], false).await.status, 200);
        assert_eq!(decide(by, ids[2], true).await.status, 200);
    }
    assert_eq!(told(one).await, [VolunteerWord::Approved]);
    assert_eq!(told(unwanted).await, [VolunteerWord::Refused]);
    assert_eq!(get(unwanted, &planned).await.mine, None);
    let got = get(late, &planned).await;
    assert_eq!((mine(&got).state, mine(&got).place, got.card.waiting), (SignUpState::Waiting, Some(1), 1));
    assert_eq!(decide(by, ids[1], true).await.problem().code, ProblemCode::EditedMeanwhile);
    assert_eq!(app.count("audit WHERE object_kind = 'shift' AND details LIKE '%approve%'").await, 2);
}

#[tokio::test]
async fn whoever_got_a_place_elsewhere_meanwhile_waits() {
    let app = TestApp::start().await;
    let by = coordinator(&app).await;
    let team = team(&app, &by).await;
    let planned = shift(&app, &by, NewShift { approval: true, ..new_shift(&app, &team) }).await;
    let elsewhere = shift(&app, &by, later(new_shift(&app, &team), 1)).await;
    let person = volunteer(&app).await;
    let id = mine(&sign_up(person, &planned).await).id;
    sign_up(person, &elsewhere).await;
    decide(by, id, true).await.json::<Roster>();
    assert_eq!(state(person, &planned).await, SignUpState::Waiting);
    leave(person, &elsewhere).await.json::<Shift>();
    assert_eq!(swept(&app).await.offered, 1);
    assert_eq!(state(person, &planned).await, SignUpState::Offered);
}

async fn missed(app: &TestApp, shift: ShiftId, sign_up: SignUpId) {
    let mark = Mark {
        key: new_key(),
        kind: MarkKind::NoShow,
        at: app.state().now(),
        sign_up: Some(sign_up),
        name: None,
        post: None,
        minutes: None,
        reason: None,
    };
    let mark = MarkRoster { shift, body: Marks { marks: vec![mark] } };
    coordinator(app).await.send(&mark).await.answer(&mark);
}

#[tokio::test]
async fn after_two_missed_shifts_each_sign_up_is_approved_for_a_while() {
    let app = TestApp::start().await;
    let by = coordinator(&app).await;
    let team = team(&app, &by).await;
    let person = volunteer(&app).await;
    let mut missing = Vec::new();
    for hours in [0, 3] {
        let planned = shift(&app, &by, later(new_shift(&app, &team), hours)).await;
        missing.push((planned.card.id, mine(&sign_up(person, &planned).await).id));
    }
    app.pass(54 * HOUR);
    missed(&app, missing[0].0, missing[0].1).await;
    let next = async || {
        let by = coordinator(&app).await;
        shift(&app, &by, new_shift(&app, &team)).await
    };
    let (first, second) = (next().await, next().await);
    assert_eq!(get(person, &first).await.card.standing.word, StandingWord::LastPlaces, "one is none");
    missed(&app, missing[1].0, missing[1].1).await;
    assert_eq!(get(person, &second).await.card.standing.word, StandingWord::ApprovalNeeded);
    assert_eq!(mine(&sign_up(person, &second).await).state, SignUpState::Pending);
    for _ in 0..2 {
        app.pass(45 * 24 * HOUR);
        // A session lives by being used.
        let own = MyShifts { query: MyShiftQuery::default() };
        person.send(&own).await.answer(&own);
    }
    let last = next().await;
    assert_eq!(mine(&sign_up(person, &last).await).state, SignUpState::Confirmed);
}
