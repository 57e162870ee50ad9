//! Moving a case along: the one place where a case's state changes.

use std::sync::Arc;

use pingan_api::{
    Issue, Problem, ProblemCode, Timestamp,
    cases::{
        Calendar, CaseKind, CaseNumber, Category, Event, Ground, History, Refusal, State as CaseState, Who, clock,
        transition,
    },
    id::{AccountId, PhotoId, UnitId},
};
use sea_orm::{ActiveValue::Set, DatabaseTransaction};
use uuid::Uuid;

use super::{
    effects,
    entity::{case, event},
    keys, store,
    store::word,
};
use crate::{
    district::District,
    error::AppError,
    live::{Change, Changes},
    state::State,
};

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
    /// Why a case is rejected.
    pub ground: Option<Ground>,
    /// What it looks like now: uploaded and named by nothing yet.
    pub photos: Vec<PhotoId>,
    /// The case that goes on in the place of this one.
    pub into: Option<Uuid>,
    pub by: By,
}

/// Who of the staff acts, and for which unit.
#[derive(Clone, Debug, Default)]
pub struct By {
    pub account: Option<AccountId>,
    pub unit: Option<UnitId>,
}

impl Move {
    /// Without anything that may go with it.
    pub fn new(number: CaseNumber, event: Event, who: Who) -> Self {
        Self {
            number,
            event,
            who,
            words: None,
            to: None,
            ground: None,
            photos: Vec::new(),
            into: None,
            by: By::default(),
        }
    }
}

/// Where the case is after it.
#[derive(Clone, Debug)]
pub struct Moved {
    pub state: CaseState,
    /// None once the case is final.
    pub holder: Option<UnitId>,
    /// `seq` of the step.
    pub version: u32,
}

/// What decides about a move besides the case: as it is at one moment.
#[derive(Clone)]
pub struct Rules {
    pub district: Arc<District>,
    pub calendar: Arc<Calendar>,
    /// What the moves change, for whoever listens.
    pub changes: Changes,
}

/// Moves a case as the contract's transition table has it, or says why not.
pub async fn move_case(state: &State, step: Move, at: Timestamp) -> Result<Moved, AppError> {
    let rules = state.rules();
    let changes = rules.changes.clone();
    let moved = state.db.write(move |tx| Box::pin(async move { move_within(tx, &rules, step, at).await })).await?;
    changes.publish(state);
    Ok(moved)
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

/// Moves a case within a transaction that may do more. Whoever calls this publishes [`Rules::changes`] after the
/// commit.
pub(crate) async fn move_within(
    tx: &DatabaseTransaction,
    rules: &Rules,
    step: Move,
    at: Timestamp,
) -> Result<Moved, AppError> {
    let before = store::case_for_update(tx, keys::number_column(step.number)).await?.ok_or_else(unknown)?;
    let (from, past): (CaseState, _) = (word(&before.state)?, history(&before)?);
    let state = transition::next(from, step.event, step.who, past).map_err(|why| refused(from, step.event, why))?;
    let holder = next_holder(tx, &rules.district, &before, step.event, state, step.to).await?;
    let kept = holder.as_ref().map(|unit| unit.0.clone());
    let after = case::Model {
        state: state.to_string(),
        holder: kept.clone(),
        last_holder: kept.clone().unwrap_or_else(|| before.last_holder.clone()),
        changed_at: at.as_millis(),
        version: before.version + 1,
        merged_into: match step.event {
            Event::Merge => step.into,
            Event::Unmerge => None,
            _ => before.merged_into,
        },
        accepted_at: before.accepted_at.or((step.event == Event::Accept).then_some(at.as_millis())),
        resolved_at: if step.event == Event::Resolve { Some(at.as_millis()) } else { before.resolved_at },
        closed_at: if state == from { before.closed_at } else { state.is_final().then_some(at.as_millis()) },
        ..before.clone()
    };
    let after = remember(after, past.after(from, step.event));
    let after = reset_clock(after, rules, &before, step.event, at)?;
    let after = case::Model { is_public: may_be_public(&after)?, ..after };
    let row = event::Model {
        case_id: before.id,
        seq: after.version,
        at: at.as_millis(),
        event: Some(step.event.to_string()),
        from_state: Some(from.to_string()),
        to_state: state.to_string(),
        who: step.who.to_string(),
        holder: kept,
        words: step.words,
        note: None,
        account_id: step.by.account.map(|account| account.0),
        unit: step.by.unit.map(|unit| unit.0),
        ground: step.ground.map(|ground| ground.to_string()),
        due_at: after.due_at,
    };
    let change = Change::new(before.id, before.holder.as_deref(), after.holder.as_deref());
    let mut change = change.seen_by(ground_of(&after));
    change.cases.extend(store::merged_into(tx, before.id).await?);
    let version = u32::try_from(after.version).map_err(AppError::broken)?;
    store::advance(tx, changes(&after), row.clone()).await?;
    store::claim_for_step(tx, before.id, row.seq, &step.photos).await?;
    effects::follow(tx, &effects::Happened { event: step.event, who: step.who, before, after, step: row }).await?;
    rules.changes.add(change);
    Ok(Moved { state, holder, version })
}

/// The smallest unit on whose ground a case is; those above it are told with it.
pub(crate) fn ground_of(case: &case::Model) -> Option<UnitId> {
    case.grid.as_deref().or(case.community.as_deref()).or(case.street.as_deref()).map(UnitId::from)
}

/// Whether everybody may see a case that stands so.
pub(crate) fn may_be_public(case: &case::Model) -> Result<bool, AppError> {
    let (kind, state): (CaseKind, CaseState) = (word(&case.kind)?, word(&case.state)?);
    Ok(kind.can_be_public() && state.is_public() && !case.hidden)
}

fn remember(case: case::Model, past: History) -> case::Model {
    case::Model {
        asked_from: past.asked_from.map(|state| state.to_string()),
        reopened: past.reopened,
        disputed: past.disputed,
        rejection_appealed: past.rejection_appealed,
        ..case
    }
}

/// When the next step is due, and whether the clock ran out before.
fn reset_clock(
    after: case::Model,
    rules: &Rules,
    before: &case::Model,
    event: Event,
    at: Timestamp,
) -> Result<case::Model, AppError> {
    let (kind, state): (CaseKind, CaseState) = (word(&after.kind)?, word(&after.state)?);
    let category: Option<Category> = after.category.as_deref().map(word).transpose()?;
    let climbed = event == Event::Overdue && after.holder != before.holder;
    // Above the district there is nobody whose clock could begin: the old one stays run out.
    let due_at = match event {
        Event::Overdue if !climbed => before.due_at,
        Event::Split | Event::TakeIn | Event::LetGo => before.due_at,
        _ => clock::due(&rules.calendar, kind, category, state, at).map(Timestamp::as_millis),
    };
    let overdue_since = match event {
        Event::Overdue => before.overdue_since.or(Some(at.as_millis())),
        _ if after.state == before.state => before.overdue_since,
        _ => None,
    };
    let from_above = event.climbs() && event != Event::Overdue;
    let given_away = event.hands_over() || event == Event::Return || from_above || state.is_final();
    let climbed_from = match event {
        Event::Overdue if climbed => before.climbed_from.clone().or_else(|| before.holder.clone()),
        _ if given_away => None,
        _ => before.climbed_from.clone(),
    };
    Ok(case::Model { due_at, overdue_since, climbed_from, ..after })
}

/// The columns that a move writes.
fn changes(after: &case::Model) -> case::ActiveModel {
    case::ActiveModel {
        id: Set(after.id),
        state: Set(after.state.clone()),
        is_public: Set(after.is_public),
        holder: Set(after.holder.clone()),
        last_holder: Set(after.last_holder.clone()),
        climbed_from: Set(after.climbed_from.clone()),
        asked_from: Set(after.asked_from.clone()),
        reopened: Set(after.reopened),
        disputed: Set(after.disputed),
        rejection_appealed: Set(after.rejection_appealed),
        changed_at: Set(after.changed_at),
        due_at: Set(after.due_at),
        overdue_since: Set(after.overdue_since),
        version: Set(after.version),
        merged_into: Set(after.merged_into),
        accepted_at: Set(after.accepted_at),
        resolved_at: Set(after.resolved_at),
        closed_at: Set(after.closed_at),
        ..Default::default()
    }
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
    // Where it comes back from a final state, whoever had it.
    let now = UnitId(case.last_holder.clone());
    let next = match (to, event) {
        (Some(_), _) if !event.hands_over() => return Err(AppError::field("to", Issue::NotForThisKind)),
        (Some(to), _) => {
            district.unit(&to).ok_or_else(|| AppError::field("to", Issue::UnknownUnit))?;
            to
        }
        (None, Event::Return) => store::last_holder(tx, case.id, CaseState::Accepted).await?,
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

pub(crate) fn history(case: &case::Model) -> Result<History, AppError> {
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

pub(crate) fn refused(state: CaseState, event: Event, refusal: Refusal) -> AppError {
    let detail = match refusal {
        Refusal::NotInThisState => format!("`{event}` is not possible for a case that is `{state}`"),
        Refusal::NotForYou => format!("`{event}` of a case that is `{state}` is for somebody else"),
        Refusal::OnlyOnce => format!("`{event}` was done before and may be done once"),
    };
    Problem { detail: Some(detail), ..Problem::new(ProblemCode::NotPossibleNow) }.into()
}
