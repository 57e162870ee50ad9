//! `POST /api/v1/inbox/seen`: notices that were read.

use axum::{Json, extract::State as Ext};
use pingan_api::{
    Issue,
    inbox::{MarkSeen, SeenNotices, Unread},
};

use super::{reader::Reader, store};
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
    let shares = reader.shares(&state, &keys).await?;
    let seq = store::seq_of(state.db.reads(), &shares, up_to).await?;
    let up_to = seq.ok_or_else(|| AppError::field("up_to", Issue::Invalid))?;
    let read = match number {
        None => shares.clone(),
        Some(number) => store::of_number(state.db.reads(), &shares, number).await?,
    };
    let at = state.now().as_millis();
    let marked = read.clone();
    state.db.write(move |tx| Box::pin(async move { store::mark(tx, &marked, up_to, at).await })).await?;
    // Other devices of the reader count anew.
    let cases = store::cases_of(state.db.reads(), &read).await?;
    live::publish(&state, Change { cases, holders: Vec::new() });
    Ok(Json(Unread { unread: store::unread(state.db.reads(), &shares).await? }))
}
