//! `POST /api/v1/volunteer/shifts/{shift}/sign-ups`: a place, a place in line, or a refusal.

use axum::{Json, extract::State as Ext, http::StatusCode};
use pingan_api::{
    Issue, ProblemCode, Timestamp,
    id::ShiftId,
    volunteer::{
        Attendance, Clash, Shift, ShiftState, SignUpState, Standing,
        person::ADULT,
        rules::{Mine, PersonFacts, overlap},
        sign_up::NewSignUp,
    },
};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::{as_it_is, line, person, refused, shift, shift_store, sign_up, store, view, wake};
use crate::{
    access::Actor,
    cases::word,
    error::AppError,
    extract::{Body, Key, Param},
    state::State,
    volunteer::entity::{post, volunteer},
};

pub(super) async fn sign_up(
    Ext(state): Ext<State>,
    actor: Actor,
    Param(shift): Param<ShiftId>,
    Key(key): Key,
    Body(new): Body<NewSignUp>,
) -> Result<(StatusCode, Json<Shift>), AppError> {
    let json = serde_json::to_vec(&new).map_err(AppError::broken)?;
    let body_hash = state.secret.key("sign-up", &[actor.account.0.as_bytes(), shift.0.as_bytes(), &json]);
    let attempt = Attempt { account: actor.account.0, shift: shift.0, key: key.0, body_hash, new, now: state.now() };
    let told: Result<Vec<Uuid>, AppError> =
        state.db.write(move |tx| Box::pin(async move { attempt.run(tx).await })).await;
    wake(&state, told?);
    Ok((StatusCode::CREATED, Json(as_it_is(&state, &actor, shift.0).await?)))
}

/// Everything that a sign-up takes into its transaction.
struct Attempt {
    account: Uuid,
    shift: Uuid,
    key: Uuid,
    body_hash: String,
    new: NewSignUp,
    now: Timestamp,
}

impl Attempt {
    /// Answers who was told something.
    async fn run(self, tx: &DatabaseTransaction) -> Result<Vec<Uuid>, AppError> {
        let volunteer = person::volunteer_for_update(tx, self.account).await?;
        if let Some(before) = store::by_key(tx, self.key).await? {
            let same = before.body_hash == self.body_hash;
            return if same { Ok(Vec::new()) } else { Err(ProblemCode::IdempotencyKeyReused.into()) };
        }
        let volunteer = volunteer.filter(|row| row.ended_at.is_none()).ok_or(ProblemCode::NotRegistered)?;
        let shift = shift_store::shift_for_update(tx, self.shift).await?;
        let shift = shift.filter(|row| row.state != ShiftState::Draft.as_str()).ok_or(ProblemCode::NotFound)?;
        // Nobody is kept out by an offer that has run out: its place goes to the line first.
        let mut notices = line::lapse_overdue(tx, &shift, self.now).await?;
        if !notices.is_empty() {
            notices.extend(line::offer_free(tx, &shift, self.now).await?);
        }
        let posts = shift_store::posts(tx, &[shift.id]).await?;
        let post = posts.into_iter().find(|post| post.id == self.new.post.0);
        let post = post.ok_or_else(|| AppError::field("post", Issue::Invalid))?;
        let standing = self.judge(tx, &volunteer, &shift, &post).await?;
        let state = standing.admits().ok_or_else(|| refused(standing.word))?;

        let turn = line::next_turn(tx, &post, self.now).await?;
        let row = self.row(&volunteer, &shift, state, turn)?;
        if !store::insert(tx, row.clone()).await? {
            // Somebody else's request has the same key, at the same moment.
            return Err(ProblemCode::Unavailable.into());
        }
        let (taken, waiting) = line::counted(&row)?;
        if (taken, waiting) != (0, 0) {
            store::count(tx, (shift.id, post.id), taken, waiting).await?;
        }
        if state == SignUpState::Waiting && standing.left > 0 {
            // Whoever is in front may want more places than there are, or be elsewhere.
            notices.extend(line::offer_free(tx, &shift, self.now).await?);
        }
        line::tell(tx, notices, self.now).await
    }

    async fn judge(
        &self,
        tx: &DatabaseTransaction,
        volunteer: &volunteer::Model,
        shift: &shift::Model,
        post: &post::Model,
    ) -> Result<Standing, AppError> {
        let rows = store::counting(tx, self.account, view::no_shows_since(self.now)).await?;
        let missed = rows.iter().filter(|row| row.attendance == Attendance::NoShow.as_str()).count();
        let (mut mine, mut clash) = (None, None);
        let meanwhile = span(shift.starts_at, shift.ends_at);
        for row in &rows {
            let state: SignUpState = word(&row.state)?;
            let theirs = span(row.starts_at, row.ends_at);
            if row.shift_id == shift.id && state.is_live() {
                mine = Some(Mine { state, place: None, until: None });
            } else if state.holds_place() && overlap(theirs, meanwhile) {
                // What it is called, the shift's page says.
                clash = Some(Clash { shift: ShiftId(row.shift_id), title: String::new(), starts_at: theirs.0 });
            }
        }
        let qualifications = match post.qualification {
            Some(_) => person::qualifications(tx, &[self.account]).await?.remove(&self.account).unwrap_or_default(),
            None => Vec::new(),
        };
        let facts = PersonFacts {
            age: Some(view::age_at(volunteer, shift)?),
            qualifications: &qualifications,
            no_shows: u8::try_from(missed).unwrap_or(u8::MAX),
            clash,
            mine,
        };
        Ok(Standing::judge(&view::post_facts(shift, post)?, Some(&facts), self.places(), self.now))
    }

    /// Themselves, and whom they bring.
    fn places(&self) -> u16 {
        1 + u16::from(self.new.friend.is_some())
    }

    fn row(
        &self,
        volunteer: &volunteer::Model,
        shift: &shift::Model,
        state: SignUpState,
        turn: i64,
    ) -> Result<sign_up::Model, AppError> {
        Ok(sign_up::Model {
            id: Uuid::now_v7(),
            idempotency_key: self.key,
            body_hash: self.body_hash.clone(),
            shift_id: shift.id,
            post_id: self.new.post.0,
            account_id: Some(self.account),
            name: volunteer.name.clone(),
            under_age: view::age_at(volunteer, shift)? < ADULT,
            friend: self.new.friend.as_deref().map(|name| name.trim().to_owned()),
            places: i32::from(self.places()),
            state: state.to_string(),
            turn,
            offered_until: None,
            created_at: self.now.as_millis(),
            ended_at: None,
            walk_in: false,
            starts_at: shift.starts_at,
            ends_at: shift.ends_at,
            attendance: Attendance::Unknown.to_string(),
            attended_by: None,
            checked_in_at: None,
            checked_out_at: None,
            minutes: None,
            corrected_because: None,
        })
    }
}

fn span(from: i64, to: i64) -> (Timestamp, Timestamp) {
    (Timestamp::from_millis(from), Timestamp::from_millis(to))
}
