//! `GET /api/v1/desk/stream`: tells a desk at once that something changed in what it sees. What, it asks the queue: an event
//! carries nothing, so nobody learns by it what they may not read.

use std::{convert::Infallible, time::Duration};

use axum::{
    extract::State as Ext,
    response::sse::{Event, KeepAlive, Sse},
};
use futures_util::{Stream, StreamExt, stream};
use pingan_api::{ProblemCode, account::Permission, desk::CHANGED_EVENT};
use serde_json::{Value, json};
use tokio::time::Instant;

use super::scope;
use crate::{
    access::Actor,
    error::AppError,
    live::{Subscription, Topic},
    state::State,
};

/// Then the stream ends and the browser opens it again, as somebody who may by then have other roles, or none.
const LONGEST: Duration = Duration::from_secs(10 * 60);
const HEARTBEAT: Duration = Duration::from_secs(20);
const RETRY: Duration = Duration::from_secs(3);
/// A desk on which much goes on is told so often at most.
const REST: Duration = Duration::from_secs(1);

pub(super) async fn stream(
    Ext(state): Ext<State>,
    actor: Actor,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, AppError> {
    let units = scope::held(&actor, Permission::ReadQueue).into_iter().map(|held| Topic::Unit(held.unit));
    let bell = state.live.subscribe(&actor.account.to_string(), units.collect()).ok_or(ProblemCode::Unavailable)?;
    let first = stream::iter([Ok(Event::default().retry(RETRY).comment("here"))]);
    let listening = (bell, Instant::now() + LONGEST);
    let changes = stream::unfold(listening, |listening| async move {
        let listening = next(listening).await?;
        Some((Ok(Event::default().event(CHANGED_EVENT).data("{}")), listening))
    });
    Ok(Sse::new(first.chain(changes)).keep_alive(KeepAlive::new().interval(HEARTBEAT)))
}

/// None ends the stream.
async fn next((mut bell, ends): (Subscription, Instant)) -> Option<(Subscription, Instant)> {
    let rang = tokio::select! {
        rang = bell.changed() => rang,
        () = tokio::time::sleep_until(ends) => false,
    };
    if !rang {
        return None;
    }
    // What happens while it rests rings once more.
    tokio::time::sleep(REST.min(ends.saturating_duration_since(Instant::now()))).await;
    Some((bell, ends))
}

/// The stream's OpenAPI Operation Object.
pub(super) fn operation() -> Value {
    json!({
        "summary": "Tells live, as server-sent events, that something changed in what the desk sees",
        "responses": {
            "200": { "description": "Done", "content": { "text/event-stream": { "schema": { "type": "string" } } } },
        },
    })
}
