//! The ticket that signatures are made with: fetched from WeChat when it is first needed, kept until shortly before it
//! runs out, fetched once however many ask.

use std::sync::Arc;

use pingan_api::{ProblemCode, Timestamp};
use tokio::sync::Mutex;

use super::servers::{Servers, Ticket};
use crate::error::AppError;

/// A ticket is not used in its last minutes: the phone needs it a moment later.
const MARGIN_S: i64 = 300;
/// After a failure WeChat is left alone for so long.
const PAUSE_MS: i64 = 30_000;

pub(super) struct Tickets {
    servers: Arc<Servers>,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    ticket: String,
    until: i64,
    /// No question before this moment.
    paused_until: i64,
}

impl Tickets {
    pub(super) fn new(servers: Arc<Servers>) -> Self {
        Self { servers, kept: Mutex::default() }
    }

    /// The ticket of now. `unavailable` while WeChat cannot be reached; why is in the log.
    pub(super) async fn get(&self, now: Timestamp) -> Result<String, AppError> {
        let now = now.as_millis();
        let mut kept = self.kept.lock().await;
        if now < kept.until {
            return Ok(kept.ticket.clone());
        }
        if now < kept.paused_until {
            return Err(ProblemCode::Unavailable.into());
        }
        let servers = self.servers.clone();
        let fetched = tokio::task::spawn_blocking(move || servers.ticket()).await.map_err(AppError::broken)?;
        match fetched {
            Ok(Ticket { ticket, expires_in }) => {
                let until = now + (expires_in - MARGIN_S).max(0) * 1000;
                *kept = Kept { ticket: ticket.clone(), until, paused_until: 0 };
                Ok(ticket)
            }
            Err(fault) => {
                tracing::warn!(fault, "WeChat gives no ticket");
                kept.paused_until = now + PAUSE_MS;
                Err(ProblemCode::Unavailable.into())
            }
        }
    }
}
