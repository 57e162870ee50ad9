//! `/api/v1/account/sessions`: the devices of an account.

use axum::{Json, extract::State as Ext};
use pingan_api::{
    ProblemCode, Timestamp,
    account::{EndSession, ListSessions, Session},
    audit::{Action, ObjectKind},
    id::SessionId,
};

use super::{entity, store};
use crate::{
    access::Actor,
    audit::{Line, record},
    cases::word,
    error::{Answer, AppError},
    extract::Param,
    state::State,
};

pub(super) async fn list(Ext(state): Ext<State>, actor: Actor) -> Answer<ListSessions> {
    let rows = store::sessions_of(state.db.reads(), actor.account.0, state.now().as_millis()).await?;
    Ok(Json(rows.into_iter().map(|row| session(row, actor.session)).collect::<Result<_, _>>()?))
}

pub(super) fn session(row: entity::session::Model, here: SessionId) -> Result<Session, AppError> {
    Ok(Session {
        id: SessionId(row.id),
        system: word(&row.system)?,
        browser: word(&row.browser)?,
        created_at: Timestamp::from_millis(row.created_at),
        seen_at: Timestamp::from_millis(row.seen_at),
        here: row.id == here.0,
    })
}

/// A session of somebody else is not there.
pub(super) async fn end(Ext(state): Ext<State>, actor: Actor, Param(session): Param<SessionId>) -> Answer<EndSession> {
    let at = state.now();
    state
        .db
        .write(move |tx| {
            Box::pin(async move {
                if !store::delete_session(tx, actor.account.0, session.0).await? {
                    return Err(AppError::from(ProblemCode::NotFound));
                }
                record(tx, &actor, at, Line::new(Action::EndSession).on(ObjectKind::Session, session)).await?;
                Ok(())
            })
        })
        .await?;
    Ok(Json(()))
}
