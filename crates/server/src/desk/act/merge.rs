//! Two cases become one, and two again.

use pingan_api::{
    Issue, ProblemCode,
    cases::{Event, State as CaseState},
};
use sea_orm::DatabaseTransaction;

use super::Doing;
use crate::{
    cases::{Move, entity::case, move_within, word},
    desk::store,
    error::AppError,
};

/// `into` is locked. It has to be open, of the same kind and, for opinions, about the same unit: nobody reads one by way
/// of another.
pub(super) async fn merge(
    tx: &DatabaseTransaction,
    doing: &Doing<'_>,
    into: Option<case::Model>,
) -> Result<(), AppError> {
    let wrong = || AppError::field("into", Issue::Invalid);
    let into = into.ok_or_else(wrong)?;
    let open = word::<CaseState>(&into.state)?.is_open();
    let alike = into.kind == doing.case.kind && into.about == doing.case.about;
    if into.id == doing.case.id || !open || !alike {
        return Err(wrong());
    }
    let step = Move { into: Some(into.id), ..doing.step(Event::Merge) };
    move_within(tx, doing.rules, step, doing.at).await?;
    // Whoever raised it is a neighbour there.
    Ok(store::add_joined(tx, into.id, doing.case.joined + 1).await?)
}

pub(super) async fn unmerge(
    tx: &DatabaseTransaction,
    doing: &Doing<'_>,
    from: Option<case::Model>,
) -> Result<(), AppError> {
    move_within(tx, doing.rules, doing.step(Event::Unmerge), doing.at).await?;
    let Some(from) = from else { return Ok(()) };
    if from.joined <= doing.case.joined {
        return Err(ProblemCode::NotPossibleNow.into());
    }
    Ok(store::add_joined(tx, from.id, -(doing.case.joined + 1)).await?)
}
