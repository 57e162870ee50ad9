//! Whoever reads an inbox: by the codes that a device holds, by the account that is signed in, or by both.

use axum::{extract::FromRequestParts, http::request::Parts};
use pingan_api::cases::CaseKey;
use serde::{Deserialize, Serialize};
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

/// Whose notices are read: those of some shares, and of an account.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Whose {
    pub(super) shares: Vec<Uuid>,
    pub(super) account: Option<Uuid>,
}

impl Reader {
    /// The shares that the keys open and those that the account holds, and the account itself.
    pub(super) async fn whose(&self, state: &State, keys: &[CaseKey]) -> Result<Whose, AppError> {
        let mut shares = shares_opened_by(state, &self.client, keys).await?;
        let account = self.actor.as_ref().map(|actor| actor.account.0);
        if let Some(account) = account {
            for share in shares_of(state.db.reads(), account).await? {
                if !shares.contains(&share) {
                    shares.push(share);
                }
            }
        }
        Ok(Whose { shares, account })
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
