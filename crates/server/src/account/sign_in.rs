//! Signing in and out.

use axum::{
    Json,
    extract::State as Ext,
    http::{HeaderMap, header},
    response::{AppendHeaders, IntoResponse, Response},
};
use pingan_api::{
    ProblemCode,
    account::{
        GetSignInWays, PhoneAndCode, Purpose, SignInWays,
        sign_in::{CONSENT_VERSION, digits},
    },
    audit::{Action, ObjectKind},
    id::SessionId,
};
use sea_orm::DatabaseTransaction;

use super::{
    codes::{self, Judged, read_phone},
    device::Device,
    me,
    open::{NewAccount, open, phone_key},
    session::{self, NewSession},
    store, wechat,
};
use crate::{
    access::{Actor, MaybeActor, clear_cookie, write_cookie},
    audit::{By, Line, record},
    error::{Answer, AppError},
    extract::{Body, Client},
    secret::Secret,
    state::State,
    texts::Texts,
    throttle::{Subject, Throttle},
};

pub(super) async fn ways(Ext(state): Ext<State>) -> Answer<GetSignInWays> {
    Ok(Json(SignInWays { wechat: state.wechat().is_some(), demo: matches!(state.texts(), Texts::Shown) }))
}

/// What became of a try: a refusal is no error inside the transaction, because its count has to stay.
enum Tried {
    /// With the token of the new session.
    In(String),
    Refused(ProblemCode),
}

pub(super) async fn sign_in(
    Ext(state): Ext<State>,
    Client(client): Client,
    MaybeActor(before): MaybeActor,
    headers: HeaderMap,
    Body(PhoneAndCode { phone, code, consent }): Body<PhoneAndCode>,
) -> Result<Response, AppError> {
    let phone = read_phone(&phone)?;
    let typed = digits(&code).unwrap_or_default();
    let throttle = Throttle::new(&state.secret, &client, Subject::Any, state.now());
    let (secret, at, device) = (state.secret.clone(), state.now(), Device::of(&headers));
    let pending = state.wechat().and_then(|_| wechat::pending(&state, &headers));
    let is_pending = pending.is_some();
    let agreed = i32::try_from(CONSENT_VERSION).unwrap_or(i32::MAX);
    let tried = state
        .db
        .write(move |tx| {
            Box::pin(async move {
                throttle.admit(tx).await?;
                let row = match codes::judge(tx, &secret, &phone, Purpose::SignIn, &typed, at).await? {
                    Judged::Right(row) => row,
                    Judged::Wrong => {
                        throttle.failed(tx).await?;
                        return Ok(Tried::Refused(ProblemCode::WrongCode));
                    }
                    Judged::Spent => {
                        throttle.failed(tx).await?;
                        return Ok(Tried::Refused(ProblemCode::CodeSpent));
                    }
                };
                let known = store::account_by_phone(tx, &phone_key(&secret, &phone)).await?;
                if consent.is_none() && known.as_ref().is_none_or(|known| known.consent < agreed) {
                    codes::hold(tx, row, at).await?;
                    return Ok(Tried::Refused(ProblemCode::ConsentNeeded));
                }
                codes::use_up(tx, row).await?;
                let new = NewAccount { phone, name: String::new(), consent: CONSENT_VERSION, at };
                let account = open(tx, &secret, new).await?;
                if known.is_some_and(|known| known.consent < agreed) {
                    store::agree(tx, account.0, agreed, at.as_millis()).await?;
                }
                let new = NewSession { account, device, second_factor: false, at };
                let (session, token) = enter(tx, &secret, new, before, Line::new(Action::SignIn)).await?;
                if let Some(key) = pending {
                    wechat::link(tx, &secret, account, session, key, at).await?;
                }
                Ok::<_, AppError>(Tried::In(token))
            })
        })
        .await?;
    match tried {
        Tried::Refused(code) => Err(code.into()),
        Tried::In(token) => {
            let actor =
                session::find(&state, &token).await?.ok_or_else(|| AppError::broken("a session is lost"))?.actor;
            let me = me::of(&state, &actor).await?;
            let linked = is_pending.then(|| wechat::forget_pending(&headers));
            let cookies = [write_cookie(&headers, &token)].into_iter().chain(linked);
            let cookies = AppendHeaders(cookies.map(|cookie| (header::SET_COOKIE, cookie)));
            Ok((cookies, Json(me)).into_response())
        }
    }
}

/// Begins the session of somebody who has shown who it is, with its line in the log; the one that the device had ends.
/// Answers its token as well.
pub(super) async fn enter(
    tx: &DatabaseTransaction,
    secret: &Secret,
    new: NewSession,
    before: Option<Actor>,
    line: Line,
) -> Result<(SessionId, String), AppError> {
    if let Some(before) = before {
        store::delete_session(tx, before.account.0, before.session.0).await?;
    }
    let (account, at) = (new.account, new.at);
    let (session, token) = session::begin(tx, secret, new).await?;
    record(tx, By::account(account, Some(session)), at, line.on(ObjectKind::Session, session)).await?;
    Ok((session, token))
}

pub(super) async fn sign_out(Ext(state): Ext<State>, actor: Actor, headers: HeaderMap) -> Result<Response, AppError> {
    let at = state.now();
    let ended: Result<(), AppError> = state
        .db
        .write(move |tx| {
            Box::pin(async move {
                store::delete_session(tx, actor.account.0, actor.session.0).await?;
                record(tx, &actor, at, Line::new(Action::SignOut).on(ObjectKind::Session, actor.session)).await?;
                Ok(())
            })
        })
        .await;
    ended?;
    Ok(([(header::SET_COOKIE, clear_cookie(&headers))], Json(())).into_response())
}
