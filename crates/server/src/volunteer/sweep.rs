//! What time does to shifts: offers run out and go to the next, people are reminded, lines end when a shift begins.

use std::time::Duration;

use pingan_api::{
    Timestamp,
    volunteer::{ShiftState, SignUpState, VolunteerWord},
};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::{
    entity::shift,
    sign_ups::{line, wake},
    store::{shift as shift_store, sign_up as store},
};
use crate::{error::AppError, inbox::AccountNotice, state::State};

const EVERY: Duration = Duration::from_secs(60);

const HOUR_MS: i64 = 3_600_000;
/// How long before the beginning people are reminded for the first time.
const TOMORROW_MS: i64 = 24 * HOUR_MS;
/// How long before it they are reminded once more.
const SOON_MS: i64 = 2 * HOUR_MS;
/// Less than this before it the first reminder would be all but the second.
const NEARLY_SOON_MS: i64 = 3 * HOUR_MS;

/// What a sweep did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Offers that ran out.
    pub lapsed: u32,
    /// People who were offered a place.
    pub offered: u32,
    /// People who were reminded.
    pub reminded: u32,
    /// Those who only waited when a shift began.
    pub ended: u32,
}

/// Sweeps now and every minute from here on.
pub async fn run(state: State) {
    let mut minutes = tokio::time::interval(EVERY);
    loop {
        minutes.tick().await;
        match once(&state).await {
            Ok(swept) if swept == Swept::default() => {}
            Ok(Swept { lapsed, offered, reminded, ended }) => {
                tracing::info!(lapsed, offered, reminded, ended, "shifts were looked at");
            }
            Err(error) => tracing::error!(%error, "shifts could not be looked at"),
        }
    }
}

/// Looks at each shift where something is due, under its lock: however many servers sweep, nothing happens twice.
pub async fn once(state: &State) -> Result<Swept, AppError> {
    let now = state.now();
    let mut swept = Swept::default();
    for id in store::shifts_due(state.db.reads(), now.as_millis()).await? {
        let done: Result<(Swept, Vec<Uuid>), AppError> =
            state.db.write(move |tx| Box::pin(async move { look_at(tx, id, now).await })).await;
        match done {
            Ok((one, told)) => {
                wake(state, told);
                swept.lapsed += one.lapsed;
                swept.offered += one.offered;
                swept.reminded += one.reminded;
                swept.ended += one.ended;
            }
            Err(error) => tracing::error!(%error, shift = %id, "a shift could not be looked at"),
        }
    }
    Ok(swept)
}

/// Answers what was done and who was told.
async fn look_at(tx: &DatabaseTransaction, id: Uuid, now: Timestamp) -> Result<(Swept, Vec<Uuid>), AppError> {
    let shift = shift_store::shift_for_update(tx, id).await?;
    let Some(shift) = shift.filter(|shift| shift.state == ShiftState::Published.as_str()) else {
        return Ok((Swept::default(), Vec::new()));
    };
    if shift.starts_at <= now.as_millis() {
        let ended = line::close(tx, &shift, now).await?;
        return Ok((Swept { ended, ..Swept::default() }, Vec::new()));
    }
    let lapsed = line::lapse_overdue(tx, &shift, now).await?;
    let offered = line::offer_free(tx, &shift, now).await?;
    let reminded = remind(tx, &shift, now).await?;
    let swept = Swept { lapsed: len(&lapsed), offered: len(&offered), reminded: len(&reminded), ended: 0 };
    let told = line::tell(tx, [lapsed, offered, reminded].concat(), now).await?;
    Ok((swept, told))
}

/// What those who have a place are told, and writes down that they were.
async fn remind(
    tx: &DatabaseTransaction,
    shift: &shift::Model,
    now: Timestamp,
) -> Result<Vec<AccountNotice>, AppError> {
    let left = shift.starts_at - now.as_millis();
    let (word, reminded) = match shift.reminded {
        0 | 1 if left <= SOON_MS => (Some(VolunteerWord::Soon), 2),
        0 if left <= TOMORROW_MS => ((left >= NEARLY_SOON_MS).then_some(VolunteerWord::Tomorrow), 1),
        _ => return Ok(Vec::new()),
    };
    store::set_reminded(tx, shift.id, reminded).await?;
    match word {
        Some(word) => line::notices(tx, shift, &[SignUpState::Confirmed, SignUpState::Offered], word, None).await,
        None => Ok(Vec::new()),
    }
}

fn len(notices: &[AccountNotice]) -> u32 {
    u32::try_from(notices.len()).unwrap_or(u32::MAX)
}
