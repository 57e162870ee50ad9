//! `POST /api/v1/inbox`: what the reader was told, newest first.

use axum::{Json, extract::State as Ext};
use pingan_api::{
    Issue,
    inbox::{Inbox, InboxQuery, Notice, ReadInbox},
    page::{Cursor, DEFAULT_LIMIT, MAX_LIMIT},
};
use uuid::Uuid;

use super::{
    reader::{Reader, Whose},
    store::{self, Part},
    view,
};
use crate::{
    error::{Answer, AppError},
    extract::Body,
    state::State,
};

pub(super) async fn list(
    Ext(state): Ext<State>,
    reader: Reader,
    Body(InboxQuery { keys, cursor, limit }): Body<InboxQuery>,
) -> Answer<ReadInbox> {
    let whose = reader.whose(&state, &keys).await?;
    let reads = state.db.reads();
    // A cursor is the last notice of the page before: it tells no more than that.
    let before = match cursor {
        None => None,
        Some(cursor) => {
            let wrong = || AppError::field("cursor", Issue::Invalid);
            let id = cursor.0.parse().map_err(|_| wrong())?;
            Some(store::seq_of(reads, &whose, id).await?.ok_or_else(wrong)?)
        }
    };
    let limit = limit.unwrap_or(DEFAULT_LIMIT) as usize;
    // One more than asked tells whether there is a next page.
    let mut rows = store::notices(reads, &whose, Part::Before(before), limit as u64 + 1).await?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).map(|row| Cursor(row.id.to_string()));
    let district = state.district();
    let told = store::with_subjects(reads, rows).await?.into_iter();
    let items = told.map(|told| view::notice(&district, told)).collect::<Result<_, _>>()?;
    Ok(Json(Inbox { items, next, unread: store::unread(reads, &whose).await? }))
}

/// Everything that was told to an account and to the shares that it holds, oldest first: for whoever takes their data out.
pub(crate) async fn told_to(state: &State, account: Uuid, shares: &[Uuid]) -> Result<Vec<Notice>, AppError> {
    let (reads, district) = (state.db.reads(), state.district());
    let whose = Whose { shares: shares.to_vec(), account: Some(account) };
    let (mut notices, mut last) = (Vec::new(), 0);
    loop {
        let rows = store::notices(reads, &whose, Part::After(last), u64::from(MAX_LIMIT)).await?;
        let Some(newest) = rows.last() else { return Ok(notices) };
        last = newest.seq;
        for told in store::with_subjects(reads, rows).await? {
            notices.push(view::notice(&district, told)?);
        }
    }
}
