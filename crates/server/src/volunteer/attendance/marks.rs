//! What organisers mark: by hand, perhaps without a network, and sent later. Each mark counts once.

use std::collections::BTreeMap;

use axum::{Json, extract::State as Ext};
use pingan_api::{
    Issue, ProblemCode, Timestamp,
    audit::{Action, ObjectKind},
    id::{ShiftId, UnitId},
    volunteer::{
        Attendance, Mark, MarkKind, SignUpState, VolunteerWord,
        attendance::{MarkRoster, Marks},
    },
};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::{MARGIN_MS, is_live, is_present, let_in, lines, takes_place, walk_in};
use crate::{
    access::Actor,
    audit::{self, Line},
    cases::word,
    error::{Answer, AppError},
    extract::{Body, Param},
    inbox::AccountNotice,
    state::State,
    volunteer::{
        entity::{attendance_mark, shift, sign_up},
        organiser::must_organise,
        sign_ups::{
            line::{notice, tell},
            wake,
        },
        store,
    },
};

/// For so long after the end marks are taken.
const OPEN_MS: i64 = 30 * 24 * 3_600_000;

pub(super) async fn mark(
    Ext(state): Ext<State>,
    actor: Actor,
    Param(id): Param<ShiftId>,
    Body(Marks { marks }): Body<Marks>,
) -> Answer<MarkRoster> {
    let (district, now, by) = (state.district(), state.now(), actor.clone());
    let told: Result<Vec<Uuid>, AppError> = state
        .db
        .write(move |tx| {
            Box::pin(async move {
                let shift = store::shift::shift_for_update(tx, id.0).await?.ok_or(ProblemCode::NotFound)?;
                let team = store::shift::team(tx, shift.team_id).await?;
                let team = team.ok_or_else(|| AppError::broken("a shift without a team"))?;
                must_organise(tx, &district, &by, &team).await?;
                let open = shift.starts_at - MARGIN_MS..=shift.ends_at + OPEN_MS;
                if !takes_place(&shift) || !open.contains(&now.as_millis()) {
                    return Err(ProblemCode::NotPossibleNow.into());
                }
                let mut marking = Marking { tx, shift: &shift, by: by.account.0, now, notices: Vec::new() };
                let mut counts: BTreeMap<&'static str, u32> = BTreeMap::new();
                for (nth, mark) in marks.iter().enumerate() {
                    if marking.is_new(mark).await? {
                        marking.make(nth, mark).await?;
                        *counts.entry(mark.kind.as_str()).or_default() += 1;
                    }
                }
                let notices = marking.notices;
                if !counts.is_empty() {
                    let line = Line::new(Action::MarkAttendance).on(ObjectKind::Shift, id).at_unit(&UnitId(team.unit));
                    let line = counts.into_iter().fold(line, |line, (kind, count)| line.with(kind, count));
                    audit::record(tx, &by, now, line).await?;
                }
                tell(tx, notices, now).await
            })
        })
        .await;
    wake(&state, told?);
    let shift = store::shift::shift(state.db.reads(), id.0).await?.ok_or(ProblemCode::NotFound)?;
    lines::roster(&state, &actor, shift).await.map(Json)
}

/// One organiser's marks on a shift that is locked.
struct Marking<'a> {
    tx: &'a DatabaseTransaction,
    shift: &'a shift::Model,
    by: Uuid,
    now: Timestamp,
    /// What those whose hours were corrected are told.
    notices: Vec<AccountNotice>,
}

impl Marking<'_> {
    /// When a mark was made, as far as the phone's clock can be right.
    fn made(&self, mark: &Mark) -> i64 {
        mark.at.as_millis().clamp(self.shift.starts_at - MARGIN_MS, self.now.as_millis())
    }

    async fn is_new(&self, mark: &Mark) -> Result<bool, AppError> {
        let row = attendance_mark::Model {
            idempotency_key: mark.key.0,
            shift_id: self.shift.id,
            made_by: self.by,
            at: self.made(mark),
        };
        Ok(store::attendance::insert_mark(self.tx, row).await?)
    }

    async fn make(&mut self, nth: usize, mark: &Mark) -> Result<(), AppError> {
        let wrong = |field: &str| AppError::field(format!("marks[{nth}].{field}"), Issue::Invalid);
        // Before it begins nobody has missed anything, nor worked.
        let needs_beginning = matches!(mark.kind, MarkKind::NoShow | MarkKind::Correct);
        if needs_beginning && self.now.as_millis() < self.shift.starts_at {
            return Err(ProblemCode::NotPossibleNow.into());
        }
        match (mark.kind, self.row(mark).await?) {
            (MarkKind::WalkIn, _) => self.walk_in(mark).await?.ok_or_else(|| wrong("post")),
            (_, None) => Err(wrong("sign_up")),
            (MarkKind::Present, Some(row)) => self.present(row, self.made(mark)).await,
            (MarkKind::NoShow, Some(row)) => self.no_show(row).await,
            (MarkKind::Clear, Some(row)) => self.clear(row).await,
            (MarkKind::CheckOut, Some(row)) => self.check_out(row, self.made(mark)).await,
            (MarkKind::Correct, Some(row)) => {
                let minutes = mark.minutes.and_then(|minutes| i32::try_from(minutes).ok());
                self.correct(row, minutes, mark.reason.as_deref().unwrap_or_default().trim()).await
            }
        }
    }

    /// The sign-up that a mark is on; none if it is of another shift. Whoever left since, and signed up again, is meant
    /// where they are now.
    async fn row(&self, mark: &Mark) -> Result<Option<sign_up::Model>, AppError> {
        let Some(id) = mark.sign_up else { return Ok(None) };
        let row = store::sign_up::by_id(self.tx, id.0).await?.filter(|row| row.shift_id == self.shift.id);
        let Some(row) = row else { return Ok(None) };
        let again = match row.account_id {
            Some(account) if !is_live(&row)? => store::attendance::live_of(self.tx, self.shift.id, account).await?,
            _ => None,
        };
        Ok(Some(again.unwrap_or(row)))
    }

    /// A tick vouches for the whole shift, once that has begun.
    async fn present(&self, mut row: sign_up::Model, made: i64) -> Result<(), AppError> {
        if is_present(&row) {
            return Ok(());
        }
        let_in(self.tx, &mut row).await?;
        row.checked_in_at = Some(made.min(self.shift.starts_at));
        self.save(row).await
    }

    /// Only of somebody who had a place; who gave it up since, or came without, missed nothing.
    async fn no_show(&self, row: sign_up::Model) -> Result<(), AppError> {
        if word::<SignUpState>(&row.state)? != SignUpState::Confirmed || row.walk_in {
            return Ok(());
        }
        self.unmarked(row, Attendance::NoShow).await
    }

    /// Whoever was only written down by hand is gone from the roster then.
    async fn clear(&self, mut row: sign_up::Model) -> Result<(), AppError> {
        if row.walk_in && row.account_id.is_none() {
            row.state = SignUpState::Left.to_string();
            row.ended_at = Some(self.now.as_millis());
        }
        self.unmarked(row, Attendance::Unknown).await
    }

    async fn unmarked(&self, row: sign_up::Model, attendance: Attendance) -> Result<(), AppError> {
        let row = sign_up::Model {
            attendance: attendance.to_string(),
            checked_in_at: None,
            checked_out_at: None,
            minutes: None,
            corrected_because: None,
            ..row
        };
        self.save(row).await
    }

    /// Nothing of somebody who is not there, such as after another organiser took the tick back.
    async fn check_out(&self, row: sign_up::Model, made: i64) -> Result<(), AppError> {
        if !is_present(&row) {
            return Ok(());
        }
        self.save(sign_up::Model { checked_out_at: Some(made), ..row }).await
    }

    /// The sign-up is named by its mark: so the organiser's phone knows whom it wrote down, also when the answer was
    /// lost, and marks them further before there is one.
    async fn walk_in(&self, mark: &Mark) -> Result<Option<()>, AppError> {
        let posts = store::shift::posts(self.tx, &[self.shift.id]).await?;
        let Some(post) = posts.iter().find(|post| mark.post.is_some_and(|asked| asked.0 == post.id)) else {
            return Ok(None);
        };
        let row = sign_up::Model {
            id: mark.key.0,
            idempotency_key: mark.key.0,
            turn: self.made(mark),
            name: mark.name.as_deref().unwrap_or_default().trim().to_owned(),
            attended_by: Some(self.by),
            checked_in_at: Some(self.made(mark).min(self.shift.starts_at)),
            ..walk_in(self.shift, post.id, self.now)
        };
        if store::sign_up::insert(self.tx, row).await? {
            Ok(Some(()))
        } else {
            Err(ProblemCode::IdempotencyKeyReused.into())
        }
    }

    /// Whoever worked was there.
    async fn correct(&mut self, mut row: sign_up::Model, minutes: Option<i32>, reason: &str) -> Result<(), AppError> {
        if !is_present(&row) {
            let_in(self.tx, &mut row).await?;
            row.checked_in_at = Some(self.shift.starts_at);
        }
        let is_new = row.minutes != minutes || row.corrected_because.as_deref() != Some(reason);
        if let Some(account) = row.account_id.filter(|_| is_new) {
            let told = notice(self.shift, account, VolunteerWord::HoursCorrected, false);
            self.notices.push(AccountNotice { words: Some(reason.to_owned()), ..told });
        }
        row.minutes = minutes;
        row.corrected_because = Some(reason.to_owned());
        self.save(row).await
    }

    async fn save(&self, row: sign_up::Model) -> Result<(), AppError> {
        let row = sign_up::Model { attended_by: Some(self.by), ..row };
        Ok(store::attendance::save(self.tx, row).await?)
    }
}
