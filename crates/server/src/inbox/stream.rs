//! Live notices: `POST /api/v1/inbox/streams` gives a ticket for keys and account, `GET /api/v1/inbox/stream/{ticket}` the
//! server-sent events. A stream remembers only which notice it told last; whatever is newer is read from the database
//! when the reader's bell rings, so catching up after a cut and being told live are the same thing.

use std::{collections::VecDeque, convert::Infallible, time::Duration};

use axum::{
    Json,
    extract::State as Ext,
    http::HeaderMap,
    response::sse::{Event, KeepAlive, Sse},
};
use futures_util::{Stream, stream};
use pingan_api::{
    ProblemCode, Timestamp,
    cases::CaseKeys,
    id::NoticeId,
    inbox::{CHANGED_EVENT, NOTICE_EVENT, OpenStream, Pushed, STREAM_PATH, StreamTicket},
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    entity::ticket,
    reader::{self as asking, Whose},
    store::{self, Part},
    view,
};
use crate::{
    error::{Answer, AppError},
    extract::{Body, Client, Param},
    live::{Subscription, Topic},
    openapi::path_parameters,
    secret::Secret,
    state::State,
};

/// How long a ticket opens its stream, also again after a cut.
const TICKET_MS: i64 = 15 * 60_000;
/// Then a stream ends, and the reader asks for another ticket: nobody listens for ever with an old right.
const LONGEST: Duration = Duration::from_secs(60 * 60);
/// A silent connection is cut by phone networks after half a minute or more.
const HEARTBEAT: Duration = Duration::from_secs(20);
/// The wait before a browser opens a cut stream again.
const RETRY: Duration = Duration::from_secs(3);
/// Notices read at once.
const AT_ONCE: u64 = 50;

pub(super) async fn open(
    Ext(state): Ext<State>,
    reader: asking::Reader,
    Body(CaseKeys { keys }): Body<CaseKeys>,
) -> Answer<OpenStream> {
    let whose = reader.whose(&state, &keys).await?;
    if whose.shares.is_empty() && whose.account.is_none() {
        return Err(ProblemCode::WrongNumberOrCode.into());
    }
    let ticket = format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple());
    let expires_at = state.now().as_millis() + TICKET_MS;
    let row = ticket::Model {
        ticket_hash: hash(&state.secret, &ticket),
        shares: serde_json::to_string(&whose).map_err(AppError::broken)?,
        after_seq: store::newest(state.db.reads()).await?,
        expires_at,
    };
    state.db.write(move |tx| Box::pin(async move { store::insert_ticket(tx, row).await })).await?;
    let path = STREAM_PATH.replace("{ticket}", &ticket);
    Ok(Json(StreamTicket { path, expires_at: Timestamp::from_millis(expires_at) }))
}

fn hash(secret: &Secret, ticket: &str) -> String {
    secret.key("stream ticket", &[ticket.as_bytes()])
}

pub(super) async fn stream(
    Ext(state): Ext<State>,
    Param(ticket): Param<String>,
    Client(client): Client,
    headers: HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, AppError> {
    let reads = state.db.reads();
    let known = store::ticket(reads, &hash(&state.secret, &ticket), state.now().as_millis()).await?;
    let known = known.ok_or(ProblemCode::NotFound)?;
    // One that an earlier version wrote opens nothing: whoever has it asks for another.
    let whose: Whose = serde_json::from_str(&known.shares).map_err(|_| ProblemCode::NotFound)?;
    let cases = store::cases_of(reads, &whose.shares).await?.into_iter().map(Topic::Case);
    let topics = cases.chain(whose.account.map(Topic::Account)).collect();
    let bell = state.live.subscribe(&client, topics).ok_or(ProblemCode::Unavailable)?;
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok()?.parse::<NoticeId>().ok());
    let last = match last {
        Some(id) => store::seq_of(reads, &whose, id).await?,
        None => None,
    };
    let first = Event::default().retry(RETRY).comment("here");
    let reader = Reader {
        state,
        whose,
        told: last.unwrap_or(known.after_seq),
        bell,
        waiting: VecDeque::from([first]),
        caught_up: false,
        ends: tokio::time::Instant::now() + LONGEST,
    };
    let events =
        stream::unfold(reader, |mut reader| async move { reader.next().await.map(|event| (Ok(event), reader)) });
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(HEARTBEAT)))
}

struct Reader {
    state: State,
    whose: Whose,
    /// The newest notice that was told.
    told: i64,
    bell: Subscription,
    waiting: VecDeque<Event>,
    /// Nothing is known to be newer.
    caught_up: bool,
    ends: tokio::time::Instant,
}

impl Reader {
    /// None ends the stream: the server stops, the time is over, or the database does not answer; the browser comes back.
    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.waiting.pop_front() {
                return Some(event);
            }
            let mut rang = false;
            if self.caught_up {
                rang = tokio::select! {
                    rang = self.bell.changed() => rang,
                    () = tokio::time::sleep_until(self.ends) => false,
                };
                if !rang {
                    return None;
                }
            }
            let changed = rang && self.bell.take_change();
            if let Err(error) = self.catch_up(changed).await {
                tracing::warn!(%error, "a live stream ends");
                return None;
            }
        }
    }

    async fn catch_up(&mut self, changed: bool) -> Result<(), AppError> {
        let reads = self.state.db.reads();
        let rows = store::notices(reads, &self.whose, Part::After(self.told), AT_ONCE).await?;
        self.caught_up = (rows.len() as u64) < AT_ONCE;
        let Some(newest) = rows.last().map(|row| row.seq) else {
            if changed {
                self.waiting.push_back(Event::default().event(CHANGED_EVENT).data("{}"));
            }
            return Ok(());
        };
        let unread = store::unread(reads, &self.whose).await?;
        let district = self.state.district();
        for told in store::with_subjects(reads, rows).await? {
            let notice = view::notice(&district, told)?;
            let id = notice.id.to_string();
            let json = serde_json::to_string(&Pushed { notice, unread }).map_err(AppError::broken)?;
            self.waiting.push_back(Event::default().event(NOTICE_EVENT).id(id).data(json));
        }
        self.told = newest;
        Ok(())
    }
}

/// The stream's OpenAPI Operation Object.
pub(super) fn operation() -> Value {
    json!({
        "summary": "Live notices as server-sent events; Last-Event-ID catches up after a cut",
        "parameters": path_parameters(STREAM_PATH),
        "responses": {
            "200": { "description": "Done", "content": { "text/event-stream": { "schema": { "type": "string" } } } },
        },
    })
}
