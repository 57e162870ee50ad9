//! Volunteers check in with the organiser's code, and out when they leave.

use axum::{Json, extract::State as Ext};
use pingan_api::{
    ProblemCode, Timestamp,
    id::SignUpId,
    volunteer::{
        attendance::{CheckIn, CheckInCode, CheckOut, CheckedIn},
        person::ADULT,
    },
};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::{MARGIN_MS, codes, is_present, let_in, takes_place, walk_in};
use crate::{
    access::Actor,
    error::{Answer, AppError},
    extract::{Body, Param},
    secret::Secret,
    state::State,
    throttle::{Subject, Throttle},
    volunteer::{
        entity::{shift, sign_up, volunteer},
        store,
        view::{self, Reader},
    },
};

/// Somebody who came, to which shift and when.
struct Came {
    shift: Uuid,
    at: i64,
    again: bool,
}

pub(super) async fn check_in(Ext(state): Ext<State>, actor: Actor, Body(typed): Body<CheckInCode>) -> Answer<CheckIn> {
    let (secret, now, account) = (state.secret.clone(), state.now(), actor.account.0);
    let guesser = format!("check-in {account}");
    let throttle = Throttle::new(&state.secret, &guesser, Subject::Case(&guesser), now);
    let came: Result<Option<Came>, AppError> = state
        .db
        .write(move |tx| {
            Box::pin(async move {
                throttle.admit(tx).await?;
                let Some(shift) = opened(tx, &secret, account, &typed, now).await? else {
                    throttle.failed(tx).await?;
                    return Ok(None);
                };
                throttle.succeeded(tx).await?;
                come(tx, shift, account, now).await.map(Some)
            })
        })
        .await;
    let Came { shift, at, again } = came?.ok_or(ProblemCode::WrongCode)?;
    let (db, district) = (state.db.reads(), state.district());
    let shift = store::shift::shift(db, shift).await?;
    let reader = Reader::of(db, Some(&actor), now).await?;
    let cards = view::cards(db, &district, &reader, shift.into_iter().collect(), None, now).await?;
    let card = cards.into_iter().next().ok_or_else(|| AppError::broken("a shift is gone"))?;
    Ok(Json(CheckedIn { card, at: Timestamp::from_millis(at), again }))
}

/// The shift whose code it is: the one that the QR code names, or one of those that the account is signed up for.
async fn opened(
    tx: &DatabaseTransaction,
    secret: &Secret,
    account: Uuid,
    typed: &CheckInCode,
    now: Timestamp,
) -> Result<Option<Uuid>, AppError> {
    let shifts: Vec<shift::Model> = match typed.shift {
        Some(id) => store::shift::shift(tx, id.0).await?.into_iter().collect(),
        None => {
            let around = (now.as_millis() + MARGIN_MS, now.as_millis() - MARGIN_MS);
            store::attendance::shifts_around(tx, account, around).await?
        }
    };
    let open = shifts.iter().find(|shift| codes::is_good(secret, shift, &typed.code, now));
    Ok(open.map(|shift| shift.id))
}

async fn come(tx: &DatabaseTransaction, shift: Uuid, account: Uuid, now: Timestamp) -> Result<Came, AppError> {
    let volunteer = store::person::volunteer_for_update(tx, account).await?;
    let shift = store::shift::shift_for_update(tx, shift).await?.ok_or(ProblemCode::NotFound)?;
    if !takes_place(&shift) {
        return Err(ProblemCode::NotPossibleNow.into());
    }
    let came = |at: i64, again: bool| Came { shift: shift.id, at, again };
    let Some(mut row) = store::attendance::live_of(tx, shift.id, account).await? else {
        let row = unannounced(tx, &shift, volunteer, now).await?;
        return if store::sign_up::insert(tx, row).await? {
            Ok(came(now.as_millis(), false))
        } else {
            Err(AppError::broken("a sign-up is there and is not"))
        };
    };
    if is_present(&row) {
        return Ok(came(row.checked_in_at.unwrap_or(now.as_millis()), true));
    }
    let_in(tx, &mut row).await?;
    row.checked_in_at = Some(now.as_millis());
    row.attended_by = None;
    store::attendance::save(tx, row).await?;
    Ok(came(now.as_millis(), false))
}

/// Somebody who comes without a sign-up, to the first post that they may take. Nobody comes in that an organiser refused.
async fn unannounced(
    tx: &DatabaseTransaction,
    shift: &shift::Model,
    volunteer: Option<volunteer::Model>,
    now: Timestamp,
) -> Result<sign_up::Model, AppError> {
    let volunteer = volunteer.filter(|row| row.ended_at.is_none()).ok_or(ProblemCode::NotRegistered)?;
    let account = volunteer.account_id;
    let age = view::age_at(&volunteer, shift)?;
    let is_too_young = shift.min_age.is_some_and(|min_age| i16::from(age) < min_age);
    if is_too_young || store::attendance::was_refused(tx, shift.id, account).await? {
        return Err(ProblemCode::SignUpRefused.into());
    }
    let held = store::person::qualifications(tx, &[account]).await?.remove(&account).unwrap_or_default();
    let fits = |needs: &str| held.iter().any(|qualification| qualification.as_str() == needs);
    let posts = store::shift::posts(tx, &[shift.id]).await?;
    let post = posts.iter().find(|post| post.qualification.as_deref().is_none_or(fits));
    let post = post.ok_or(ProblemCode::SignUpRefused)?;
    Ok(sign_up::Model {
        account_id: Some(account),
        name: volunteer.name,
        under_age: age < ADULT,
        checked_in_at: Some(now.as_millis()),
        ..walk_in(shift, post.id, now)
    })
}

pub(super) async fn check_out(Ext(state): Ext<State>, actor: Actor, Param(id): Param<SignUpId>) -> Answer<CheckOut> {
    let (now, account) = (state.now(), actor.account.0);
    let shift: Result<Uuid, AppError> = state
        .db
        .write(move |tx| {
            Box::pin(async move {
                let shift = own(tx, id, account).await?.shift_id;
                store::shift::shift_for_update(tx, shift).await?;
                // As it is under the lock.
                let row = own(tx, id, account).await?;
                let has_begun = row.starts_at <= now.as_millis();
                if !has_begun || !is_present(&row) || row.checked_out_at.is_some() {
                    return Err(ProblemCode::NotPossibleNow.into());
                }
                let row = sign_up::Model { checked_out_at: Some(now.as_millis()), ..row };
                store::attendance::save(tx, row).await?;
                Ok(shift)
            })
        })
        .await;
    let db = state.db.reads();
    let shift = store::shift::shift(db, shift?).await?.ok_or(ProblemCode::NotFound)?;
    view::whole(db, &state.district(), Some(&actor), shift, now).await.map(Json)
}

async fn own(tx: &DatabaseTransaction, id: SignUpId, account: Uuid) -> Result<sign_up::Model, AppError> {
    let row = store::sign_up::by_id(tx, id.0).await?;
    row.filter(|row| row.account_id == Some(account)).ok_or_else(|| ProblemCode::NotFound.into())
}
