//! `POST /api/v1/volunteer/shifts/{shift}/messages`: the organiser writes to everyone who has a place or waits.

use std::collections::HashSet;

use axum::{Json, extract::State as Ext};
use pingan_api::{
    ProblemCode,
    id::ShiftId,
    volunteer::{
        ShiftState, VolunteerWord,
        shift::{ShiftWords, TellShift},
    },
};

use super::{Locked, is, line, locked, notices};
use crate::{
    access::Actor,
    audit,
    error::Answer,
    extract::{Body, Param},
    state::State,
    volunteer::sign_ups,
};

pub(super) async fn tell(
    Ext(state): Ext<State>,
    actor: Actor,
    Param(id): Param<ShiftId>,
    Body(ShiftWords { words, series }): Body<ShiftWords>,
) -> Answer<TellShift> {
    let (district, at) = (state.district(), state.now());
    let told = state
        .db
        .write(move |tx| {
            Box::pin(async move {
                let Locked { shift, team, others } = locked(tx, &district, &actor, id, series).await?;
                if !is(&shift, ShiftState::Published) {
                    return Err(ProblemCode::NotPossibleNow.into());
                }
                let first = shift.starts_at;
                let later = others.into_iter().filter(|row| row.starts_at > first && is(row, ShiftState::Published));
                let (words, mut messages) = (words.trim(), Vec::new());
                for shift in [shift].into_iter().chain(later) {
                    messages.extend(notices(tx, &shift, VolunteerWord::Message, Some(words)).await?);
                    audit::record(tx, &actor, at, line("message", shift.id, &team)).await?;
                }
                // Whoever is in several of them reads it once.
                let mut seen = HashSet::new();
                messages.retain(|message| seen.insert(message.account));
                sign_ups::line::tell(tx, messages, at).await
            })
        })
        .await?;
    sign_ups::wake(&state, told);
    Ok(Json(()))
}
