//! Working time: kept in the database, held in memory, replaced whole by the admin.

mod store;

use axum::{Json, extract::State as Ext};
use pingan_api::{
    Timestamp,
    audit::{Action, ObjectKind},
    cases::{Calendar, WorkCalendar},
    desk::{GetCalendar, SaveCalendar},
};

use crate::{
    access::Actor,
    audit::{self, By, Line},
    error::{Answer, AppError},
    extract::Body,
    state::State,
};

/// Takes the calendar of the database into memory. Another server's change is seen after this.
pub async fn load(state: &State) -> Result<(), AppError> {
    state.set_calendar(Calendar::from(&store::read(state.db.reads()).await?));
    Ok(())
}

pub(super) async fn read(Ext(state): Ext<State>) -> Answer<GetCalendar> {
    Ok(Json(store::read(state.db.reads()).await?))
}

pub(super) async fn save(
    Ext(state): Ext<State>,
    actor: Actor,
    Body(calendar): Body<WorkCalendar>,
) -> Answer<SaveCalendar> {
    replace(&state, (&actor).into(), calendar, state.now()).await?;
    Ok(Json(store::read(state.db.reads()).await?))
}

/// Puts a calendar in the place of the one before.
async fn replace(state: &State, by: By, calendar: WorkCalendar, at: Timestamp) -> Result<(), AppError> {
    let replaced: Result<(), AppError> = state
        .db
        .write(move |tx| {
            Box::pin(async move {
                store::replace(tx, calendar).await?;
                let line = Line::new(Action::EditCalendar).on(ObjectKind::Calendar, "district");
                Ok(audit::record(tx, by, at, line).await?)
            })
        })
        .await;
    replaced?;
    load(state).await
}
