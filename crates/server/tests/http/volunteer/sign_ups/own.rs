//! `GET /api/v1/volunteer/me/shifts`: what somebody goes to, and where they were.

use pingan_api::{
    ProblemCode,
    page::Page,
    volunteer::{
        Shift, SignUpState, StandingWord,
        sign_up::{MyShift, MyShiftQuery, MyShifts},
    },
};

use super::{
    super::fixtures::{coordinator, new_shift, shift, team, volunteer},
    HOUR, later, leave, needing, sign_up, swept,
};
use crate::app::{Actor, TestApp};

/// All pages of one after another.
async fn all(person: Actor<'_>, past: bool) -> Vec<MyShift> {
    let mut query = MyShiftQuery { past: Some(past), limit: Some(1), ..MyShiftQuery::default() };
    let mut seen = Vec::new();
    loop {
        let own = MyShifts { query: query.clone() };
        let page: Page<MyShift> = person.send(&own).await.answer(&own);
        seen.extend(page.items);
        query.cursor = page.next;
        if query.cursor.is_none() {
            return seen;
        }
    }
}

#[tokio::test]
async fn what_is_to_come_stands_soonest_first_and_what_was_newest_first() {
    let app = TestApp::start().await;
    let by = coordinator(&app).await;
    let team = team(&app, &by).await;
    let new = || needing(1, new_shift(&app, &team));
    let mut planned: Vec<Shift> = Vec::new();
    for hours in [6, 0, 3, 9] {
        planned.push(shift(&app, &by, later(new(), hours)).await);
    }
    let (person, other) = (volunteer(&app).await, volunteer(&app).await);
    // In the third of them somebody else was quicker, and the last one is left again.
    sign_up(other, &planned[2]).await;
    for shift in &planned {
        sign_up(person, shift).await;
    }
    leave(person, &planned[3]).await.json::<Shift>();
    let seen = all(person, false).await;
    let ids: Vec<_> = seen.iter().map(|own| own.card.id).collect();
    assert_eq!(ids, [1, 2, 0].map(|nth: usize| planned[nth].card.id));
    assert_eq!((seen[1].mine.state, seen[1].mine.place), (SignUpState::Waiting, Some(1)));
    assert_eq!((seen[1].card.standing.word, seen[0].card.standing.word), (StandingWord::Waiting, StandingWord::In));
    assert_eq!(seen[0].mine.post_name, "清扫");
    assert!(all(person, true).await.is_empty() && all(volunteer(&app).await, false).await.is_empty());

    // The first is over, the second has begun.
    app.pass(51 * HOUR);
    swept(&app).await;
    let ids = |seen: Vec<MyShift>| seen.into_iter().map(|own| own.card.id).collect::<Vec<_>>();
    assert_eq!(ids(all(person, false).await), [planned[0].card.id]);
    assert_eq!(ids(all(person, true).await), [planned[1].card.id]);
    app.pass(10 * HOUR);
    assert_eq!(ids(all(person, true).await), [planned[0].card.id, planned[1].card.id]);
    assert!(all(person, false).await.is_empty());
    let own = MyShifts { query: MyShiftQuery::default() };
    assert_eq!(app.anonymous().send(&own).await.problem().code, ProblemCode::NotSignedIn);
}
