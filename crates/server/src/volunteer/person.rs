//! Whoever volunteers: registering, one's own page, the private calendar. What coordinators see of them is in `desk`, what
//! an account takes along or leaves behind in `leaving`.

mod desk;
mod leaving;

use axum::{Json, extract::State as Ext};
use pingan_api::{
    Date, Issue, ProblemCode, Timestamp,
    account::{Permission, Phone},
    id::UnitId,
    volunteer::{
        Guardian, Registration,
        person::{
            CALENDAR_PATH, CalendarAddress, GetVolunteer, GuardianContact, ListVolunteers, Me, NewCalendar,
            ReachVolunteer, Register, Unregister,
        },
    },
};
use sea_orm::DatabaseTransaction;
use serde::de::DeserializeOwned;
use uuid::Uuid;

pub(crate) use self::leaving::{exported, forget};
use super::{calendar, entity::volunteer, organiser, sign_ups, store::person as store, view};
use crate::{
    access::Actor,
    cases::word,
    district::Grid,
    error::{Answer, AppError},
    extract::Body,
    routes::{Access, Routes},
    secret::{Secret, random},
    state::State,
};

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .endpoint::<GetVolunteer, _, _>(Access::SignedIn, read)
        .endpoint::<Register, _, _>(Access::SignedIn, register)
        .endpoint::<Unregister, _, _>(Access::SignedIn, unregister)
        .endpoint::<NewCalendar, _, _>(Access::SignedIn, new_calendar)
        .endpoint::<ListVolunteers, _, _>(Access::Staff(Permission::ManageVolunteers), desk::list)
        .endpoint::<ReachVolunteer, _, _>(Access::Staff(Permission::ManageVolunteers), desk::reach)
}

/// The registration of an account, which nobody else changes until the transaction ends; refuses whoever has none.
pub(super) async fn registered(tx: &DatabaseTransaction, account: Uuid) -> Result<volunteer::Model, AppError> {
    let row = store::volunteer_for_update(tx, account).await?.filter(|row| row.ended_at.is_none());
    row.ok_or_else(|| ProblemCode::NotRegistered.into())
}

async fn read(Ext(state): Ext<State>, actor: Actor) -> Answer<GetVolunteer> {
    me(&state, &actor).await.map(Json)
}

async fn me(state: &State, actor: &Actor) -> Result<Me, AppError> {
    let (district, db, account) = (state.district(), state.db.reads(), actor.account.0);
    let row = store::volunteer(db, account).await?.filter(|row| row.ended_at.is_none());
    Ok(Me {
        registration: row.as_ref().map(|row| registration(&state.secret, row)).transpose()?,
        qualifications: store::qualifications(db, &[account]).await?.remove(&account).unwrap_or_default(),
        no_shows: view::no_shows(db, account, state.now()).await?,
        organises: organiser::organises_any(db, &district, actor).await?,
        calendar: row.is_some_and(|row| row.calendar_hash.is_some()),
    })
}

async fn register(Ext(state): Ext<State>, actor: Actor, Body(new): Body<Registration>) -> Answer<Register> {
    let (district, at) = (state.district(), state.now());
    new.validate_on(Date::in_shanghai(at))?;
    let grid = district.grid(&new.grid).ok_or_else(|| AppError::field("grid", Issue::UnknownUnit))?;
    let row = row(&state.secret, actor.account.0, grid, new, at)?;
    let registered: Result<(), AppError> =
        state.db.write(move |tx| Box::pin(async move { Ok(store::register(tx, row).await?) })).await;
    registered?;
    me(&state, &actor).await.map(Json)
}

const GUARDIAN: &str = "guardian";

/// What somebody registers, as it is kept if it is the first time.
fn row(
    secret: &Secret,
    account: Uuid,
    grid: &Grid,
    new: Registration,
    at: Timestamp,
) -> Result<volunteer::Model, AppError> {
    let Registration { name, born, grid: _, mut skills, mut available, guardian, work_unit, thanks, text_me } = new;
    skills.sort();
    skills.dedup();
    available.sort();
    available.dedup();
    let (guardian_name, guardian_sealed) = match guardian {
        Some(Guardian { name, phone, .. }) => {
            let phone: Phone = phone.parse().map_err(|_| AppError::field("guardian.phone", Issue::InvalidPhone))?;
            // Bound to the row, so that in another one it does not open.
            let sealed = secret.seal(GUARDIAN, account.as_bytes(), phone.as_str().as_bytes());
            (Some(name.trim().to_owned()), Some(sealed))
        }
        None => (None, None),
    };
    Ok(volunteer::Model {
        account_id: account,
        name: name.trim().to_owned(),
        born: born.to_string(),
        grid: grid.id.0.clone(),
        community: grid.community.0.clone(),
        street: grid.street.0.clone(),
        skills: serde_json::to_string(&skills).map_err(AppError::broken)?,
        available: serde_json::to_string(&available).map_err(AppError::broken)?,
        guardian_name,
        guardian_sealed,
        work_unit: work_unit.map(|unit| unit.trim().to_owned()),
        thanks,
        text_me,
        calendar_hash: None,
        registered_at: at.as_millis(),
        changed_at: at.as_millis(),
        ended_at: None,
    })
}

/// What a row says, as its own person may read it.
fn registration(secret: &Secret, row: &volunteer::Model) -> Result<Registration, AppError> {
    let guardian = guardian(secret, row)?;
    Ok(Registration {
        name: row.name.clone(),
        born: word(&row.born)?,
        grid: UnitId(row.grid.clone()),
        skills: words(&row.skills)?,
        available: words(&row.available)?,
        guardian: guardian.map(|GuardianContact { name, phone }| Guardian { name, phone, agrees: true }),
        work_unit: row.work_unit.clone(),
        thanks: row.thanks,
        text_me: row.text_me,
    })
}

/// Words of the contract out of a row's JSON.
fn words<T: DeserializeOwned>(json: &str) -> Result<Vec<T>, AppError> {
    serde_json::from_str(json).map_err(AppError::broken)
}

/// Whoever answers for somebody under age.
fn guardian(secret: &Secret, row: &volunteer::Model) -> Result<Option<GuardianContact>, AppError> {
    let (Some(name), Some(sealed)) = (&row.guardian_name, &row.guardian_sealed) else { return Ok(None) };
    let opened = secret.open(GUARDIAN, row.account_id.as_bytes(), sealed);
    let phone = opened.and_then(|bytes| String::from_utf8(bytes).ok());
    let phone = phone.ok_or_else(|| AppError::broken("a sealed number does not open: was the secret changed?"))?;
    Ok(Some(GuardianContact { name: name.clone(), phone }))
}

async fn unregister(Ext(state): Ext<State>, actor: Actor) -> Answer<Unregister> {
    let (account, at) = (actor.account.0, state.now());
    let told: Result<Vec<Uuid>, AppError> = state
        .db
        .write(move |tx| {
            Box::pin(async move {
                registered(tx, account).await?;
                store::end(tx, account, at.as_millis()).await?;
                sign_ups::leave_all(tx, account, at).await
            })
        })
        .await;
    sign_ups::wake(&state, told?);
    me(&state, &actor).await.map(Json)
}

async fn new_calendar(Ext(state): Ext<State>, actor: Actor) -> Answer<NewCalendar> {
    let token: String = random::<32>().iter().map(|byte| format!("{byte:02x}")).collect();
    let (account, hash) = (actor.account.0, calendar::token_hash(&state.secret, &token));
    let kept: Result<(), AppError> = state
        .db
        .write(move |tx| {
            Box::pin(async move {
                registered(tx, account).await?;
                Ok(store::set_calendar(tx, account, hash).await?)
            })
        })
        .await;
    kept?;
    Ok(Json(CalendarAddress { path: CALENDAR_PATH.replace("{token}", &token) }))
}
