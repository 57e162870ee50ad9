//! `POST /api/v1/inbox/seen`: notices that were read.

use axum::{Json, extract::State as Ext};
use pingan_api::{
    Issue,
    inbox::{MarkSeen, SeenNotices, Unread},
};

use super::{
    reader::{Reader, Whose},
    store,
};
use crate::{
    error::{Answer, AppError},
    extract::Body,
    live::{self, Change},
    state::State,
};

pub(super) async fn mark(
    Ext(state): Ext<State>,
    reader: Reader,
    Body(SeenNotices { keys, up_to, number }): Body<SeenNotices>,
) -> Answer<MarkSeen> {
    let whose = reader.whose(&state, &keys).await?;
    let seq = store::seq_of(state.db.reads(), &whose, up_to).await?;
    let up_to = seq.ok_or_else(|| AppError::field("up_to", Issue::Invalid))?;
    let read = match number {
        None => whose.clone(),
        Some(number) => {
            let shares = store::of_number(state.db.reads(), &whose.shares, number).await?;
            Whose { shares, account: None }
        }
    };
    let at = state.now().as_millis();
    let marked = read.clone();
    state.db.write(move |tx| Box::pin(async move { store::mark(tx, &marked, up_to, at).await })).await?;
    // Other devices of the reader count anew.
    let cases = store::cases_of(state.db.reads(), &read.shares).await?;
    live::publish(&state, Change { cases, accounts: read.account.into_iter().collect(), ..Change::default() });
    Ok(Json(Unread { unread: store::unread(state.db.reads(), &whose).await? }))
}
