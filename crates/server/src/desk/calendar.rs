//! Working time: kept in the database, held in memory, replaced whole by the admin.

mod store;

use pingan_api::cases::{Calendar, WorkCalendar};

use crate::{error::AppError, state::State};

/// Takes the calendar of the database into memory. Another server's change is seen after this.
pub async fn load(state: &State) -> Result<(), AppError> {
    state.set_calendar(Calendar::from(&store::read(state.db.reads()).await?));
    Ok(())
}

/// Puts a calendar in the place of the one before.
pub async fn replace(state: &State, calendar: WorkCalendar) -> Result<(), AppError> {
    state.db.write(move |tx| Box::pin(store::replace(tx, calendar))).await?;
    load(state).await
}
