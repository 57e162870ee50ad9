//! Slows down whoever guesses codes. Tries are counted in the database, so that a restart or a second server does not
//! begin anew; who tries is known by a keyed hash alone.

pub mod attempt;

use pingan_api::{Problem, ProblemCode, Timestamp};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, sea_query::OnConflict,
};

use crate::{db::Db, error::AppError, secret::Secret};

/// Wrong tries at one case before the first wait.
const FREE_TRIES: i32 = 5;
const FIRST_WAIT_MS: i64 = 10_000;
const LONGEST_WAIT_MS: i64 = 15 * 60_000;

/// Wrong tries of one client, whatever the cases, in one window.
const CLIENT_TRIES: i32 = 50;
const CLIENT_WINDOW_MS: i64 = 15 * 60_000;

/// After this long without a wrong try at a case all is forgotten.
const MEMORY_MS: i64 = 24 * 3_600_000;

/// What a client tries to open.
pub(crate) enum Subject<'a> {
    /// Its number in one spelling.
    Case(&'a str),
    /// Several cases at once.
    Any,
}

/// One try, to be judged in one transaction.
pub(crate) struct Throttle {
    client: String,
    pair: Option<String>,
    lock: i64,
    now: i64,
}

impl Throttle {
    pub(crate) fn new(secret: &Secret, client: &str, subject: Subject<'_>, now: Timestamp) -> Self {
        let client_key = secret.mac("try client", &[client.as_bytes()]);
        let pair = match subject {
            Subject::Case(number) => Some(secret.key("try pair", &[client.as_bytes(), number.as_bytes()])),
            Subject::Any => None,
        };
        Self {
            client: secret.key("try client", &[client.as_bytes()]),
            pair,
            lock: i64::from_be_bytes(client_key[..8].try_into().expect("a MAC has 32 bytes")),
            now: now.as_millis(),
        }
    }

    /// Refuses while a wait runs. Other tries of the client stand in line behind this transaction.
    pub(crate) async fn admit(&self, tx: &DatabaseTransaction) -> Result<(), AppError> {
        Db::lock(tx, self.lock).await?;
        let keys = std::iter::once(self.client.as_str()).chain(self.pair.as_deref());
        let rows = attempt::Entity::find().filter(attempt::Column::Key.is_in(keys)).all(tx).await?;
        let until = rows.iter().map(|row| row.blocked_until).max().unwrap_or(0);
        if until <= self.now {
            return Ok(());
        }
        let seconds = (until - self.now).div_euclid(1000) + 1;
        let retry_after = Some(u32::try_from(seconds).unwrap_or(u32::MAX));
        Err(Problem { retry_after, ..Problem::new(ProblemCode::TooManyTries) }.into())
    }

    /// The client has the right code: wrong tries at this case are forgotten. The client's own count stays, or one right
    /// code would pay for fifty guesses at others.
    pub(crate) async fn succeeded(&self, tx: &DatabaseTransaction) -> Result<(), DbErr> {
        let Some(pair) = &self.pair else { return Ok(()) };
        // Nothing is written where there is nothing to forget.
        if attempt::Entity::find_by_id(pair.as_str()).one(tx).await?.is_some() {
            attempt::Entity::delete_by_id(pair.as_str()).exec(tx).await?;
        }
        Ok(())
    }

    pub(crate) async fn failed(&self, tx: &DatabaseTransaction) -> Result<(), DbErr> {
        if let Some(pair) = &self.pair {
            let before = self.row(tx, pair, MEMORY_MS).await?;
            let tries = before.tries + 1;
            let wait = wait_after(tries);
            let blocked_until = if wait > 0 { self.now + wait } else { 0 };
            save(tx, attempt::Model { tries, since: self.now, blocked_until, ..before }).await?;
        }
        let before = self.row(tx, &self.client, CLIENT_WINDOW_MS).await?;
        let tries = before.tries + 1;
        let blocked_until = if tries >= CLIENT_TRIES { before.since + CLIENT_WINDOW_MS } else { 0 };
        save(tx, attempt::Model { tries, blocked_until, ..before }).await
    }

    /// What is known under a key, begun anew if that is older than `memory`.
    async fn row(&self, tx: &DatabaseTransaction, key: &str, memory: i64) -> Result<attempt::Model, DbErr> {
        let row = attempt::Entity::find_by_id(key).one(tx).await?.filter(|row| self.now - row.since < memory);
        let new = || attempt::Model { key: key.to_owned(), tries: 0, since: self.now, blocked_until: 0 };
        Ok(row.unwrap_or_else(new))
    }
}

/// Milliseconds to wait after so many wrong tries at one case: 10 s, then twice as long each time, 15 min at most.
fn wait_after(tries: i32) -> i64 {
    match tries - FREE_TRIES {
        doublings @ 0..=10 => (FIRST_WAIT_MS << doublings).min(LONGEST_WAIT_MS),
        less if less < 0 => 0,
        _ => LONGEST_WAIT_MS,
    }
}

async fn save(tx: &DatabaseTransaction, row: attempt::Model) -> Result<(), DbErr> {
    let model = attempt::ActiveModel {
        key: Set(row.key),
        tries: Set(row.tries),
        since: Set(row.since),
        blocked_until: Set(row.blocked_until),
    };
    let mut replace = OnConflict::column(attempt::Column::Key);
    replace.update_columns([attempt::Column::Tries, attempt::Column::Since, attempt::Column::BlockedUntil]);
    attempt::Entity::insert(model).on_conflict(replace).exec_without_returning(tx).await?;
    Ok(())
}

/// Forgets what no longer matters; run now and then.
pub async fn sweep(db: &Db, now: Timestamp) -> Result<(), DbErr> {
    let old = now.as_millis() - MEMORY_MS;
    db.write(move |tx| {
        Box::pin(async move {
            attempt::Entity::delete_many().filter(attempt::Column::Since.lt(old)).exec(tx).await?;
            Ok(())
        })
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::wait_after;

    #[test]
    fn waits_double_up_to_a_quarter_of_an_hour() {
        let seconds: Vec<i64> = (1..=13).map(|tries| wait_after(tries) / 1000).collect();
        assert_eq!(seconds, [0, 0, 0, 0, 10, 20, 40, 80, 160, 320, 640, 900, 900]);
        assert_eq!(wait_after(i32::MAX), 900_000);
    }
}
