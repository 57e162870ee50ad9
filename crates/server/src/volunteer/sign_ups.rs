//! Signing up, leaving, accepting an offer, deciding about whoever needs approval; and one's own shifts.
//!
//! Everything that gives a place or takes one holds two locks: first the registration of whoever gets or gives it, so
//! that nobody has places in two shifts at the same time, then the shift's row, so that no more places are given than
//! there are.

pub(super) mod line;

mod decide;
mod enter;

use axum::{Json, extract::State as Ext};
use pingan_api::{
    Problem, ProblemCode, Timestamp, Validate,
    id::SignUpId,
    page::{DEFAULT_LIMIT, Page},
    volunteer::{
        Shift, SignUpState, StandingWord,
        attendance::Decide,
        sign_up::{Accept, Leave, MyShiftQuery, MyShifts, SignUp},
    },
};
use sea_orm::{ActiveValue::Set, DatabaseTransaction};
use uuid::Uuid;

pub(super) use self::line::{end_all, leave_all, move_line_up};
use super::{
    entity::{shift, sign_up},
    store::{person, shift as shift_store, sign_up as store},
    view::{self, Reader},
};
use crate::{
    access::Actor,
    cases::word,
    cursor,
    error::{Answer, AppError},
    extract::{Param, Query},
    live,
    routes::{Access, Routes},
    state::State,
};

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .create::<SignUp, _, _>(Access::SignedIn, enter::sign_up)
        .endpoint::<Leave, _, _>(Access::SignedIn, leave)
        .endpoint::<Accept, _, _>(Access::SignedIn, accept)
        .endpoint::<Decide, _, _>(Access::SignedIn, decide::decide)
        .endpoint::<MyShifts, _, _>(Access::SignedIn, mine)
}

/// After the commit: wakes the inboxes of those accounts.
pub(super) fn wake(state: &State, accounts: Vec<Uuid>) {
    if !accounts.is_empty() {
        live::publish(state, live::Change { accounts, ..live::Change::default() });
    }
}

async fn leave(Ext(state): Ext<State>, actor: Actor, Param(id): Param<SignUpId>) -> Answer<Leave> {
    let (account, now) = (actor.account.0, state.now());
    let left: Result<(Uuid, Vec<Uuid>), AppError> = state
        .db
        .write(move |tx| {
            Box::pin(async move {
                let (shift, row) = own(tx, account, id).await?;
                let sign_up_state: SignUpState = word(&row.state)?;
                if !sign_up_state.is_live() {
                    return Ok((shift.id, Vec::new()));
                }
                if now > view::leave_by(&shift, sign_up_state) || now.as_millis() >= shift.starts_at {
                    return Err(refused(StandingWord::TooLate));
                }
                line::end(tx, &row, SignUpState::Left, now).await?;
                Ok((shift.id, move_line_up(tx, &shift, now).await?))
            })
        })
        .await;
    let (shift_id, told) = left?;
    wake(&state, told);
    Ok(Json(as_it_is(&state, &actor, shift_id).await?))
}

async fn accept(Ext(state): Ext<State>, actor: Actor, Param(id): Param<SignUpId>) -> Answer<Accept> {
    let (account, now) = (actor.account.0, state.now());
    let accepted: Result<Accepted, AppError> =
        state.db.write(move |tx| Box::pin(async move { take_offer(tx, account, id, now).await })).await;
    let Accepted { shift_id, told, too_late } = accepted?;
    wake(&state, told);
    if too_late {
        return Err(refused(StandingWord::TooLate));
    }
    Ok(Json(as_it_is(&state, &actor, shift_id).await?))
}

/// What came of accepting. That an offer has run out is written down though it is refused.
struct Accepted {
    shift_id: Uuid,
    told: Vec<Uuid>,
    too_late: bool,
}

async fn take_offer(
    tx: &DatabaseTransaction,
    account: Uuid,
    id: SignUpId,
    now: Timestamp,
) -> Result<Accepted, AppError> {
    let (shift, row) = own(tx, account, id).await?;
    let done = Accepted { shift_id: shift.id, told: Vec::new(), too_late: false };
    match word::<SignUpState>(&row.state)? {
        SignUpState::Confirmed => return Ok(done),
        SignUpState::Offered => {}
        SignUpState::Waiting => return Err(refused(StandingWord::Waiting)),
        SignUpState::Pending => return Err(refused(StandingWord::Pending)),
        SignUpState::Left | SignUpState::Lapsed | SignUpState::Refused => return Err(refused(StandingWord::TooLate)),
    }
    if now.as_millis() >= shift.starts_at {
        return Err(refused(StandingWord::TooLate));
    }
    if row.offered_until.is_none_or(|until| until <= now.as_millis()) {
        let mut notices = line::lapse_overdue(tx, &shift, now).await?;
        notices.extend(line::offer_free(tx, &shift, now).await?);
        return Ok(Accepted { told: line::tell(tx, notices, now).await?, too_late: true, ..done });
    }
    // The shift, or another of theirs, may have been moved since.
    let held = store::holding(tx, &[account], (shift.starts_at, shift.ends_at)).await?;
    if held.iter().any(|other| other.id != row.id) {
        return Err(refused(StandingWord::Clash));
    }
    let changes = sign_up::ActiveModel {
        state: Set(SignUpState::Confirmed.to_string()),
        offered_until: Set(None),
        ..Default::default()
    };
    store::change(tx, &[row.id], changes).await?;
    Ok(done)
}

/// Somebody's own sign-up and its shift, kept from others until the transaction ends.
async fn own(
    tx: &DatabaseTransaction,
    account: Uuid,
    id: SignUpId,
) -> Result<(shift::Model, sign_up::Model), AppError> {
    person::volunteer_for_update(tx, account).await?;
    let (shift, row) = locked(tx, id).await?;
    if row.account_id == Some(account) { Ok((shift, row)) } else { Err(ProblemCode::NotFound.into()) }
}

/// A sign-up as it is under the lock of its shift.
async fn locked(tx: &DatabaseTransaction, id: SignUpId) -> Result<(shift::Model, sign_up::Model), AppError> {
    let row = store::by_id(tx, id.0).await?.ok_or(ProblemCode::NotFound)?;
    let shift = shift_store::shift_for_update(tx, row.shift_id).await?;
    let shift = shift.ok_or_else(|| AppError::broken("a sign-up has no shift"))?;
    let row = store::by_id(tx, id.0).await?.ok_or(ProblemCode::NotFound)?;
    Ok((shift, row))
}

/// The shift does not take this person, or not now.
fn refused(word: StandingWord) -> AppError {
    Problem { detail: Some(word.to_string()), ..Problem::new(ProblemCode::SignUpRefused) }.into()
}

/// A shift's page after what was done with it.
async fn as_it_is(state: &State, actor: &Actor, shift_id: Uuid) -> Result<Shift, AppError> {
    let (reads, district) = (state.db.reads(), state.district());
    let shift = shift_store::shift(reads, shift_id).await?.ok_or(ProblemCode::NotFound)?;
    view::whole(reads, &district, Some(actor), shift, state.now()).await
}

async fn mine(Ext(state): Ext<State>, actor: Actor, Query(query): Query<MyShiftQuery>) -> Answer<MyShifts> {
    query.validate()?;
    let (reads, district, now) = (state.db.reads(), state.district(), state.now());
    let mark = query.cursor.as_ref().map(cursor::read).transpose()?;
    let limit = query.limit.unwrap_or(DEFAULT_LIMIT) as usize;
    let which = (query.past.unwrap_or_default(), now.as_millis());
    let mut rows = store::page(reads, actor.account.0, which, mark, limit as u64 + 1).await?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).map(|row| cursor::write(row.starts_at, row.id));
    let reader = Reader::of(reads, Some(&actor), now).await?;
    let items = view::my_shifts(reads, &district, &reader, &rows, now).await?;
    Ok(Json(Page { items, next }))
}
