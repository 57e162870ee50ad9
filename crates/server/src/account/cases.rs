//! `/api/v1/account/cases`: the cases of an account, wherever they were sent from.

use axum::{Json, extract::State as Ext};
use pingan_api::{
    account::{ListOwnCases, OwnCase, TakeCases},
    cases::CaseKeys,
    id::IdempotencyKey,
};

use super::store;
use crate::{
    access::Actor,
    cases,
    error::{Answer, AppError},
    extract::{Body, Client},
    state::State,
};

pub(super) async fn list(Ext(state): Ext<State>, actor: Actor) -> Answer<ListOwnCases> {
    own(&state, &actor).await.map(Json)
}

async fn own(state: &State, actor: &Actor) -> Result<Vec<OwnCase>, AppError> {
    let shares = store::shares_of(state.db.reads(), actor.account.0).await?;
    cases::own_cases(state, shares).await
}

pub(super) async fn take(
    Ext(state): Ext<State>,
    actor: Actor,
    Client(client): Client,
    Body(CaseKeys { keys }): Body<CaseKeys>,
) -> Answer<TakeCases> {
    let shares = cases::shares_opened_by(&state, &client, &keys).await?;
    let (account, at) = (actor.account.0, state.now().as_millis());
    let taken: Result<(), AppError> =
        state.db.write(move |tx| Box::pin(async move { Ok(store::take(tx, account, shares, at).await?) })).await;
    taken?;
    own(&state, &actor).await.map(Json)
}

/// What somebody sends while signed in is theirs at once.
pub(crate) async fn keep(state: &State, actor: Option<Actor>, key: IdempotencyKey) -> Result<(), AppError> {
    let Some(actor) = actor else { return Ok(()) };
    let share = cases::share_of_key(state, key).await?;
    let (account, at) = (actor.account.0, state.now().as_millis());
    state
        .db
        .write(move |tx| Box::pin(async move { Ok(store::take(tx, account, share.into_iter().collect(), at).await?) }))
        .await
}
