//! Moving a case along: the one place where a case's state changes.

use pingan_api::{
    Issue, Problem, ProblemCode, Timestamp,
    cases::{CaseKind, CaseNumber, Category, Event, History, Refusal, State as CaseState, Who, clock, transition},
    id::UnitId,
};
use sea_orm::{ActiveValue::Set, DatabaseTransaction};

use super::{
    entity::{case, event},
    keys, store,
    store::word,
};
use crate::{district::District, error::AppError, state::State};

/// What somebody does with a case.
#[derive(Clone, Debug)]
pub struct Move {
    pub number: CaseNumber,
    pub event: Event,
    pub who: Who,
    /// What the resident reads about it.
    pub words: Option<String>,
    /// The unit that has the case from here on, where the event hands it over.
    pub to: Option<UnitId>,
}

/// Where the case is after it.
#[derive(Clone, Debug)]
pub struct Moved {
    pub state: CaseState,
    /// None once the case is final.
    pub holder: Option<UnitId>,
}

/// Moves a case as the contract's transition table has it, or says why not.
pub async fn move_case(state: &State, step: Move, at: Timestamp) -> Result<Moved, AppError> {
    let district = state.district();
    state.db.write(move |tx| Box::pin(async move { move_within(tx, &district, step, at).await })).await
}

/// The staff part (or the clock's) that may do an event with a case as it is now.
pub async fn staff_for(state: &State, number: CaseNumber, event: Event) -> Result<Who, AppError> {
    let case = store::case_by_number(state.db.reads(), keys::number_column(number)).await?.ok_or_else(unknown)?;
    let (state, history) = (word(&case.state)?, history(&case)?);
    let parts = [Who::Desk, Who::Dispatcher, Who::Handler, Who::System];
    let mut refusal = Refusal::NotInThisState;
    for who in parts {
        match transition::next(state, event, who, history) {
            Ok(_) => return Ok(who),
            // What is said of the event is said better than that the state has no such row.
            Err(other) if other != Refusal::NotInThisState => refusal = other,
            Err(_) => {}
        }
    }
    Err(refused(state, event, refusal))
}

async fn move_within(
    tx: &DatabaseTransaction,
    district: &District,
    Move { number, event, who, words, to }: Move,
    at: Timestamp,
) -> Result<Moved, AppError> {
    let case = store::case_for_update(tx, keys::number_column(number)).await?.ok_or_else(unknown)?;
    let (from, before): (CaseState, _) = (word(&case.state)?, history(&case)?);
    let state = transition::next(from, event, who, before).map_err(|refusal| refused(from, event, refusal))?;
    let after = before.after(from, event);
    let holder = next_holder(tx, district, &case, event, state, to).await?;
    let kind: CaseKind = word(&case.kind)?;
    let category: Option<Category> = case.category.as_deref().map(word).transpose()?;
    let due_at = clock::hours(kind, category, state).map(|hours| at.plus_hours(hours).as_millis());
    let kept = holder.as_ref().map(|unit| unit.0.clone());
    let changes = case::ActiveModel {
        state: Set(state.to_string()),
        is_public: Set(kind.can_be_public() && state.is_public()),
        holder: Set(kept.clone()),
        asked_from: Set(after.asked_from.map(|state| state.to_string())),
        reopened: Set(after.reopened),
        disputed: Set(after.disputed),
        rejection_appealed: Set(after.rejection_appealed),
        changed_at: Set(at.as_millis()),
        due_at: Set(due_at),
        id: Set(case.id),
        ..Default::default()
    };
    let step = event::Model {
        case_id: case.id,
        seq: store::last_step(tx, case.id).await?.seq + 1,
        at: at.as_millis(),
        event: Some(event.to_string()),
        from_state: Some(from.to_string()),
        to_state: state.to_string(),
        who: who.to_string(),
        holder: kept,
        words,
        note: None,
    };
    store::advance(tx, changes, step).await?;
    Ok(Moved { state, holder })
}

/// Who has the case after an event.
async fn next_holder(
    tx: &DatabaseTransaction,
    district: &District,
    case: &case::Model,
    event: Event,
    state: CaseState,
    to: Option<UnitId>,
) -> Result<Option<UnitId>, AppError> {
    if state.is_final() {
        return Ok(None);
    }
    let hands_over = matches!(event, Event::Assign | Event::Whistle | Event::Transfer);
    let now = match &case.holder {
        Some(holder) => UnitId(holder.clone()),
        // It comes back from a final state, to whoever had it.
        None => store::last_holder(tx, case.id, None).await?,
    };
    let next = match (to, event) {
        (Some(_), _) if !hands_over => return Err(AppError::field("to", Issue::NotForThisKind)),
        (Some(to), _) => {
            district.unit(&to).ok_or_else(|| AppError::field("to", Issue::UnknownUnit))?;
            to
        }
        (None, Event::Return) => store::last_holder(tx, case.id, Some(CaseState::Accepted)).await?,
        // The district has nobody above it.
        (None, _) if event.climbs() => district.parent(&now).map_or(now, |above| above.id.clone()),
        (None, _) => now,
    };
    let about = case.about.as_ref().map(|about| UnitId(about.clone()));
    if about.is_some_and(|about| district.is_within(&next, &about)) {
        return Err(AppError::field("to", Issue::Invalid));
    }
    Ok(Some(next))
}

fn history(case: &case::Model) -> Result<History, AppError> {
    Ok(History {
        asked_from: case.asked_from.as_deref().map(word).transpose()?,
        reopened: case.reopened,
        disputed: case.disputed,
        rejection_appealed: case.rejection_appealed,
    })
}

fn unknown() -> AppError {
    let detail = Some("no case has this number".to_owned());
    Problem { detail, ..Problem::new(ProblemCode::NotFound) }.into()
}

fn refused(state: CaseState, event: Event, refusal: Refusal) -> AppError {
    let detail = match refusal {
        Refusal::NotInThisState => format!("`{event}` is not possible for a case that is `{state}`"),
        Refusal::NotForYou => format!("`{event}` of a case that is `{state}` is for somebody else"),
        Refusal::OnlyOnce => format!("`{event}` was done before and may be done once"),
    };
    Problem { detail: Some(detail), ..Problem::new(ProblemCode::NotPossibleNow) }.into()
}
