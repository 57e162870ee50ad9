//! Whoever reads an inbox: by the codes that a device holds, by the account that is signed in, or by both.

use axum::{extract::FromRequestParts, http::request::Parts};
use pingan_api::cases::CaseKey;
use uuid::Uuid;

use crate::{
    access::{Actor, MaybeActor},
    account::shares_of,
    cases::shares_opened_by,
    error::AppError,
    extract::Client,
    state::State,
};

pub(super) struct Reader {
    client: String,
    actor: Option<Actor>,
}

impl Reader {
    /// The shares that the keys open, and those that the account holds.
    pub(super) async fn shares(&self, state: &State, keys: &[CaseKey]) -> Result<Vec<Uuid>, AppError> {
        let mut shares = shares_opened_by(state, &self.client, keys).await?;
        if let Some(actor) = &self.actor {
            for share in shares_of(state.db.reads(), actor.account.0).await? {
                if !shares.contains(&share) {
                    shares.push(share);
                }
            }
        }
        Ok(shares)
    }
}

impl FromRequestParts<State> for Reader {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, AppError> {
        let Client(client) = Client::from_request_parts(parts, state).await?;
        let MaybeActor(actor) = MaybeActor::from_request_parts(parts, state).await?;
        Ok(Self { client, actor })
    }
}
