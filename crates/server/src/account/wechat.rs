//! Signing in through WeChat, without a word to type (its guide to web authorization, scope `snsapi_base`). The account is
//! found by a keyed hash of the person's id; a WeChat that has none is linked by the next sign-in by phone.

mod kept;

use axum::{
    Json,
    extract::State as Ext,
    http::{HeaderMap, header},
    response::{AppendHeaders, IntoResponse, Redirect, Response},
};
use pingan_api::{
    ProblemCode,
    account::{
        UnlinkWechat, WechatEnd,
        sign_in::{ACCOUNT_PAGE, CONSENT_VERSION, WECHAT_BACK_PATH, is_page},
    },
    audit::{Action, ObjectKind},
    id::{AccountId, SessionId},
};
use sea_orm::DatabaseTransaction;
use serde::Deserialize;
use serde_json::{Value, json};

use self::kept::{Begun, forget_begun, keep_pending};
pub(super) use self::kept::{forget_pending, pending};
use super::{device::Device, me, session::NewSession, sign_in::enter, store};
use crate::{
    access::{Actor, MaybeActor, mark_cookie, write_cookie},
    audit::{By, Line, record},
    db::Db,
    error::{Answer, AppError},
    extract::{Client, Query},
    secret::{Secret, is_same, random},
    state::State,
    throttle::{Subject, Throttle},
};

#[derive(Deserialize)]
pub(super) struct BeginQuery {
    to: Option<String>,
}

/// What WeChat adds to the address that it leads back to; no code if the person refused.
#[derive(Deserialize)]
pub(super) struct BackQuery {
    code: Option<String>,
    state: Option<String>,
}

/// To WeChat, with a word that only this browser can bring back.
pub(super) async fn begin(
    Ext(state): Ext<State>,
    Query(BeginQuery { to }): Query<BeginQuery>,
    headers: HeaderMap,
) -> Result<Response, AppError> {
    let registration = state.wechat().ok_or(ProblemCode::NotFound)?;
    let to = to.filter(|to| is_page(to));
    let Some(origin) = registration.origin(&headers, state.trust_proxy) else {
        return Ok(Redirect::to(&WechatEnd::Failed.page(to.as_deref())).into_response());
    };
    let begun = Begun { word: format!("{:032x}", u128::from_be_bytes(random())), to };
    let page = registration.page(&format!("{origin}{WECHAT_BACK_PATH}"), &begun.word);
    Ok(([(header::SET_COOKIE, begun.keep(&state, &headers))], Redirect::to(&page)).into_response())
}

pub(super) async fn back(
    Ext(state): Ext<State>,
    Client(client): Client,
    MaybeActor(before): MaybeActor,
    Query(BackQuery { code, state: word }): Query<BackQuery>,
    headers: HeaderMap,
) -> Result<Response, AppError> {
    let registration = state.wechat().ok_or(ProblemCode::NotFound)?;
    let begun = Begun::of(&state, &headers).filter(|begun| word.is_some_and(|word| is_same(&word, &begun.word)));
    let to = begun.as_ref().and_then(|begun| begun.to.as_deref());
    let lead = |cookies: Vec<_>, page: &str| {
        let cookies = cookies.into_iter().chain([forget_begun(&headers)]).map(|cookie| (header::SET_COOKIE, cookie));
        (AppendHeaders(cookies), Redirect::to(page)).into_response()
    };
    let failed = || lead(Vec::new(), &WechatEnd::Failed.page(to));
    let Some(code) = code.filter(|code| begun.is_some() && !code.is_empty()) else { return Ok(failed()) };

    if !may_try(&state, &client).await? {
        return Ok(failed());
    }
    let person = match registration.person(code).await? {
        Ok(person) => person,
        Err(fault) => {
            tracing::warn!(fault, "WeChat does not say who signs in");
            count_failure(&state, &client).await?;
            return Ok(failed());
        }
    };
    let key = state.secret.key("wechat", &[person.as_bytes()]);
    let token = sign_in(&state, key.clone(), Device::of(&headers), before).await?;
    Ok(match token {
        Some(token) => lead(vec![write_cookie(&headers, &token), mark_cookie()], to.unwrap_or(ACCOUNT_PAGE)),
        None => lead(vec![keep_pending(&state, &headers, &key)], &WechatEnd::Link.page(to)),
    })
}

/// The token of a new session; none if the WeChat has no account, or one that has to agree to new words first, which is
/// asked of it at a sign-in by phone.
async fn sign_in(
    state: &State,
    key: String,
    device: Device,
    before: Option<Actor>,
) -> Result<Option<String>, AppError> {
    let (secret, at) = (state.secret.clone(), state.now());
    let agreed = i32::try_from(CONSENT_VERSION).unwrap_or(i32::MAX);
    state
        .db
        .write(move |tx| {
            Box::pin(async move {
                let known = store::account_by_wechat(tx, &key).await?;
                let Some(known) = known.filter(|known| known.consent >= agreed) else { return Ok(None) };
                let new = NewSession { account: AccountId(known.id), device, second_factor: false, at };
                let line = Line::new(Action::SignIn).with("way", "wechat");
                Ok::<_, AppError>(Some(enter(tx, &secret, new, before, line).await?.1))
            })
        })
        .await
}

/// Each code is a question to WeChat: one client asks with wrong ones no faster than it may guess elsewhere.
fn throttle(state: &State, client: &str) -> Throttle {
    Throttle::new(&state.secret, &format!("wechat {client}"), Subject::Any, state.now())
}

async fn may_try(state: &State, client: &str) -> Result<bool, AppError> {
    let throttle = throttle(state, client);
    match state.db.write(move |tx| Box::pin(async move { throttle.admit(tx).await })).await {
        Ok(()) => Ok(true),
        Err(AppError::Problem(_)) => Ok(false),
        Err(error) => Err(error),
    }
}

async fn count_failure(state: &State, client: &str) -> Result<(), AppError> {
    let throttle = throttle(state, client);
    state.db.write(move |tx| Box::pin(async move { Ok(throttle.failed(tx).await?) })).await
}

/// From here on the WeChat of this key signs in to the account, and to no other.
pub(super) async fn link(
    tx: &DatabaseTransaction,
    secret: &Secret,
    account: AccountId,
    session: SessionId,
    key: String,
    at: pingan_api::Timestamp,
) -> Result<(), AppError> {
    let mac = secret.mac("wechat lock", &[key.as_bytes()]);
    Db::lock(tx, i64::from_be_bytes(mac[..8].try_into().expect("a MAC has 32 bytes"))).await?;
    let by = By::account(account, Some(session));
    match store::account_by_wechat(tx, &key).await? {
        Some(row) if row.id == account.0 => return Ok(()),
        Some(row) => {
            store::set_wechat(tx, row.id, None).await?;
            let line = Line::new(Action::UnlinkWechat).on(ObjectKind::Account, AccountId(row.id));
            record(tx, by, at, line).await?;
        }
        None => {}
    }
    store::set_wechat(tx, account.0, Some(key)).await?;
    record(tx, by, at, Line::new(Action::LinkWechat).on(ObjectKind::Account, account)).await?;
    Ok(())
}

pub(super) async fn unlink(Ext(state): Ext<State>, actor: Actor) -> Answer<UnlinkWechat> {
    let (by, at) = (actor.clone(), state.now());
    let unlinked: Result<(), AppError> = state
        .db
        .write(move |tx| {
            Box::pin(async move {
                store::set_wechat(tx, by.account.0, None).await?;
                record(tx, &by, at, Line::new(Action::UnlinkWechat).on(ObjectKind::Account, by.account)).await?;
                Ok(())
            })
        })
        .await;
    unlinked?;
    me::of(&state, &actor).await.map(Json)
}

pub(super) fn begin_operation() -> Value {
    json!({
        "summary": "Sign in through WeChat: a page to go to, which leads there and back",
        "parameters": [parameter("to", "The path of the app's page to come back to; the account's unless said")],
        "responses": { "303": { "description": "To WeChat" } },
    })
}

pub(super) fn back_operation() -> Value {
    json!({
        "summary": "Where WeChat leads back to: begins the session of the account that is linked, or asks for the phone first",
        "parameters": [
            parameter("code", "What WeChat tells us the person for, once"),
            parameter("state", "The word that was sent along"),
        ],
        "responses": { "303": { "description": "To the page that one came for, or to the sign-in page" } },
    })
}

fn parameter(name: &str, description: &str) -> Value {
    json!({
        "name": name, "in": "query", "required": false, "description": description, "schema": { "type": "string" },
    })
}
