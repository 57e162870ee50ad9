//! Who came: codes to check in with, rosters, and what organisers mark on them.

mod check_in;
mod codes;
mod file;
mod lines;
mod marks;

use pingan_api::{
    Method, Timestamp,
    volunteer::{
        Attendance, ShiftState, SignUpState,
        attendance::{CODE_MARGIN_MINUTES, CheckIn, CheckOut, GetRoster, MarkRoster, ROSTER_CSV_PATH},
    },
};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

pub(super) use self::lines::roster;
use super::{
    entity::{shift, sign_up},
    store,
};
use crate::{
    cases::word,
    error::AppError,
    routes::{Access, Routes},
};

/// How long before the beginning and after the end people check in, in milliseconds.
const MARGIN_MS: i64 = CODE_MARGIN_MINUTES * 60_000;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .endpoint::<GetRoster, _, _>(Access::SignedIn, lines::read)
        .endpoint::<MarkRoster, _, _>(Access::SignedIn, marks::mark)
        .endpoint::<CheckIn, _, _>(Access::SignedIn, check_in::check_in)
        .endpoint::<CheckOut, _, _>(Access::SignedIn, check_in::check_out)
        .raw(Method::Get, ROSTER_CSV_PATH, Access::SignedIn, file::operation(), file::csv)
}

/// Neither a draft nor called off.
fn takes_place(shift: &shift::Model) -> bool {
    shift.state == ShiftState::Published.as_str()
}

fn is_present(row: &sign_up::Model) -> bool {
    row.attendance == Attendance::Present.as_str()
}

fn is_live(row: &sign_up::Model) -> Result<bool, AppError> {
    Ok(word::<SignUpState>(&row.state)?.is_live())
}

/// Whoever comes is in: an offered place is taken, and whoever had none is counted in nobody's. The caller has locked the
/// shift, and saves the row.
async fn let_in(tx: &DatabaseTransaction, row: &mut sign_up::Model) -> Result<(), AppError> {
    let state: SignUpState = word(&row.state)?;
    if state == SignUpState::Waiting {
        store::sign_up::count(tx, (row.shift_id, row.post_id), 0, -1).await?;
    }
    row.walk_in |= !state.holds_place();
    row.state = SignUpState::Confirmed.to_string();
    row.offered_until = None;
    row.ended_at = None;
    row.attendance = Attendance::Present.to_string();
    Ok(())
}

/// Somebody without a sign-up who came to a post; who it is, the caller fills in.
fn walk_in(shift: &shift::Model, post: Uuid, now: Timestamp) -> sign_up::Model {
    sign_up::Model {
        id: Uuid::now_v7(),
        idempotency_key: Uuid::new_v4(),
        body_hash: String::new(),
        shift_id: shift.id,
        post_id: post,
        account_id: None,
        name: String::new(),
        under_age: false,
        friend: None,
        places: 1,
        state: SignUpState::Confirmed.to_string(),
        turn: now.as_millis(),
        offered_until: None,
        created_at: now.as_millis(),
        ended_at: None,
        walk_in: true,
        starts_at: shift.starts_at,
        ends_at: shift.ends_at,
        attendance: Attendance::Present.to_string(),
        attended_by: None,
        checked_in_at: None,
        checked_out_at: None,
        minutes: None,
        corrected_because: None,
    }
}
