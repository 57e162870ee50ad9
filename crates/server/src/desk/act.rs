//! `POST /api/v1/desk/cases/{number}/moves`: what is done with a case, once per idempotency key.

mod block;
mod merge;
mod redact;
mod split;

use axum::{Json, extract::State as Ext, http::StatusCode};
use pingan_api::{
    Issue, Problem, ProblemCode, Timestamp,
    account::Permission,
    audit::{Action, ObjectKind},
    cases::{CaseNumber, Event},
    desk::{ActKind, Acted, NewAct},
    id::UnitId,
    problem::Changed,
};
use sea_orm::{ActiveValue::Set, DatabaseTransaction};
use uuid::Uuid;

use super::{
    entity::{act as row, note},
    facts::facts,
    parts::{self, Part},
    scope, store,
};
use crate::{
    access::{Actor, Held},
    audit::{self, Line},
    cases::{
        By, Move, Rules,
        entity::case,
        ground_of, may_be_public, move_within, number_column, steps_after,
        whistle::{self, NewWhistle},
        word,
    },
    db::insert_new,
    district::District,
    error::AppError,
    extract::{Body, Key, Param},
    live::Change,
    secret::Secret,
    state::State,
};

pub(super) async fn act(
    Ext(state): Ext<State>,
    actor: Actor,
    Param(number): Param<CaseNumber>,
    Key(key): Key,
    Body(new): Body<NewAct>,
) -> Result<(StatusCode, Json<Acted>), AppError> {
    let answer = act_on(&state, &actor, number, new, key.0, state.now()).await?;
    Ok((StatusCode::CREATED, Json(answer)))
}

/// One act under way: who does what with which case, and when.
pub(super) struct Doing<'a> {
    pub(super) rules: &'a Rules,
    pub(super) secret: &'a Secret,
    pub(super) actor: &'a Actor,
    pub(super) number: CaseNumber,
    pub(super) case: &'a case::Model,
    pub(super) part: &'a Part,
    pub(super) new: &'a NewAct,
    pub(super) at: Timestamp,
}

impl Doing<'_> {
    pub(super) fn district(&self) -> &District {
        &self.rules.district
    }

    /// The move of an act that has one, by whoever does it.
    pub(super) fn step(&self, event: Event) -> Move {
        let words = self.new.words.trim();
        Move {
            words: (!words.is_empty()).then(|| words.to_owned()),
            ground: self.new.ground,
            photos: self.new.photos.clone(),
            to: self.new.to.clone(),
            by: By { account: Some(self.actor.account), unit: Some(self.part.unit.clone()) },
            ..Move::new(self.number, event, self.part.who)
        }
    }

    /// A line of the audit log about the case.
    pub(super) async fn record(&self, tx: &DatabaseTransaction, line: Line) -> Result<(), AppError> {
        let line = line.on(ObjectKind::Case, self.number).at_unit(&self.part.unit);
        Ok(audit::record(tx, self.actor, self.at, line).await?)
    }
}

/// Does what was validated, or answers what was answered to the same key and body before.
pub async fn act_on(
    state: &State,
    actor: &Actor,
    number: CaseNumber,
    new: NewAct,
    key: Uuid,
    at: Timestamp,
) -> Result<Acted, AppError> {
    let json = serde_json::to_vec(&new).map_err(AppError::broken)?;
    let body_hash = state.secret.key("desk act", &[actor.account.0.as_bytes(), &number.as_u32().to_be_bytes(), &json]);
    if let Some(answer) = repeated(state, key, &body_hash).await? {
        return Ok(answer);
    }
    // Painting takes a moment: not while others wait for the database.
    let painted = match (new.act, new.photo) {
        (ActKind::Redact, Some(photo)) => {
            // Nor for whoever does not see the case.
            let readable = scope::visible(&state.district(), actor, Permission::ReadCase);
            store::visible(state.db.reads(), number_column(number), readable).await?.ok_or(ProblemCode::NotFound)?;
            Some(redact::paint(state, photo, &new.areas).await?)
        }
        _ => None,
    };
    let unused = painted.as_ref().map(|painted| painted.id);
    let attempt = Attempt {
        rules: state.rules(),
        secret: state.secret.clone(),
        actor: actor.clone(),
        number,
        new,
        row: row::Model {
            idempotency_key: key,
            body_hash: body_hash.clone(),
            account_id: actor.account.0,
            case_id: Uuid::nil(),
            at: at.as_millis(),
            answer: String::new(),
        },
        painted,
        at,
    };
    let changes = attempt.rules.changes.clone();
    let done: Result<Option<Acted>, AppError> =
        state.db.write(move |tx| Box::pin(async move { attempt.run(tx).await })).await;
    changes.publish(state);
    if let (Some(photo), Err(_) | Ok(None)) = (unused, &done) {
        state.photos.discard(photo).await?;
    }
    match done? {
        Some(answer) => Ok(answer),
        // The same request came twice at once, and the other one was first.
        None => repeated(state, key, &body_hash).await?.ok_or_else(|| AppError::broken("an act is gone")),
    }
}

async fn repeated(state: &State, key: Uuid, body_hash: &str) -> Result<Option<Acted>, AppError> {
    let Some(row) = store::act(state.db.reads(), key).await? else { return Ok(None) };
    if row.body_hash != body_hash {
        return Err(ProblemCode::IdempotencyKeyReused.into());
    }
    serde_json::from_str(&row.answer).map(Some).map_err(AppError::broken)
}

/// Everything that an act takes into its transaction.
struct Attempt {
    rules: Rules,
    secret: Secret,
    actor: Actor,
    number: CaseNumber,
    new: NewAct,
    row: row::Model,
    painted: Option<redact::Painted>,
    at: Timestamp,
}

impl Attempt {
    /// Answers none if the key was used in the meantime.
    async fn run(self, tx: &DatabaseTransaction) -> Result<Option<Acted>, AppError> {
        let Attempt { rules, secret, actor, number, new, row, painted, at } = self;
        let district = &rules.district;
        let readable = scope::visible(district, &actor, Permission::ReadCase);
        let seen = store::visible(tx, number_column(number), readable.clone()).await?;
        let seen = seen.ok_or(ProblemCode::NotFound)?;
        // Both cases of a merge are locked in the order of their ids, so that two merges never wait for one another.
        let other = match (new.act, new.into) {
            (ActKind::Merge, Some(into)) => {
                let into = store::visible(tx, number_column(into), readable).await?;
                Some(into.ok_or_else(|| AppError::field("into", Issue::Invalid))?.id)
            }
            (ActKind::Unmerge, _) => seen.merged_into,
            _ => None,
        };
        if let Some(other) = other.filter(|other| *other < seen.id) {
            store::locked(tx, other).await?;
        }
        let case = store::locked(tx, seen.id).await?;
        let other = match other {
            Some(other) => Some(store::locked(tx, other).await?),
            None => None,
        };
        let key = row.idempotency_key;
        if !insert_new::<row::Entity, _>(tx, row::Model { case_id: case.id, ..row }).await? {
            return Ok(None);
        }
        if new.act.event().is_some() && u32::try_from(case.version) != Ok(new.version) {
            return Err(changed_meanwhile(tx, &case, new.version).await?);
        }
        let held = scope::held(&actor, parts::permission(new.act));
        let known = facts(tx, &case).await?;
        let part = parts::part_for(district, &held, &known, new.act).ok_or_else(|| not_now(&held, new.act, &case))?;
        let doing =
            Doing { rules: &rules, secret: &secret, actor: &actor, number, case: &case, part: &part, new: &new, at };
        let made = doing.perform(tx, other, painted).await?;
        let after = store::locked(tx, case.id).await?;
        if !has_own_line(new.act) {
            let line = Line::new(Action::CaseAct).with("act", new.act);
            doing.record(tx, line.with("from", &case.state).with("to", &after.state)).await?;
        }
        let called = whistle::called(tx, case.id).await?.into_iter().map(|(unit, _)| unit);
        let change = Change::new(case.id, case.holder.as_deref(), after.holder.as_deref());
        rules.changes.add(change.seen_by(ground_of(&after)).seen_by(called));
        let answer = Acted {
            number,
            version: u32::try_from(after.version).map_err(AppError::broken)?,
            state: word(&after.state)?,
            holder: after.holder.map(UnitId),
            made,
        };
        store::answer_act(tx, key, serde_json::to_string(&answer).map_err(AppError::broken)?).await?;
        Ok(Some(answer))
    }
}

impl Doing<'_> {
    /// Answers the numbers of cases that were made.
    async fn perform(
        &self,
        tx: &DatabaseTransaction,
        other: Option<case::Model>,
        painted: Option<redact::Painted>,
    ) -> Result<Vec<CaseNumber>, AppError> {
        match self.new.act {
            ActKind::Merge => merge::merge(tx, self, other).await?,
            ActKind::Unmerge => merge::unmerge(tx, self, other).await?,
            ActKind::Split => return split::split(tx, self).await,
            ActKind::Whistle => self.whistle(tx).await?,
            ActKind::CheckIn => {
                whistle::arrive(tx, self.case.id, &self.part.unit.0, self.at).await?;
                self.note(tx).await?;
            }
            ActKind::Decline => self.decline(tx).await?,
            ActKind::Note => self.note(tx).await?,
            ActKind::Redact => redact::replace(tx, self, painted).await?,
            ActKind::Hide => self.hide(tx, true).await?,
            ActKind::Show => self.hide(tx, false).await?,
            ActKind::Block => block::block(tx, self).await?,
            ActKind::Assign => {
                self.check_own_grid()?;
                self.go(tx, Event::Assign).await?;
            }
            act => match act.event() {
                Some(event) => self.go(tx, event).await?,
                None => return Err(ProblemCode::NotPossibleNow.into()),
            },
        }
        Ok(Vec::new())
    }

    async fn go(&self, tx: &DatabaseTransaction, event: Event) -> Result<(), AppError> {
        move_within(tx, self.rules, self.step(event), self.at).await.map(|_| ())
    }

    /// A grid member takes a case on for the own grid and gives it to nobody else.
    fn check_own_grid(&self) -> Result<(), AppError> {
        let elsewhere = self.new.to.as_ref() != Some(&self.part.unit);
        match self.part.role {
            pingan_api::account::Role::GridMember if elsewhere => Err(AppError::field("to", Issue::Invalid)),
            _ => Ok(()),
        }
    }

    async fn whistle(&self, tx: &DatabaseTransaction) -> Result<(), AppError> {
        for (i, unit) in self.new.joint.iter().enumerate() {
            let field = format!("joint[{i}]");
            self.district().unit(unit).ok_or_else(|| AppError::field(&field, Issue::UnknownUnit))?;
            let about = self.case.about.as_ref().map(|about| UnitId(about.clone()));
            if about.is_some_and(|about| self.district().is_within(unit, &about)) {
                return Err(AppError::field(field, Issue::Invalid));
            }
        }
        self.go(tx, Event::Whistle).await?;
        let hours = self.new.hours.unwrap_or_default();
        let units = self.new.to.iter().chain(&self.new.joint).cloned().collect();
        let due_at = self.at.plus_hours(hours);
        let caller = self.part.unit.clone();
        whistle::blow(tx, NewWhistle { case: self.case.id, caller, units, at: self.at, due_at }).await
    }

    /// Sends the call back; a lead that has the case sends that back as well.
    async fn decline(&self, tx: &DatabaseTransaction) -> Result<(), AppError> {
        let unit = &self.part.unit;
        whistle::decline(tx, self.case.id, &unit.0, self.new.words.trim().to_owned(), self.at).await?;
        let has_it = self.case.holder.as_deref() == Some(unit.0.as_str());
        let event = Event::Return;
        let known = facts(tx, self.case).await?;
        let possible = pingan_api::cases::transition::next(known.state, event, self.part.who, known.history).is_ok();
        if has_it && possible { self.go(tx, event).await } else { Ok(()) }
    }

    async fn note(&self, tx: &DatabaseTransaction) -> Result<(), AppError> {
        let text = self.new.words.trim();
        if text.is_empty() {
            return Ok(());
        }
        let row = note::Model {
            id: Uuid::now_v7(),
            case_id: self.case.id,
            at: self.at.as_millis(),
            account_id: self.actor.account.0,
            unit: self.part.unit.0.clone(),
            text: text.to_owned(),
        };
        Ok(store::insert_note(tx, row).await?)
    }

    async fn hide(&self, tx: &DatabaseTransaction, hidden: bool) -> Result<(), AppError> {
        let case = case::Model { hidden, ..self.case.clone() };
        let row = case::ActiveModel {
            id: Set(case.id),
            hidden: Set(hidden),
            is_public: Set(may_be_public(&case)?),
            ..Default::default()
        };
        store::change(tx, row).await?;
        self.note(tx).await?;
        self.record(tx, Line::new(if hidden { Action::HideCase } else { Action::ShowCase })).await
    }
}

/// Acts with an action of their own in the log. They write their line where they are done, since it says more.
const fn has_own_line(act: ActKind) -> bool {
    matches!(act, ActKind::Redact | ActKind::Hide | ActKind::Show | ActKind::Block)
}

/// Nothing of the act may happen: somebody else moved the case since it was read.
async fn changed_meanwhile(tx: &DatabaseTransaction, case: &case::Model, version: u32) -> Result<AppError, AppError> {
    let seen = i32::try_from(version).unwrap_or(i32::MAX);
    let mut changed = Vec::new();
    for step in steps_after(tx, case.id, seen).await? {
        changed.push(Changed {
            version: u32::try_from(step.seq).map_err(AppError::broken)?,
            event: step.event.unwrap_or_default(),
            state: step.to_state,
            at: Timestamp::from_millis(step.at),
            by: step.unit.map(UnitId),
        });
    }
    Ok(Problem { changed, ..Problem::new(ProblemCode::ChangedMeanwhile) }.into())
}

/// No role may at all, or the case is not in a state for it or for this unit.
fn not_now(held: &[Held], act: ActKind, case: &case::Model) -> AppError {
    if held.is_empty() {
        return ProblemCode::NotAllowed.into();
    }
    let detail = Some(format!("`{act}` of a case that is `{}` is not possible now, or for another unit", case.state));
    Problem { detail, ..Problem::new(ProblemCode::NotPossibleNow) }.into()
}
