//! Two cases become one, and two again.

use pingan_api::{
    Issue, ProblemCode,
    cases::{Event, State as CaseState, transition},
};
use sea_orm::DatabaseTransaction;

use super::Doing;
use crate::{
    cases::{Move, entity::case, history, move_within, number, whistle, word},
    desk::store,
    error::AppError,
    live::Change,
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
    // First, while whoever follows the other case does not follow this one yet: they hear of their own merge alone.
    note_in(tx, doing, &into, Event::TakeIn).await?;
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
    let (state, past) = (word(&from.state)?, history(&from)?);
    if transition::next(state, Event::LetGo, doing.part.who, past).is_ok() {
        note_in(tx, doing, &from, Event::LetGo).await?;
    }
    Ok(store::add_joined(tx, from.id, -(doing.case.joined + 1)).await?)
}

/// A step of the case that another came to or left: whoever reported it is told as well.
async fn note_in(
    tx: &DatabaseTransaction,
    doing: &Doing<'_>,
    case: &case::Model,
    event: Event,
) -> Result<(), AppError> {
    let step = Move { by: doing.step(event).by, ..Move::new(number(case.number)?, event, doing.part.who) };
    move_within(tx, doing.rules, step, doing.at).await?;
    let called = whistle::called(tx, case.id).await?.into_iter().map(|(unit, _)| unit);
    let holder = case.holder.as_deref();
    doing.rules.changes.add(Change::new(case.id, holder, holder).seen_by(called));
    Ok(())
}
