//! `POST /api/v1/volunteer/shifts/{shift}/publish`: a draft, or the drafts of a series, for everyone to see.

use axum::extract::State as Ext;
use pingan_api::{
    ProblemCode,
    id::ShiftId,
    volunteer::{
        ShiftState,
        shift::{Publish, PublishShift},
    },
};
use uuid::Uuid;

use super::{Locked, is, line, locked, shown};
use crate::{
    access::Actor,
    audit,
    error::{Answer, AppError},
    extract::{Body, Param},
    state::State,
    volunteer::store::shift as store,
};

pub(super) async fn publish(
    Ext(state): Ext<State>,
    actor: Actor,
    Param(id): Param<ShiftId>,
    Body(Publish { series }): Body<Publish>,
) -> Answer<PublishShift> {
    let (district, by, at) = (state.district(), actor.clone(), state.now());
    state
        .db
        .write(move |tx| {
            Box::pin(async move {
                let Locked { shift, team, others } = locked(tx, &district, &by, id, series).await?;
                if team.closed || is(&shift, ShiftState::Cancelled) {
                    return Err(ProblemCode::NotPossibleNow.into());
                }
                let is_published = is(&shift, ShiftState::Published);
                let drafts = [shift].into_iter().chain(others);
                let drafts = drafts.filter(|row| is(row, ShiftState::Draft) && row.starts_at > at.as_millis());
                let drafts: Vec<Uuid> = drafts.map(|row| row.id).collect();
                // A second tap finds it done.
                if drafts.is_empty() && !is_published {
                    return Err(ProblemCode::NotPossibleNow.into());
                }
                store::publish(tx, &drafts).await?;
                for draft in drafts {
                    audit::record(tx, &by, at, line("publish", draft, &team)).await?;
                }
                Ok::<_, AppError>(())
            })
        })
        .await?;
    shown(&state, &actor, id.0).await
}
