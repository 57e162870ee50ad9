//! Correcting an account: its name and its number.

use axum::{Json, extract::State as Ext};
use pingan_api::{
    ProblemCode,
    account::{ChangePhone, PhoneAndCode, Profile, Purpose, SaveProfile, sign_in::digits},
    audit::{Action, ObjectKind},
};

use super::{
    codes::{self, Judged, read_phone},
    me,
    open::{phone_key, seal_phone},
    store,
};
use crate::{
    access::Actor,
    audit::{Line, record},
    error::{Answer, AppError},
    extract::{Body, Client},
    state::State,
    throttle::{Subject, Throttle},
};

pub(super) async fn save(Ext(state): Ext<State>, actor: Actor, Body(profile): Body<Profile>) -> Answer<SaveProfile> {
    let account = actor.account.0;
    let name = profile.name.trim().to_owned();
    let saved: Result<(), AppError> =
        state.db.write(move |tx| Box::pin(async move { Ok(store::rename(tx, account, name).await?) })).await;
    saved?;
    me::of(&state, &actor).await.map(Json)
}

/// With the code that was sent to the new number.
pub(super) async fn change_phone(
    Ext(state): Ext<State>,
    actor: Actor,
    Client(client): Client,
    Body(PhoneAndCode { phone, code, .. }): Body<PhoneAndCode>,
) -> Answer<ChangePhone> {
    let phone = read_phone(&phone)?;
    let typed = digits(&code).unwrap_or_default();
    let throttle = Throttle::new(&state.secret, &client, Subject::Any, state.now());
    let (secret, at, by) = (state.secret.clone(), state.now(), actor.clone());
    let refused = state
        .db
        .write(move |tx| {
            Box::pin(async move {
                throttle.admit(tx).await?;
                let row = match codes::judge(tx, &secret, &phone, Purpose::ChangePhone, &typed, at).await? {
                    Judged::Right(row) => row,
                    judged => {
                        throttle.failed(tx).await?;
                        let spent = judged == Judged::Spent;
                        return Ok(Some(if spent { ProblemCode::CodeSpent } else { ProblemCode::WrongCode }));
                    }
                };
                codes::use_up(tx, row).await?;
                let key = phone_key(&secret, &phone);
                match store::account_by_phone(tx, &key).await? {
                    Some(known) if known.id != by.account.0 => return Ok(Some(ProblemCode::PhoneTaken)),
                    Some(_) => return Ok(None),
                    None => {}
                }
                let sealed = seal_phone(&secret, by.account.0, &phone);
                store::change_phone(tx, by.account.0, key, sealed).await?;
                record(tx, &by, at, Line::new(Action::ChangePhone).on(ObjectKind::Account, by.account)).await?;
                Ok::<_, AppError>(None)
            })
        })
        .await?;
    match refused {
        Some(code) => Err(code.into()),
        None => me::of(&state, &actor).await.map(Json),
    }
}
