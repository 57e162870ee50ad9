//! Photos that no case named within a day are deleted, and objects that no row knows.

use std::{collections::BTreeSet, time::Duration};

use futures_util::TryStreamExt;
use pingan_api::{Timestamp, id::PhotoId, photos::ORPHAN_HOURS};
use sea_orm::{ColumnTrait, Condition, DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::{
    entity::{Column, Entity},
    redact,
};
use crate::{error::AppError, state::State};

const EVERY: Duration = Duration::from_secs(3600);
/// Photos in one transaction, so that a sweep keeps no report waiting.
const AT_ONCE: usize = 200;

/// What a sweep deleted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Photos with a row.
    pub orphans: usize,
    /// Photos of which only objects were left.
    pub strays: usize,
    /// Photos that others stand in the place of, kept for long enough.
    pub redacted: usize,
}

/// Sweeps now and every hour from here on.
pub async fn run(state: State) {
    let mut hours = tokio::time::interval(EVERY);
    loop {
        hours.tick().await;
        match sweep(&state, state.now()).await {
            Ok(Swept { orphans: 0, strays: 0, redacted: 0 }) => {}
            Ok(Swept { orphans, strays, redacted }) => tracing::info!(orphans, strays, redacted, "photos swept"),
            Err(error) => tracing::error!(%error, "photos could not be swept"),
        }
    }
}

/// Deletes what was left lying for [`ORPHAN_HOURS`] before `now`.
pub async fn sweep(state: &State, now: Timestamp) -> Result<Swept, AppError> {
    let before = Timestamp::from_millis(now.as_millis() - i64::from(ORPHAN_HOURS) * 3_600_000);
    let orphans = sweep_rows(state, before).await?;
    let redacted = sweep_redacted(state, now).await?;
    Ok(Swept { orphans, strays: sweep_objects(state, before).await?, redacted })
}

/// Rows go first: an object without a row harms nobody and is found by the next sweep.
async fn sweep_rows(state: &State, before: Timestamp) -> Result<usize, AppError> {
    let mut swept = 0;
    loop {
        let ids: Vec<Uuid> = state.db.write(move |transaction| Box::pin(delete_rows(transaction, before))).await?;
        for id in &ids {
            state.photos.delete(PhotoId(*id)).await?;
        }
        swept += ids.len();
        if ids.len() < AT_ONCE {
            return Ok(swept);
        }
    }
}

async fn sweep_redacted(state: &State, now: Timestamp) -> Result<usize, AppError> {
    let mut swept = 0;
    loop {
        let ids: Vec<Uuid> = state.db.write(move |tx| Box::pin(redact::forget(tx, now, AT_ONCE as u64))).await?;
        for id in &ids {
            state.photos.delete(PhotoId(*id)).await?;
        }
        swept += ids.len();
        if ids.len() < AT_ONCE {
            return Ok(swept);
        }
    }
}

async fn delete_rows(transaction: &DatabaseTransaction, before: Timestamp) -> Result<Vec<Uuid>, AppError> {
    let orphan = || Condition::all().add(Column::CaseId.is_null()).add(Column::CreatedAt.lt(before.as_millis()));
    // Locked where rows can be locked: a case that is being sent just now keeps its photos.
    let ids: Vec<Uuid> = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(orphan())
        .limit(AT_ONCE as u64)
        .lock_exclusive()
        .into_tuple()
        .all(transaction)
        .await?;
    Entity::delete_many().filter(Column::Id.is_in(ids.iter().copied())).exec(transaction).await?;
    Ok(ids)
}

async fn sweep_objects(state: &State, before: Timestamp) -> Result<usize, AppError> {
    let mut strays = 0;
    let mut old = state.photos.older_than(before).try_chunks(AT_ONCE);
    loop {
        let Some(ids) = old.try_next().await.map_err(|error| error.1)? else { return Ok(strays) };
        let mut strangers: BTreeSet<PhotoId> = ids.into_iter().collect();
        let known: Vec<Uuid> = Entity::find()
            .select_only()
            .column(Column::Id)
            .filter(Column::Id.is_in(strangers.iter().map(|id| id.0)))
            .into_tuple()
            .all(state.db.reads())
            .await?;
        for id in known {
            strangers.remove(&PhotoId(id));
        }
        for id in &strangers {
            state.photos.delete(*id).await?;
        }
        strays += strangers.len();
    }
}
