//! What follows from a move, in its transaction.

use pingan_api::{
    Timestamp,
    cases::{Event, Who},
};
use sea_orm::DatabaseTransaction;

use super::{
    entity::{case, event},
    whistle,
};
use crate::{error::AppError, inbox};

/// A move that was written.
pub struct Happened {
    pub event: Event,
    pub who: Who,
    pub before: case::Model,
    pub after: case::Model,
    pub step: event::Model,
}

/// Everything that hangs on a move is written here or nowhere: whoever moves a case, this is called once, after case and
/// step stand, and what it writes is kept or lost with them.
pub(super) async fn follow(tx: &DatabaseTransaction, happened: &Happened) -> Result<(), AppError> {
    let Happened { event, after, step, .. } = happened;
    inbox::tell(tx, happened).await?;
    let at = Timestamp::from_millis(step.at);
    if *event == Event::Start
        && let Some(unit) = &step.unit
    {
        whistle::arrive(tx, after.id, unit, at).await?;
    }
    let goes_on_without = event.hands_over() || matches!(event, Event::Return | Event::Resolve);
    if goes_on_without || after.holder.is_none() {
        whistle::end(tx, after.id, at).await?;
    }
    Ok(())
}
