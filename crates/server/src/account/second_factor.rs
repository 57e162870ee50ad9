//! `/api/v1/account/second-factor`: set up and shown.

use axum::{Json, extract::State as Ext};
use pingan_api::{
    ProblemCode, Timestamp,
    account::{
        BeginEnrolment, ConfirmEnrolment, Enrolment, PassSecondFactor, RecoveryCodes, SecondFactorCode,
        second_factor::RECOVERY_CODES,
    },
    audit::{Action, ObjectKind},
};
use qrcode::{EcLevel, QrCode, render::svg};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::{
    entity::{account, recovery_code},
    me,
    open::phone_of,
    session::SECOND_FACTOR_MS,
    store, totp,
};
use crate::{
    access::Actor,
    audit::{Line, record},
    error::{Answer, AppError},
    extract::Body,
    secret::{Secret, random},
    state::State,
    throttle::{Subject, Throttle},
};

/// What authenticators list the account under.
const ISSUER: &str = "PingAnEFamily";

pub(super) async fn begin(Ext(state): Ext<State>, actor: Actor) -> Answer<BeginEnrolment> {
    let row = store::account(state.db.reads(), actor.account.0).await?;
    may_enrol(&actor, &row)?;
    let secret = totp::base32(&new_key(&state.secret, &actor, &row));
    let label = phone_of(&state.secret, &row)?.masked().replace('*', "x");
    let uri = format!("otpauth://totp/{ISSUER}:{label}?secret={secret}&issuer={ISSUER}");
    let code = QrCode::with_error_correction_level(&uri, EcLevel::M).map_err(AppError::broken)?;
    let qr = code.render::<svg::Color<'_>>().min_dimensions(240, 240).build();
    Ok(Json(Enrolment { secret, uri, qr }))
}

pub(super) async fn confirm(
    Ext(state): Ext<State>,
    actor: Actor,
    Body(typed): Body<SecondFactorCode>,
) -> Answer<ConfirmEnrolment> {
    let (secret, at) = (state.secret.clone(), state.now());
    let throttle = throttle(&state, &actor);
    let codes: Vec<String> = (0..RECOVERY_CODES).map(|_| totp::base32(&random::<7>())[..10].to_owned()).collect();
    let told = codes.clone();
    let confirmed = state
        .db
        .write(move |tx| {
            Box::pin(async move {
                throttle.admit(tx).await?;
                let row = store::account_for_update(tx, actor.account.0).await?;
                may_enrol(&actor, &row)?;
                let key = new_key(&secret, &actor, &row);
                let digits = typed.digits().unwrap_or_default();
                let Some(step) = totp::step_of(&key, &digits, at, None) else {
                    throttle.failed(tx).await?;
                    return Ok(false);
                };
                enrol(tx, &secret, row.id, &key, step, at).await?;
                let rows = codes.iter().map(|code| recovery_code::Model {
                    id: Uuid::now_v7(),
                    account_id: row.id,
                    code_hash: recovery_hash(&secret, row.id, code),
                });
                store::replace_recovery_codes(tx, row.id, rows.collect()).await?;
                // Other sessions show the new one.
                store::forget_second_factor(tx, row.id).await?;
                store::pass(tx, actor.session.0, at.as_millis() + SECOND_FACTOR_MS).await?;
                let line = Line::new(Action::EnrolSecondFactor).on(ObjectKind::Account, actor.account);
                record(tx, &actor, at, line).await?;
                Ok::<_, AppError>(true)
            })
        })
        .await?;
    if confirmed { Ok(Json(RecoveryCodes { codes: told })) } else { Err(ProblemCode::WrongCode.into()) }
}

/// Keeps a key as the account's second factor.
pub(super) async fn enrol(
    tx: &DatabaseTransaction,
    secret: &Secret,
    account: Uuid,
    key: &[u8],
    step: i64,
    at: Timestamp,
) -> Result<(), AppError> {
    let sealed = secret.seal("totp", account.as_bytes(), key);
    Ok(store::enrol(tx, account, sealed, step, at.as_millis()).await?)
}

/// The key of an account, once it has one.
pub(super) fn key_of(secret: &Secret, row: &account::Model) -> Result<Option<Vec<u8>>, AppError> {
    let Some(sealed) = row.totp_sealed.as_ref().filter(|_| row.totp_enrolled_at.is_some()) else { return Ok(None) };
    let key = secret.open("totp", row.id.as_bytes(), sealed);
    key.map(Some).ok_or_else(|| AppError::broken("a sealed key does not open: was the secret changed?"))
}

pub(super) async fn pass(
    Ext(state): Ext<State>,
    mut actor: Actor,
    Body(typed): Body<SecondFactorCode>,
) -> Answer<PassSecondFactor> {
    let (secret, at) = (state.secret.clone(), state.now());
    let throttle = throttle(&state, &actor);
    let by = actor.clone();
    let passed = state
        .db
        .write(move |tx| {
            Box::pin(async move {
                throttle.admit(tx).await?;
                let row = store::account_for_update(tx, by.account.0).await?;
                let key = key_of(&secret, &row)?.ok_or(ProblemCode::NotPossibleNow)?;
                let step = typed.digits().and_then(|digits| totp::step_of(&key, &digits, at, row.totp_step));
                let action = if let Some(step) = step {
                    store::take_step(tx, row.id, step).await?;
                    Action::PassSecondFactor
                } else if let Some(code) = typed.recovery()
                    && store::use_recovery_code(tx, row.id, &recovery_hash(&secret, row.id, &code)).await?
                {
                    Action::UseRecoveryCode
                } else {
                    throttle.failed(tx).await?;
                    return Ok(false);
                };
                throttle.succeeded(tx).await?;
                store::pass(tx, by.session.0, at.as_millis() + SECOND_FACTOR_MS).await?;
                record(tx, &by, at, Line::new(action).on(ObjectKind::Session, by.session)).await?;
                Ok::<_, AppError>(true)
            })
        })
        .await?;
    if !passed {
        return Err(ProblemCode::WrongCode.into());
    }
    actor.second_factor = true;
    me::of(&state, &actor).await.map(Json)
}

/// Staff alone; and once it is set up, only whoever has shown it sets it up anew. Else a stolen session would.
fn may_enrol(actor: &Actor, row: &account::Model) -> Result<(), AppError> {
    if actor.grants().is_empty() {
        return Err(ProblemCode::NotPossibleNow.into());
    }
    if row.totp_enrolled_at.is_some() && !actor.second_factor {
        return Err(ProblemCode::SecondFactorNeeded.into());
    }
    Ok(())
}

/// The key that this session is about to enrol. Derived and not stored until it is confirmed, so that a page that is
/// loaded again shows the same picture.
fn new_key(secret: &Secret, actor: &Actor, row: &account::Model) -> [u8; totp::KEY] {
    let since = row.totp_enrolled_at.unwrap_or_default().to_be_bytes();
    let mac = secret.mac("new totp", &[row.id.as_bytes(), actor.session.0.as_bytes(), &since]);
    mac[..totp::KEY].try_into().expect("a MAC has 32 bytes")
}

fn recovery_hash(secret: &Secret, account: Uuid, code: &str) -> String {
    secret.key("recovery code", &[account.as_bytes(), code.as_bytes()])
}

/// Tries are counted by the account, from whatever device.
fn throttle(state: &State, actor: &Actor) -> Throttle {
    let account = format!("second factor {}", actor.account);
    Throttle::new(&state.secret, &account, Subject::Case(&account), state.now())
}
