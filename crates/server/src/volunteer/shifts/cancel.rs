//! `POST /api/v1/volunteer/shifts/{shift}/cancel`: a shift that will not be, or what is left of a series.

use axum::extract::State as Ext;
use pingan_api::{
    ProblemCode, Timestamp,
    id::ShiftId,
    volunteer::{
        ShiftState, VolunteerWord,
        shift::{CancelShift, ShiftWords},
    },
};

use super::{Locked, is, line, locked, notices, shown};
use crate::{
    access::Actor,
    audit,
    error::Answer,
    extract::{Body, Param},
    state::State,
    volunteer::{entity::shift, sign_ups, store::shift as store},
};

pub(super) async fn cancel(
    Ext(state): Ext<State>,
    actor: Actor,
    Param(id): Param<ShiftId>,
    Body(ShiftWords { words, series }): Body<ShiftWords>,
) -> Answer<CancelShift> {
    let (district, by, at) = (state.district(), actor.clone(), state.now());
    let told = state
        .db
        .write(move |tx| {
            Box::pin(async move {
                let Locked { shift, team, others } = locked(tx, &district, &by, id, series).await?;
                if !can_be_called_off(&shift, at) {
                    return Err(ProblemCode::NotPossibleNow.into());
                }
                let first = shift.starts_at;
                let later = others.into_iter().filter(|row| row.starts_at > first && can_be_called_off(row, at));
                let (words, mut goodbyes) = (words.trim(), Vec::new());
                for shift in [shift].into_iter().chain(later) {
                    goodbyes.extend(notices(tx, &shift, VolunteerWord::Cancelled, Some(words)).await?);
                    store::call_off(tx, &shift, words, at.as_millis()).await?;
                    audit::record(tx, &by, at, line("cancel", shift.id, &team)).await?;
                }
                sign_ups::line::tell(tx, goodbyes, at).await
            })
        })
        .await?;
    sign_ups::wake(&state, told);
    shown(&state, &actor, id.0).await
}

/// Once it has begun, who is there is there.
fn can_be_called_off(shift: &shift::Model, at: Timestamp) -> bool {
    !is(shift, ShiftState::Cancelled) && shift.starts_at > at.as_millis()
}
