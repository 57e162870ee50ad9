//! `POST /api/v1/volunteer/sign-ups/{sign_up}/decision`: what an organiser decides about whoever needs approval.

use axum::{Json, extract::State as Ext};
use pingan_api::{
    ProblemCode, Timestamp,
    audit::{Action, ObjectKind},
    id::{SignUpId, UnitId},
    volunteer::{
        ShiftState, SignUpState, StandingWord, VolunteerWord,
        attendance::{Decide, Decision},
    },
};
use sea_orm::{ActiveValue::Set, DatabaseTransaction};
use uuid::Uuid;

use super::{line, locked, person, refused, shift, shift_store, sign_up, store, wake};
use crate::{
    access::Actor,
    audit::{Line, record},
    cases::word,
    error::{Answer, AppError},
    extract::{Body, Param},
    inbox::AccountNotice,
    state::State,
    volunteer::{attendance, organiser::must_organise},
};

pub(super) async fn decide(
    Ext(state): Ext<State>,
    actor: Actor,
    Param(id): Param<SignUpId>,
    Body(Decision { approve }): Body<Decision>,
) -> Answer<Decide> {
    let (reads, district, now) = (state.db.reads(), state.district(), state.now());
    let row = store::by_id(reads, id.0).await?.ok_or(ProblemCode::NotFound)?;
    let shift = shift_store::shift(reads, row.shift_id).await?.ok_or(ProblemCode::NotFound)?;
    let team = shift_store::team(reads, shift.team_id).await?.ok_or(ProblemCode::NotFound)?;
    must_organise(reads, &district, &actor, &team).await?;
    let deciding =
        Deciding { actor: actor.clone(), id, account: row.account_id, unit: UnitId(team.unit), approve, now };
    let told: Result<Vec<Uuid>, AppError> =
        state.db.write(move |tx| Box::pin(async move { deciding.run(tx).await })).await;
    wake(&state, told?);
    let shift = shift_store::shift(reads, shift.id).await?.ok_or(ProblemCode::NotFound)?;
    Ok(Json(attendance::roster(&state, &actor, shift).await?))
}

/// Everything that a decision takes into its transaction.
struct Deciding {
    actor: Actor,
    id: SignUpId,
    /// Whose sign-up it is.
    account: Option<Uuid>,
    unit: UnitId,
    approve: bool,
    now: Timestamp,
}

impl Deciding {
    /// Answers who was told something.
    async fn run(self, tx: &DatabaseTransaction) -> Result<Vec<Uuid>, AppError> {
        let account = self.account.ok_or(ProblemCode::EditedMeanwhile)?;
        person::volunteer_for_update(tx, account).await?;
        let (shift, row) = locked(tx, self.id).await?;
        match (word::<SignUpState>(&row.state)?, self.approve) {
            (SignUpState::Pending, _) => {}
            // The same once more.
            (SignUpState::Confirmed | SignUpState::Offered | SignUpState::Waiting, true)
            | (SignUpState::Refused, false) => return Ok(Vec::new()),
            _ => return Err(ProblemCode::EditedMeanwhile.into()),
        }
        let (act, told) =
            if self.approve { ("approve", VolunteerWord::Approved) } else { ("refuse", VolunteerWord::Refused) };
        let entry = Line::new(Action::ChangeShift).on(ObjectKind::Shift, shift.id).at_unit(&self.unit);
        record(tx, &self.actor, self.now, entry.with("act", act).with("sign_up", row.id)).await?;
        let mut notices = vec![line::notice(&shift, account, told, false)];
        if self.approve {
            notices.extend(self.let_in(tx, &shift, &row, account).await?);
        } else {
            line::end(tx, &row, SignUpState::Refused, self.now).await?;
        }
        line::tell(tx, notices, self.now).await
    }

    /// A place where one is free, nobody waits for it and they have none elsewhere; the end of the line otherwise.
    async fn let_in(
        &self,
        tx: &DatabaseTransaction,
        shift: &shift::Model,
        row: &sign_up::Model,
        account: Uuid,
    ) -> Result<Vec<AccountNotice>, AppError> {
        if shift.state != ShiftState::Published.as_str() || shift.starts_at <= self.now.as_millis() {
            return Err(refused(StandingWord::TooLate));
        }
        let mut notices = line::lapse_overdue(tx, shift, self.now).await?;
        if !notices.is_empty() {
            notices.extend(line::offer_free(tx, shift, self.now).await?);
        }
        let posts = shift_store::posts(tx, &[shift.id]).await?;
        let post = posts.iter().find(|post| post.id == row.post_id);
        let post = post.ok_or_else(|| AppError::broken("a sign-up has no post"))?;
        let elsewhere = store::holding(tx, &[account], (shift.starts_at, shift.ends_at)).await?;
        let fits = post.waiting == 0 && row.places <= post.needed - post.taken && elsewhere.is_empty();
        let state = if fits { SignUpState::Confirmed } else { SignUpState::Waiting };
        let turn = line::next_turn(tx, post, self.now).await?;
        let changes = sign_up::ActiveModel { state: Set(state.to_string()), turn: Set(turn), ..Default::default() };
        store::change(tx, &[row.id], changes).await?;
        let (taken, waiting) = if fits { (row.places, 0) } else { (0, 1) };
        store::count(tx, (shift.id, post.id), taken, waiting).await?;
        if !fits {
            notices.extend(line::offer_free(tx, shift, self.now).await?);
        }
        Ok(notices)
    }
}
