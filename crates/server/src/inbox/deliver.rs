//! Sends what waits in the outbox: each row is claimed by one deliverer for a while, sent under its own id, and settled.
//! What fails is tried again, each time after twice the wait, and given up in the end with a line in the log. A deliverer
//! that dies leaves its claim to run out; the provider knows the id and sends nothing twice.

use std::time::Duration;

use futures_util::{StreamExt, stream};
use pingan_api::{
    Timestamp,
    cases::{CaseCode, CaseNumber, State as CaseState, code::link_path},
    id::ShiftId,
    inbox::shift_path,
    volunteer::VolunteerWord,
};
use uuid::Uuid;

use super::store;
use crate::{
    cases::{number as case_number, word},
    error::AppError,
    state::State,
    texts::{Kind, NotSent, Text, Texter},
    words::{Label, Lang, moment, t},
};

/// How it stands with a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    Waiting,
    Sent,
    /// Failed too often, or the provider will never take it.
    GivenUp,
    /// Whoever was to get it left no number any more, or no longer wishes it.
    Dropped,
}

impl Fate {
    /// Its word in the database.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Fate::Waiting => "waiting",
            Fate::Sent => "sent",
            Fate::GivenUp => "given_up",
            Fate::Dropped => "dropped",
        }
    }
}

/// A try that takes longer has failed.
const PATIENCE: Duration = Duration::from_secs(20);
/// Longer than any try takes, so that nobody else begins meanwhile.
const CLAIM_MS: i64 = 60_000;
const FIRST_WAIT_MS: i64 = 30_000;
const LONGEST_WAIT_MS: i64 = 3_600_000;
/// About an hour and a half after the first.
pub const TRIES: i32 = 8;

const AT_ONCE: usize = 8;
/// Rows taken up in one round.
const ROUND: u64 = 64;
const LOOK: Duration = Duration::from_secs(1);
const AFTER_A_FAILURE: Duration = Duration::from_secs(10);

/// Delivers as long as the server runs. `address` is where residents reach the app, for the link in a message.
pub async fn run(state: State, address: Option<String>) {
    loop {
        let wait = match round(&state, state.texts(), address.as_deref()).await {
            Ok(0) => LOOK,
            Ok(_) => continue,
            Err(error) => {
                tracing::warn!(%error, "messages could not be delivered");
                AFTER_A_FAILURE
            }
        };
        tokio::time::sleep(wait).await;
    }
}

/// Takes up what is due, once. Answers how many rows this deliverer had.
pub async fn round(state: &State, texter: &dyn Texter, address: Option<&str>) -> Result<usize, AppError> {
    let due = store::due(state.db.reads(), state.now().as_millis(), ROUND).await?;
    let delivering = due.into_iter().map(|id| deliver(state, texter, address, id));
    let delivered: Vec<Result<bool, AppError>> = stream::iter(delivering).buffer_unordered(AT_ONCE).collect().await;
    let mut had = 0;
    for one in delivered {
        had += usize::from(one?);
    }
    Ok(had)
}

/// Answers false if another deliverer was first.
async fn deliver(state: &State, texter: &dyn Texter, address: Option<&str>, id: Uuid) -> Result<bool, AppError> {
    let (claim, now) = (Uuid::new_v4(), state.now().as_millis());
    let claimed = state.db.write(move |tx| Box::pin(store::claim(tx, id, claim, now, now + CLAIM_MS))).await?;
    let Some(tries) = claimed else { return Ok(false) };
    let message = store::message(state.db.reads(), &state.secret, id).await;
    let written = message.and_then(|message| match message {
        Some(message) => Ok(Some((words(address, &message.saying)?, message))),
        None => Ok(None),
    });
    let fate = match written {
        Ok(None) => Settled::Ended(Fate::Dropped),
        Err(error) if tries >= TRIES => give_up(id, tries, &error.to_string()),
        Err(error) => {
            tracing::warn!(delivery = %id, tries, %error, "a message could not be written");
            Settled::Again(tries)
        }
        Ok(Some((words, message))) => {
            let text = Text { id, phone: &message.phone, kind: message.saying.kind(), words: &words, code: "" };
            match tokio::time::timeout(PATIENCE, texter.send(text)).await {
                Ok(Ok(())) => Settled::Ended(Fate::Sent),
                Ok(Err(NotSent::Ever(reason))) => give_up(id, tries, &reason),
                Ok(Err(NotSent::Now(reason))) if tries >= TRIES => give_up(id, tries, &reason),
                Err(_) if tries >= TRIES => give_up(id, tries, "no answer"),
                Ok(Err(NotSent::Now(reason))) => {
                    tracing::debug!(delivery = %id, tries, reason, "a message is tried again later");
                    Settled::Again(tries)
                }
                Err(_) => Settled::Again(tries),
            }
        }
    };
    let now = state.now().as_millis();
    let (fate, next_at) = match fate {
        Settled::Ended(fate) => (fate, now),
        Settled::Again(tries) => (Fate::Waiting, now + wait_after(tries)),
    };
    state.db.write(move |tx| Box::pin(store::settle(tx, id, claim, fate, next_at))).await?;
    Ok(true)
}

enum Settled {
    Ended(Fate),
    /// After so many tries.
    Again(i32),
}

fn give_up(id: Uuid, tries: i32, reason: &str) -> Settled {
    tracing::error!(delivery = %id, tries, reason, "a message was given up");
    Settled::Ended(Fate::GivenUp)
}

/// Half a minute, then twice as long each time, an hour at most.
fn wait_after(tries: i32) -> i64 {
    let doublings = u32::try_from(tries - 1).unwrap_or(0).min(16);
    (FIRST_WAIT_MS << doublings).min(LONGEST_WAIT_MS)
}

pub(super) struct Message {
    pub(super) phone: String,
    pub(super) saying: Saying,
}

/// What a message is made of.
pub(super) enum Saying {
    Step { number: i32, code: CaseCode, state: String },
    Shift { id: Uuid, word: VolunteerWord, title: String, starts_at: i64, until: Option<i64> },
}

impl Saying {
    const fn kind(&self) -> Kind {
        match self {
            Self::Step { .. } => Kind::News,
            Self::Shift { .. } => Kind::Shift,
        }
    }
}

/// Of a case number and state, of a shift what it is called and when it begins; and the link that opens the one or the
/// other. The case's code is behind its `#`, which no server sees.
fn words(address: Option<&str>, saying: &Saying) -> Result<String, AppError> {
    let lang = Lang::Zh;
    let link = |path: String| address.map(|address| format!("{}{path}", address.trim_end_matches('/')));
    let text = match saying {
        Saying::Step { number, code, state } => {
            let number: CaseNumber = case_number(*number)?;
            let to = word::<CaseState>(state)?.label(lang);
            match link(link_path(number, code)) {
                Some(link) => t::inbox_text_link(lang, link, number, to),
                None => t::inbox_text(lang, number, to),
            }
        }
        Saying::Shift { id, word, title, starts_at, until } => {
            let at = moment(lang, Timestamp::from_millis(*starts_at));
            let what = match (word, until) {
                (VolunteerWord::Offered, Some(until)) => {
                    t::inbox_offered_until(lang, moment(lang, Timestamp::from_millis(*until)))
                }
                _ => word.label(lang).to_owned(),
            };
            match link(shift_path(ShiftId(*id))) {
                Some(link) => t::inbox_shift_text_link(lang, at, link, title, what),
                None => t::inbox_shift_text(lang, at, title, what),
            }
        }
    };
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::wait_after;

    #[test]
    fn waits_double_up_to_an_hour() {
        let minutes: Vec<f64> = (1..=9).map(|tries| wait_after(tries) as f64 / 60_000.0).collect();
        assert_eq!(minutes, [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0, 60.0]);
        assert_eq!(wait_after(i32::MAX), 3_600_000);
    }
}
