//! Checking in and out, rosters, and what organisers mark on them.

mod codes;
mod marks;
mod roster;

use pingan_api::{
    Timestamp,
    id::{ShiftId, SignUpId},
    volunteer::{
        Mark, MarkKind, NewShift, Roster, RosterLine, Shift,
        attendance::{CODE_DIGITS, CODE_SECONDS, CheckIn, CheckInCode, GetRoster, MarkRoster, Marks},
        shift::GetShift,
        sign_up::{NewSignUp, SignUp},
    },
};

use super::fixtures::{coordinator, new_shift, shift, team};
use crate::app::{Actor, Reply, TestApp, new_key};

const MINUTE: i64 = 60_000;

/// A moment so many minutes after another.
pub(super) fn minutes_after(at: Timestamp, minutes: i64) -> Timestamp {
    Timestamp::from_millis(at.as_millis() + minutes * MINUTE)
}

/// Lets time pass until a moment.
pub(super) fn wait_until(app: &TestApp, at: Timestamp) {
    app.pass(at.as_millis() - app.state().now().as_millis());
}

/// A shift of a new team, as the fixtures plan one, with changes.
async fn plan(app: &TestApp, change: impl FnOnce(NewShift) -> NewShift) -> Shift {
    let by = coordinator(app).await;
    let team = team(app, &by).await;
    shift(app, &by, change(new_shift(app, &team))).await
}

pub(super) async fn sign_up(who: Actor<'_>, shift: &Shift) -> SignUpId {
    let body = NewSignUp { post: shift.posts[0].id, friend: None };
    let sign_up = SignUp { shift: shift.card.id, key: new_key(), body };
    who.send(&sign_up).await.answer(&sign_up).mine.expect("a sign-up").id
}

async fn roster(by: Actor<'_>, shift: &Shift) -> Roster {
    let get = GetRoster { shift: shift.card.id };
    by.send(&get).await.answer(&get)
}

fn line(roster: &Roster, sign_up: SignUpId) -> &RosterLine {
    roster.lines.iter().find(|line| line.id == sign_up).expect("a line")
}

/// The code that an organiser's phone shows at a moment.
fn code_at(roster: &Roster, at: Timestamp) -> String {
    let step = (at.as_millis() - roster.codes_from.as_millis()).div_euclid(CODE_SECONDS * 1000);
    let from = usize::try_from(step).expect("a step that is shown") * CODE_DIGITS;
    roster.codes[from..from + CODE_DIGITS].to_owned()
}

/// The code of now, as a new organiser sees it.
async fn code_now(app: &TestApp, shift: &Shift) -> String {
    code_at(&roster(coordinator(app).await, shift).await, app.state().now())
}

fn other(code: &str) -> String {
    code.chars().map(|digit| if digit == '9' { '0' } else { char::from(digit as u8 + 1) }).collect()
}

async fn type_code(who: Actor<'_>, code: &str, shift: Option<ShiftId>) -> Reply {
    who.send(&CheckIn { body: CheckInCode { code: code.to_owned(), shift } }).await
}

pub(super) fn mark(kind: MarkKind, at: Timestamp, sign_up: SignUpId) -> Mark {
    let sign_up = Some(sign_up);
    Mark { key: new_key(), kind, at, sign_up, name: None, post: None, minutes: None, reason: None }
}

pub(super) fn walk_in(at: Timestamp, name: &str, shift: &Shift) -> Mark {
    Mark {
        key: new_key(),
        kind: MarkKind::WalkIn,
        at,
        sign_up: None,
        name: Some(name.to_owned()),
        post: Some(shift.posts[0].id),
        minutes: None,
        reason: None,
    }
}

async fn try_mark(by: Actor<'_>, shift: &Shift, marks: Vec<Mark>) -> Reply {
    by.send(&MarkRoster { shift: shift.card.id, body: Marks { marks } }).await
}

pub(super) async fn mark_all(by: Actor<'_>, shift: &Shift, marks: Vec<Mark>) -> Roster {
    try_mark(by, shift, marks).await.json()
}

/// Places that are taken, and sign-ups that wait.
async fn counts(app: &TestApp, shift: &Shift) -> (u16, u16) {
    let get = GetShift { shift: shift.card.id };
    let card = app.anonymous().send(&get).await.answer(&get).card;
    (card.taken, card.waiting)
}
