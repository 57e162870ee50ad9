//! Between several servers, and a server and its command line: PostgreSQL carries changes by LISTEN and NOTIFY; on SQLite,
//! where there is one server, the notices that the command line wrote are looked for.

use std::time::Duration;

use uuid::Uuid;

use super::{Change, wake};
use crate::{db::Bus, inbox, state::State};

/// How often SQLite is asked. It is a look at the end of an index.
const LOOK: Duration = Duration::from_millis(500);
const AFTER_A_FAILURE: Duration = Duration::from_secs(5);

/// Runs as long as the server.
pub async fn run(state: State) {
    match state.db.bus() {
        Some(bus) => between_servers(state, bus).await,
        None => look(state).await,
    }
}

async fn between_servers(state: State, bus: Bus) {
    let own = Uuid::new_v4().simple().to_string();
    tokio::join!(tell(&state, &bus, &own), listen(&state, &bus, &own));
}

/// Not in the transactions themselves: PostgreSQL lets only one that notifies commit at a time.
async fn tell(state: &State, bus: &Bus, own: &str) {
    let mut changes = state.live.tell_others();
    while let Some(change) = changes.recv().await {
        for piece in change.pieces() {
            let Ok(json) = serde_json::to_string(&piece) else { continue };
            if let Err(error) = bus.notify(&format!("{own} {json}")).await {
                tracing::warn!(%error, "other servers were not told of a change");
            }
        }
    }
}

async fn listen(state: &State, bus: &Bus, own: &str) {
    loop {
        let heard = bus.listen(|message| match message {
            None => state.live.wake_all(),
            Some(text) => {
                let Some((origin, json)) = text.split_once(' ') else { return };
                if let (true, Ok(change)) = (origin != own, serde_json::from_str::<Change>(json)) {
                    wake(state, &change);
                }
            }
        });
        let error = heard.await;
        if state.is_stopping() {
            return;
        }
        tracing::warn!(%error, "other servers are not heard");
        tokio::time::sleep(AFTER_A_FAILURE).await;
    }
}

async fn look(state: State) {
    let mut last = None;
    let mut moments = tokio::time::interval(LOOK);
    loop {
        moments.tick().await;
        match inbox::told_since(&state, last).await {
            Ok((newest, topics)) => {
                if last.is_some() {
                    state.live.wake_for_notices(&topics);
                }
                last = Some(newest);
            }
            Err(error) => tracing::warn!(%error, "new notices could not be looked for"),
        }
    }
}
