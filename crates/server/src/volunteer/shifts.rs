//! Shifts: read by everyone, planned, changed, published and called off by whoever organises their team.

mod cancel;
mod case;
mod change;
mod plan;
mod publish;
mod tell;

use axum::{Json, extract::State as Ext};
use pingan_api::{
    FieldError, Issue, ProblemCode, Timestamp,
    audit::{Action, ObjectKind},
    geo::Position,
    id::{ShiftId, TeamId, UnitId},
    volunteer::{
        NewPost, NewShift, Shift, ShiftState, SignUpState, VolunteerWord,
        shift::{
            CancelShift, CaseShift, ChangeShift, CreateSeries, CreateShift, GetShift, LATE_CANCEL_MINUTES,
            PublishShift, TellShift,
        },
    },
};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DatabaseTransaction};
use uuid::Uuid;

use super::{
    entity::{post, shift, team},
    organiser, sign_ups,
    store::shift as store,
    view,
};
use crate::{
    access::{Actor, MaybeActor},
    audit::Line,
    cases::word,
    district::{District, Grid},
    error::{Answer, AppError},
    extract::Param,
    inbox::AccountNotice,
    routes::{Access, Routes},
    state::State,
};

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .endpoint::<GetShift, _, _>(Access::Public, read)
        .create::<CreateShift, _, _>(Access::SignedIn, plan::one)
        .create::<CreateSeries, _, _>(Access::SignedIn, plan::series)
        .endpoint::<ChangeShift, _, _>(Access::SignedIn, change::change)
        .endpoint::<PublishShift, _, _>(Access::SignedIn, publish::publish)
        .endpoint::<CancelShift, _, _>(Access::SignedIn, cancel::cancel)
        .create::<TellShift, _, _>(Access::SignedIn, tell::tell)
}

/// A draft is there for its organisers alone.
async fn read(Ext(state): Ext<State>, MaybeActor(actor): MaybeActor, Param(id): Param<ShiftId>) -> Answer<GetShift> {
    let (db, district) = (state.db.reads(), state.district());
    let row = store::shift(db, id.0).await?.ok_or(ProblemCode::NotFound)?;
    if is(&row, ShiftState::Draft) {
        let team = team_of(db, &row).await?;
        if !organiser::organises(db, &district, actor.as_ref(), &team).await? {
            return Err(ProblemCode::NotFound.into());
        }
    }
    view::whole(db, &district, actor.as_ref(), row, state.now()).await.map(Json)
}

/// What calls for volunteers show of themselves on their case, those that begin first first.
pub(crate) async fn of_case(db: &impl ConnectionTrait, case: Uuid) -> Result<Vec<CaseShift>, AppError> {
    let rows = store::of_case(db, case).await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let came = store::came(db, &ids).await?;
    let line = |row: shift::Model| {
        Ok(CaseShift {
            shift: ShiftId(row.id),
            kind: word(&row.kind)?,
            starts_at: Timestamp::from_millis(row.starts_at),
            state: word(&row.state)?,
            needed: u16::try_from(row.needed).map_err(AppError::broken)?,
            taken: u16::try_from(row.taken).map_err(AppError::broken)?,
            came: u16::try_from(came.get(&row.id).copied().unwrap_or(0)).map_err(AppError::broken)?,
            title: row.title,
        })
    };
    rows.into_iter().map(line).collect()
}

/// A shift as it is after a write.
async fn shown(state: &State, actor: &Actor, id: Uuid) -> Result<Json<Shift>, AppError> {
    let (db, district) = (state.db.reads(), state.district());
    let row = store::shift(db, id).await?.ok_or_else(gone)?;
    view::whole(db, &district, Some(actor), row, state.now()).await.map(Json)
}

/// A shift that the actor organises, locked until the transaction ends.
struct Locked {
    shift: shift::Model,
    team: team::Model,
    /// Where the series is meant as well: the others of it that are the same team's, the soonest first.
    others: Vec<shift::Model>,
}

/// To others a draft is not there, and what is published is not theirs.
async fn locked(
    tx: &DatabaseTransaction,
    district: &District,
    actor: &Actor,
    id: ShiftId,
    with_series: bool,
) -> Result<Locked, AppError> {
    let seen = store::shift(tx, id.0).await?.ok_or(ProblemCode::NotFound)?;
    let mut rows = match seen.series_id.filter(|_| with_series) {
        Some(series) => store::series_for_update(tx, series).await?,
        None => store::shift_for_update(tx, id.0).await?.into_iter().collect(),
    };
    let at = rows.iter().position(|row| row.id == id.0).ok_or_else(gone)?;
    let shift = rows.swap_remove(at);
    let team = team_of(tx, &shift).await?;
    if !organiser::organises(tx, district, Some(actor), &team).await? {
        let refusal = if is(&shift, ShiftState::Draft) { ProblemCode::NotFound } else { ProblemCode::NotAllowed };
        return Err(refusal.into());
    }
    rows.retain(|other| other.team_id == team.id);
    rows.sort_by_key(|other| (other.starts_at, other.id));
    Ok(Locked { shift, team, others: rows })
}

async fn team_of(db: &impl ConnectionTrait, shift: &shift::Model) -> Result<team::Model, AppError> {
    store::team(db, shift.team_id).await?.ok_or_else(|| AppError::broken("a shift has no team"))
}

/// The team that a shift is planned for: one that the actor organises, and not closed.
async fn planning_team(
    tx: &DatabaseTransaction,
    district: &District,
    actor: &Actor,
    id: TeamId,
    field: String,
) -> Result<team::Model, AppError> {
    let team = store::team(tx, id.0).await?.ok_or_else(|| AppError::field(field, Issue::Invalid))?;
    organiser::must_organise(tx, district, actor, &team).await?;
    if team.closed { Err(ProblemCode::NotPossibleNow.into()) } else { Ok(team) }
}

/// What an organiser wrote, as columns; the place is in the grid.
fn written(new: &NewShift, team: &team::Model, grid: &Grid) -> shift::ActiveModel {
    let (lat_e7, lon_e7) = e7(new.position);
    shift::ActiveModel {
        team_id: Set(team.id),
        kind: Set(team.kind.clone()),
        title: Set(new.title.trim().to_owned()),
        about: Set(new.about.trim().to_owned()),
        place: Set(new.place.trim().to_owned()),
        lat_e7: Set(lat_e7),
        lon_e7: Set(lon_e7),
        grid: Set(grid.id.0.clone()),
        community: Set(grid.community.0.clone()),
        street: Set(grid.street.0.clone()),
        starts_at: Set(new.starts_at.as_millis()),
        ends_at: Set(new.ends_at.as_millis()),
        min_age: Set(new.min_age.map(i16::from)),
        bring: Set(new.bring.trim().to_owned()),
        late_cancel_minutes: Set(i32::from(new.late_cancel_minutes.unwrap_or(LATE_CANCEL_MINUTES))),
        approval: Set(new.approval),
        needed: Set(new.posts.iter().map(|post| i32::from(post.needed)).sum()),
        ..Default::default()
    }
}

fn new_post(shift: Uuid, ord: i32, new: &NewPost) -> post::Model {
    post::Model {
        id: Uuid::now_v7(),
        shift_id: shift,
        ord,
        name: new.name.trim().to_owned(),
        needed: i32::from(new.needed),
        qualification: new.qualification.map(|qualification| qualification.to_string()),
        taken: 0,
        waiting: 0,
    }
}

/// A position as whole 10⁻⁷ degrees, north and east: a centimetre.
fn e7(position: Position) -> (i32, i32) {
    // 180 × 10⁷ fits.
    let whole = |degrees: f64| (degrees * 1e7).round() as i32;
    (whole(position.lat), whole(position.lon))
}

fn is(shift: &shift::Model, state: ShiftState) -> bool {
    shift.state == state.as_str()
}

/// What everyone is told who has a place in a shift or waits, to be written at the end of the transaction.
async fn notices(
    tx: &DatabaseTransaction,
    shift: &shift::Model,
    word: VolunteerWord,
    words: Option<&str>,
) -> Result<Vec<AccountNotice>, AppError> {
    let live: Vec<SignUpState> = SignUpState::ALL.iter().copied().filter(|state| state.is_live()).collect();
    sign_ups::line::notices(tx, shift, &live, word, words).await
}

/// A line of the audit log.
fn line(act: &'static str, shift: Uuid, team: &team::Model) -> Line {
    let line = Line::new(Action::ChangeShift).on(ObjectKind::Shift, shift);
    line.at_unit(&UnitId(team.unit.clone())).with("act", act)
}

/// The same errors where the shift is a part of the body.
fn prefixed(prefix: &str, errors: Vec<FieldError>) -> Vec<FieldError> {
    errors.into_iter().map(|error| FieldError { field: format!("{prefix}{}", error.field), ..error }).collect()
}

/// Shifts are never deleted.
fn gone() -> AppError {
    AppError::broken("a shift is gone")
}
