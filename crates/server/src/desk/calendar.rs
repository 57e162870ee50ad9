//! Working time: kept in the database, held in memory, replaced whole by the admin.

mod store;

use axum::{Json, extract::State as Ext};
use pingan_api::{
    ProblemCode,
    audit::{Action, ObjectKind},
    cases::{Calendar, WorkCalendar},
    desk::{CalendarSheet, GetCalendar, SaveCalendar},
};

use crate::{
    access::Actor,
    audit::{self, Line},
    db::Db,
    error::{Answer, AppError},
    extract::Body,
    photos::fingerprint,
    state::State,
};

/// Admins who save at the same time stand in line, so that the second finds what the first made.
const LOCK: i64 = 0x6361_6C65_6E64_6172;

/// Takes the calendar of the database into memory. Another server's change is seen after this.
pub async fn load(state: &State) -> Result<(), AppError> {
    state.set_calendar(Calendar::from(&store::read(state.db.reads()).await?));
    Ok(())
}

/// A calendar, and which one it is.
fn sheet(calendar: WorkCalendar) -> Result<CalendarSheet, AppError> {
    let json = serde_json::to_vec(&calendar).map_err(AppError::broken)?;
    Ok(CalendarSheet { version: fingerprint(&json), calendar })
}

pub(super) async fn read(Ext(state): Ext<State>) -> Answer<GetCalendar> {
    Ok(Json(sheet(store::read(state.db.reads()).await?)?))
}

/// Puts a calendar in the place of the one that it was made from.
pub(super) async fn save(
    Ext(state): Ext<State>,
    actor: Actor,
    Body(CalendarSheet { version, calendar }): Body<CalendarSheet>,
) -> Answer<SaveCalendar> {
    let at = state.now();
    let saved: Result<CalendarSheet, AppError> = state
        .db
        .write(move |tx| {
            Box::pin(async move {
                Db::lock(tx, LOCK).await?;
                if sheet(store::read(tx).await?)?.version != version {
                    return Err(ProblemCode::EditedMeanwhile.into());
                }
                store::replace(tx, calendar).await?;
                let line = Line::new(Action::EditCalendar).on(ObjectKind::Calendar, "district");
                audit::record(tx, &actor, at, line).await?;
                sheet(store::read(tx).await?)
            })
        })
        .await;
    let saved = saved?;
    load(&state).await?;
    Ok(Json(saved))
}
