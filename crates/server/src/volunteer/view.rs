//! Shifts as their readers see them, and how a reader stands with each.

mod facts;

use pingan_api::{
    Timestamp,
    geo::Position,
    id::{PostId, SeriesId, SignUpId},
    volunteer::{
        Attendance, MySignUp, Post, Qualification, Shift, ShiftCard, SignUpState, Standing,
        rules::{NO_SHOW_DAYS, credited_minutes},
        sign_up::MyShift,
    },
};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use self::facts::Facts;
pub(super) use self::facts::{age_at, post_facts};
use super::{
    entity::{post, shift, sign_up, volunteer},
    organiser::organises,
    store::{person, shift as shift_store, sign_up as store},
};
use crate::{
    access::Actor,
    cases::{number, word},
    district::District,
    error::AppError,
};

const DAY_MS: i64 = 86_400_000;

/// Whoever reads, with what their standing hangs on; nobody for whoever is not signed in.
pub(super) struct Reader {
    pub(super) account: Option<Uuid>,
    /// None for whoever is not registered, or no longer.
    pub(super) volunteer: Option<volunteer::Model>,
    pub(super) qualifications: Vec<Qualification>,
    pub(super) no_shows: u8,
}

impl Reader {
    pub(super) async fn of(db: &impl ConnectionTrait, actor: Option<&Actor>, now: Timestamp) -> Result<Self, AppError> {
        match actor {
            Some(actor) => Self::of_account(db, actor.account.0, now).await,
            None => Ok(Self { account: None, volunteer: None, qualifications: Vec::new(), no_shows: 0 }),
        }
    }

    pub(super) async fn of_account(db: &impl ConnectionTrait, account: Uuid, now: Timestamp) -> Result<Self, AppError> {
        let volunteer = person::volunteer(db, account).await?.filter(|row| row.ended_at.is_none());
        let mut reader = Self { account: Some(account), volunteer, qualifications: Vec::new(), no_shows: 0 };
        if reader.volunteer.is_some() {
            let mut held = person::qualifications(db, &[account]).await?;
            reader.qualifications = held.remove(&account).unwrap_or_default();
            reader.no_shows = no_shows(db, account, now).await?;
        }
        Ok(reader)
    }
}

/// Missed shifts that still count.
pub(super) async fn no_shows(db: &impl ConnectionTrait, account: Uuid, now: Timestamp) -> Result<u8, AppError> {
    let mut missed = person::missed(db, &[account], no_shows_since(now)).await?;
    Ok(u8::try_from(missed.remove(&account).unwrap_or(0)).unwrap_or(u8::MAX))
}

/// What was missed in shifts that began after this counts.
pub(super) fn no_shows_since(now: Timestamp) -> i64 {
    now.as_millis() - NO_SHOW_DAYS * DAY_MS
}

/// Shifts as a list shows them, with how the reader stands; in a handful of queries whatever their number.
pub(super) async fn cards(
    db: &impl ConnectionTrait,
    district: &District,
    reader: &Reader,
    shifts: Vec<shift::Model>,
    near: Option<Position>,
    now: Timestamp,
) -> Result<Vec<ShiftCard>, AppError> {
    let facts = Facts::load(db, district, reader, &shifts, now).await?;
    shifts.iter().map(|shift| facts.card(shift, near)).collect()
}

/// The reader's sign-ups with their shifts, in the order given.
pub(super) async fn my_shifts(
    db: &impl ConnectionTrait,
    district: &District,
    reader: &Reader,
    rows: &[sign_up::Model],
    now: Timestamp,
) -> Result<Vec<MyShift>, AppError> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.shift_id).collect();
    let shifts = store::shifts(db, &ids).await?;
    let facts = Facts::load(db, district, reader, &shifts, now).await?;
    let pair = |row: &sign_up::Model| {
        let shift = shifts.iter().find(|shift| shift.id == row.shift_id);
        let shift = shift.ok_or_else(|| AppError::broken("a sign-up has no shift"))?;
        Ok(MyShift { card: facts.card(shift, None)?, mine: facts.my_sign_up(shift, row)? })
    };
    rows.iter().map(pair).collect()
}

/// A shift's page.
pub(super) async fn whole(
    db: &impl ConnectionTrait,
    district: &District,
    actor: Option<&Actor>,
    shift: shift::Model,
    now: Timestamp,
) -> Result<Shift, AppError> {
    let reader = Reader::of(db, actor, now).await?;
    let facts = Facts::load(db, district, &reader, std::slice::from_ref(&shift), now).await?;
    let team = shift_store::team(db, shift.team_id).await?;
    let team = team.ok_or_else(|| AppError::broken("a shift has no team"))?;
    let organises = organises(db, district, actor, &team).await?;
    let case = match shift.case_id {
        Some(id) => store::case_number(db, id).await?.filter(|(_, is_public)| organises || *is_public),
        None => None,
    };
    let posts = facts.standings(&shift)?.into_iter().map(|(row, standing)| post_view(row, standing));
    Ok(Shift {
        card: facts.card(&shift, None)?,
        posts: posts.collect::<Result<_, _>>()?,
        mine: facts.mine(shift.id).map(|row| facts.my_sign_up(&shift, row)).transpose()?,
        late_cancel_minutes: small(shift.late_cancel_minutes)?,
        approval: shift.approval,
        series: shift.series_id.map(SeriesId),
        case: case.map(|(column, _)| number(column)).transpose()?,
        organises,
        version: u32::try_from(shift.version).map_err(AppError::broken)?,
        about: shift.about,
        bring: shift.bring,
        cancelled_because: shift.cancelled_because,
    })
}

fn post_view(row: &post::Model, standing: Standing) -> Result<Post, AppError> {
    Ok(Post {
        id: PostId(row.id),
        name: row.name.clone(),
        needed: small(row.needed)?,
        taken: small(row.taken)?,
        waiting: small(row.waiting)?,
        qualification: qualification(row)?,
        standing,
    })
}

/// One of the reader's sign-ups; `place` is that in the line, where they wait.
pub(super) fn my_sign_up(
    shift: &shift::Model,
    post_name: &str,
    row: &sign_up::Model,
    place: Option<u16>,
) -> Result<MySignUp, AppError> {
    let state = word(&row.state)?;
    Ok(MySignUp {
        id: SignUpId(row.id),
        post: PostId(row.post_id),
        post_name: post_name.to_owned(),
        state,
        friend: row.friend.clone(),
        place,
        until: offered_until(row),
        leave_by: leave_by(shift, state),
        attendance: word(&row.attendance)?,
        checked_in_at: row.checked_in_at.map(Timestamp::from_millis),
        checked_out_at: row.checked_out_at.map(Timestamp::from_millis),
        minutes: minutes(row),
    })
}

/// Until when somebody can leave by themselves.
pub(super) fn leave_by(shift: &shift::Model, state: SignUpState) -> Timestamp {
    let late = if state == SignUpState::Confirmed { i64::from(shift.late_cancel_minutes) * 60_000 } else { 0 };
    Timestamp::from_millis(shift.starts_at - late)
}

/// Minutes credited to a sign-up: as corrected, or as the rules say for whoever was present; none otherwise.
pub(super) fn minutes(row: &sign_up::Model) -> Option<u32> {
    if let Some(corrected) = row.minutes {
        return u32::try_from(corrected).ok();
    }
    let at = Timestamp::from_millis;
    let came = at(row.checked_in_at.unwrap_or(row.starts_at));
    let present = row.attendance == Attendance::Present.as_str();
    present.then(|| credited_minutes((at(row.starts_at), at(row.ends_at)), came, row.checked_out_at.map(at)))
}

fn offered_until(row: &sign_up::Model) -> Option<Timestamp> {
    let until = row.offered_until.filter(|_| row.state == SignUpState::Offered.as_str());
    until.map(Timestamp::from_millis)
}

fn qualification(post: &post::Model) -> Result<Option<Qualification>, AppError> {
    post.qualification.as_deref().map(word).transpose()
}

fn small(column: i32) -> Result<u16, AppError> {
    u16::try_from(column).map_err(AppError::broken)
}
