//! Clocks that ran out: overdue cases climb a level, solved ones that nobody answered are closed, questions expire.

use std::time::Duration;

use pingan_api::{
    Timestamp,
    cases::{Event, State as CaseState, Who},
};
use sea_orm::{ColumnTrait, Condition, DatabaseTransaction, ExprTrait, sea_query::Expr};
use uuid::Uuid;

use super::{calendar, store};
use crate::{
    cases::{
        Move, Rules,
        entity::case::{self, Column},
        move_within, number, word,
    },
    db::Db,
    error::AppError,
    state::State,
};

const EVERY: Duration = Duration::from_secs(60);
/// Cases looked for at a time.
const AT_ONCE: u64 = 200;
/// Keeps the sweepers of several servers on one database apart.
const LOCK: i64 = 0x0064_6573_6b5f_7377;

/// What a sweep moved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    pub climbed: u32,
    pub lapsed: u32,
    pub expired: u32,
}

/// Sweeps now and every minute from here on, with the calendar as it is then.
pub async fn run(state: State) {
    let mut minutes = tokio::time::interval(EVERY);
    loop {
        minutes.tick().await;
        let swept = async {
            calendar::load(&state).await?;
            sweep(&state, state.now()).await
        };
        match swept.await {
            Ok(Swept { climbed: 0, lapsed: 0, expired: 0 }) => {}
            Ok(Swept { climbed, lapsed, expired }) => tracing::info!(climbed, lapsed, expired, "clocks ran out"),
            Err(error) => tracing::error!(%error, "clocks could not be looked at"),
        }
    }
}

/// Moves every case whose clock ran out by `now`, each once, however many servers sweep.
pub async fn sweep(state: &State, now: Timestamp) -> Result<Swept, AppError> {
    let mut swept = Swept::default();
    let mut stuck: Vec<Uuid> = Vec::new();
    loop {
        let rules = state.rules();
        let due = Condition::all().add(has_run_out(&rules, now)).add(Column::Id.is_not_in(stuck.iter().copied()));
        let due = store::due(state.db.reads(), due, AT_ONCE).await?;
        for id in &due {
            let (id, rules) = (*id, rules.clone());
            let changes = rules.changes.clone();
            let moved = state.db.write(move |tx| Box::pin(async move { run_out(tx, &rules, id, now).await })).await;
            changes.publish(state);
            match moved {
                Ok(Some(Event::Overdue)) => swept.climbed += 1,
                Ok(Some(Event::Lapse)) => swept.lapsed += 1,
                Ok(Some(_)) => swept.expired += 1,
                // Somebody was quicker.
                Ok(None) => {}
                Err(error) => {
                    tracing::error!(%error, "a clock that ran out changed nothing");
                    stuck.push(id);
                }
            }
        }
        if due.len() < AT_ONCE as usize {
            return Ok(swept);
        }
    }
}

/// At the district there is no level above: a case is marked once there and then left to whoever has it.
fn has_run_out(rules: &Rules, now: Timestamp) -> Condition {
    let root = rules.district.root().map(|root| root.id.0.clone()).unwrap_or_default();
    let marked = Expr::col(Column::OverdueSince).is_not_null().and(Column::Holder.eq(root));
    Condition::all().add(Column::DueAt.lte(now.as_millis())).add(Column::Holder.is_not_null()).add(marked.not())
}

/// Answers what happened; none if the case went on in the meantime.
async fn run_out(tx: &DatabaseTransaction, rules: &Rules, id: Uuid, now: Timestamp) -> Result<Option<Event>, AppError> {
    Db::lock(tx, LOCK).await?;
    let case = store::locked(tx, id).await?;
    let Some(event) = due_event(rules, &case, now)? else { return Ok(None) };
    move_within(tx, rules, Move::new(number(case.number)?, event, Who::System), now).await?;
    Ok(Some(event))
}

fn due_event(rules: &Rules, case: &case::Model, now: Timestamp) -> Result<Option<Event>, AppError> {
    if case.due_at.is_none_or(|due| due > now.as_millis()) {
        return Ok(None);
    }
    let at_the_top = rules.district.root().is_some_and(|root| case.holder.as_deref() == Some(root.id.0.as_str()));
    Ok(match word::<CaseState>(&case.state)? {
        CaseState::AwaitingResident => Some(Event::Expire),
        CaseState::Resolved => Some(Event::Lapse),
        state if state.is_final() || (at_the_top && case.overdue_since.is_some()) => None,
        _ => Some(Event::Overdue),
    })
}
