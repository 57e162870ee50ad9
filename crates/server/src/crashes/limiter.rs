//! How many reports are taken: in memory, because a crash must be told of when the database is down, too, and because
//! a report that is lost harms nobody.

use std::{collections::HashMap, sync::Mutex};

use pingan_api::Timestamp;

const WINDOW_MS: i64 = 10 * 60_000;
/// Reports of one client in one window.
const OF_ONE: u32 = 10;
/// Of all together: a fault in a new build crashes on every phone, and the log needs it no more often.
const OF_ALL: u32 = 500;

/// Counts reports of the present window.
#[derive(Default)]
pub(crate) struct Limiter(Mutex<Counts>);

#[derive(Default)]
struct Counts {
    since: i64,
    all: u32,
    clients: HashMap<String, u32>,
}

impl Limiter {
    /// Refuses with the seconds until the next window.
    pub(super) fn admit(&self, client: &str, now: Timestamp) -> Result<(), u32> {
        let now = now.as_millis();
        let mut counts = self.0.lock().expect("nobody panics while counting");
        if !(counts.since..counts.since + WINDOW_MS).contains(&now) {
            *counts = Counts { since: now, ..Counts::default() };
        }
        let wait = u32::try_from((counts.since + WINDOW_MS - now).div_euclid(1000) + 1).unwrap_or(u32::MAX);
        // Who comes when all is full is not even remembered, so the map stays small.
        if counts.all >= OF_ALL {
            return Err(wait);
        }
        let own = counts.clients.entry(client.to_owned()).or_default();
        if *own >= OF_ONE {
            return Err(wait);
        }
        *own += 1;
        counts.all += 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use pingan_api::Timestamp;

    use super::{Limiter, OF_ALL, OF_ONE, WINDOW_MS};

    #[test]
    fn one_client_and_all_together_have_their_limits() {
        let limiter = Limiter::default();
        let at = Timestamp::from_millis;
        for _ in 0..OF_ONE {
            assert_eq!(limiter.admit("a", at(1_000_000)), Ok(()));
        }
        assert_eq!(limiter.admit("a", at(1_000_000)), Err(601));
        for i in OF_ONE..OF_ALL {
            assert_eq!(limiter.admit(&format!("b{i}"), at(1_000_001)), Ok(()));
        }
        assert!(limiter.admit("c", at(1_000_000 + WINDOW_MS - 1)).is_err());
        assert_eq!(limiter.admit("a", at(1_000_000 + WINDOW_MS)), Ok(()));
    }
}
