//! Who is in, who waits, and how a line moves. All of it under the lock of the shift's row.
//!
//! What is to be told is gathered and written at the end of a transaction ([`tell`]): whoever writes notices keeps all
//! others that do waiting, and so may wait for nobody any more.

use std::collections::HashSet;

use pingan_api::{
    Timestamp,
    volunteer::{ShiftState, SignUpState, VolunteerWord, rules},
};
use sea_orm::{ActiveValue::Set, DatabaseTransaction};
use uuid::Uuid;

use crate::{
    cases::word,
    error::AppError,
    inbox::{AccountNotice, tell_accounts},
    volunteer::{
        entity::{post, shift, sign_up},
        store::{shift as shift_store, sign_up as store},
    },
};

/// Those of a line that are looked at together.
const AT_ONCE: u64 = 32;

/// Ends everything live of an account that is still to come and moves the lines up. The caller holds the lock of the
/// account's registration. Answers who was told.
pub(in crate::volunteer) async fn leave_all(
    tx: &DatabaseTransaction,
    account: Uuid,
    now: Timestamp,
) -> Result<Vec<Uuid>, AppError> {
    let notices = end_all(tx, account, now).await?;
    tell(tx, notices, now).await
}

/// The same; answers what is to be told.
pub(in crate::volunteer) async fn end_all(
    tx: &DatabaseTransaction,
    account: Uuid,
    now: Timestamp,
) -> Result<Vec<AccountNotice>, AppError> {
    let mut ids: Vec<Uuid> =
        store::to_come(tx, account, now.as_millis()).await?.iter().map(|row| row.shift_id).collect();
    // Whoever locks several shifts takes them in one order, so that no two wait for one another.
    ids.sort_unstable();
    let mut shifts = Vec::with_capacity(ids.len());
    for id in ids {
        shifts.extend(shift_store::shift_for_update(tx, id).await?);
    }
    for row in store::to_come(tx, account, now.as_millis()).await? {
        end(tx, &row, SignUpState::Left, now).await?;
    }
    let mut notices = Vec::new();
    for shift in &shifts {
        notices.extend(offer_free(tx, shift, now).await?);
    }
    Ok(notices)
}

/// Offers free places of a shift (locked by the caller) to its lines; answers the accounts that were told.
pub(in crate::volunteer) async fn move_line_up(
    tx: &DatabaseTransaction,
    shift: &shift::Model,
    now: Timestamp,
) -> Result<Vec<Uuid>, AppError> {
    let notices = offer_free(tx, shift, now).await?;
    tell(tx, notices, now).await
}

/// What everyone is told whose sign-up for a shift is in one of some states.
pub(in crate::volunteer) async fn notices(
    tx: &DatabaseTransaction,
    shift: &shift::Model,
    states: &[SignUpState],
    word: VolunteerWord,
    words: Option<&str>,
) -> Result<Vec<AccountNotice>, AppError> {
    let rows = store::of_shift(tx, shift.id, states).await?;
    let accounts: Vec<Uuid> = rows.iter().filter_map(|row| row.account_id).collect();
    let texted: HashSet<Uuid> = store::texted(tx, &accounts).await?.into_iter().collect();
    let notice = |account: Uuid| AccountNotice {
        words: words.map(str::to_owned),
        ..notice(shift, account, word, texted.contains(&account))
    };
    Ok(accounts.into_iter().map(notice).collect())
}

/// Writes notices, as the last that a transaction does; answers whom they tell.
pub(in crate::volunteer) async fn tell(
    tx: &DatabaseTransaction,
    notices: Vec<AccountNotice>,
    now: Timestamp,
) -> Result<Vec<Uuid>, AppError> {
    let accounts = notices.iter().map(|notice| notice.account).collect();
    tell_accounts(tx, notices, now.as_millis()).await?;
    Ok(accounts)
}

/// One thing about a shift that an account is told.
pub(in crate::volunteer) fn notice(
    shift: &shift::Model,
    account: Uuid,
    word: VolunteerWord,
    text: bool,
) -> AccountNotice {
    AccountNotice { account, word, shift: Some(shift.id), team: None, until: None, words: None, text }
}

/// Takes offers back that nobody accepted in time; answers what those people are told. The places are free then.
pub(in crate::volunteer) async fn lapse_overdue(
    tx: &DatabaseTransaction,
    shift: &shift::Model,
    now: Timestamp,
) -> Result<Vec<AccountNotice>, AppError> {
    let rows = store::overdue(tx, shift.id, now.as_millis()).await?;
    for row in &rows {
        end(tx, row, SignUpState::Lapsed, now).await?;
    }
    let accounts = rows.iter().filter_map(|row| row.account_id);
    Ok(accounts.map(|account| notice(shift, account, VolunteerWord::Lapsed, false)).collect())
}

/// Ends what only waits in a shift that has begun; answers how many those were.
pub(in crate::volunteer) async fn close(
    tx: &DatabaseTransaction,
    shift: &shift::Model,
    now: Timestamp,
) -> Result<u32, AppError> {
    let hanging = [SignUpState::Pending, SignUpState::Waiting, SignUpState::Offered];
    let rows = store::of_shift(tx, shift.id, &hanging).await?;
    for row in &rows {
        end(tx, row, SignUpState::Left, now).await?;
    }
    Ok(u32::try_from(rows.len()).unwrap_or(u32::MAX))
}

/// Ends a live sign-up and gives back what it took.
pub(in crate::volunteer) async fn end(
    tx: &DatabaseTransaction,
    row: &sign_up::Model,
    to: SignUpState,
    now: Timestamp,
) -> Result<(), AppError> {
    let changes = sign_up::ActiveModel {
        state: Set(to.to_string()),
        offered_until: Set(None),
        ended_at: Set(Some(now.as_millis())),
        ..Default::default()
    };
    store::change(tx, &[row.id], changes).await?;
    let (taken, waiting) = counted(row)?;
    if (taken, waiting) != (0, 0) {
        store::count(tx, (row.shift_id, row.post_id), -taken, -waiting).await?;
    }
    Ok(())
}

/// What a sign-up adds to the places that are taken and to those who wait.
pub(in crate::volunteer) fn counted(row: &sign_up::Model) -> Result<(i32, i32), AppError> {
    let state: SignUpState = word(&row.state)?;
    let taken = if state.holds_place() && !row.walk_in { row.places } else { 0 };
    Ok((taken, i32::from(state == SignUpState::Waiting)))
}

/// The turn of whoever comes to a post now, behind all who wait for it.
pub(in crate::volunteer) async fn next_turn(
    tx: &DatabaseTransaction,
    post: &post::Model,
    now: Timestamp,
) -> Result<i64, AppError> {
    // Moments grow by themselves; only behind somebody who waits, it has to be seen to.
    let last = if post.waiting > 0 { store::last_turn(tx, post.id).await? } else { None };
    Ok(last.map_or(now.as_millis(), |last| now.as_millis().max(last + 1)))
}

/// Offers free places to those who wait for them; answers what they are told.
pub(in crate::volunteer) async fn offer_free(
    tx: &DatabaseTransaction,
    shift: &shift::Model,
    now: Timestamp,
) -> Result<Vec<AccountNotice>, AppError> {
    let mut notices = Vec::new();
    if shift.state != ShiftState::Published.as_str() || shift.starts_at <= now.as_millis() {
        return Ok(notices);
    }
    for post in shift_store::posts(tx, &[shift.id]).await? {
        let mut left = u16::try_from(post.needed - post.taken).unwrap_or(0);
        let mut behind = None;
        while left > 0 && post.waiting > 0 {
            let line = store::line(tx, post.id, behind, AT_ONCE).await?;
            let Some(last) = line.last() else { break };
            behind = Some(last.turn);
            notices.extend(offer(tx, shift, &line, &mut left, now).await?);
        }
    }
    Ok(notices)
}

/// The same for a piece of one line, which takes from what is `left`.
async fn offer(
    tx: &DatabaseTransaction,
    shift: &shift::Model,
    line: &[sign_up::Model],
    left: &mut u16,
    now: Timestamp,
) -> Result<Vec<AccountNotice>, AppError> {
    let accounts: Vec<Uuid> = line.iter().filter_map(|row| row.account_id).collect();
    // Nobody takes a place elsewhere while their registration is locked, so that nobody has two at the same time.
    let free = store::lock_free(tx, &accounts).await?;
    let elsewhere = store::holding(tx, &accounts, (shift.starts_at, shift.ends_at)).await?;
    let elsewhere: HashSet<Uuid> = elsewhere.iter().filter_map(|row| row.account_id).collect();
    let wanted = line.iter().map(|row| match row.account_id {
        // Whoever has a place elsewhere fits into nothing, and keeps the place in line.
        Some(account) if !elsewhere.contains(&account) => u16::try_from(row.places).unwrap_or(u16::MAX),
        _ => u16::MAX,
    });
    let until = rules::offered_until(now, Timestamp::from_millis(shift.starts_at)).as_millis();
    let (mut notices, mut moved, mut taken) = (Vec::new(), Vec::new(), 0);
    for row in rules::move_up(*left, wanted).into_iter().map(|position| &line[position]) {
        *left = left.saturating_sub(u16::try_from(row.places).map_err(AppError::broken)?);
        // For whoever is busy at this very moment the place stays free until the clock looks again.
        let Some((account, text)) = row.account_id.and_then(|id| free.get(&id).map(|text| (id, *text))) else {
            continue;
        };
        moved.push(row.id);
        taken += row.places;
        notices.push(AccountNotice { until: Some(until), ..notice(shift, account, VolunteerWord::Offered, text) });
    }
    let (Some(first), Ok(waiting)) = (line.first(), i32::try_from(moved.len())) else { return Ok(notices) };
    if waiting > 0 {
        let changes = sign_up::ActiveModel {
            state: Set(SignUpState::Offered.to_string()),
            offered_until: Set(Some(until)),
            ..Default::default()
        };
        store::change(tx, &moved, changes).await?;
        store::count(tx, (shift.id, first.post_id), taken, -waiting).await?;
    }
    Ok(notices)
}
