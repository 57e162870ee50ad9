//! Serialised answers to anonymous reads, kept for a moment.
//!
//! The newest cases and the first screen are asked for by everybody and change seldom. An answer is kept until
//! this server commits a write, and for a second at most, because another process may write to the same database.

use std::{
    collections::HashMap,
    sync::Mutex,
    time::{Duration, Instant},
};

use bytes::Bytes;

/// How far behind another process's writes an answer may be.
const LIFE: Duration = Duration::from_secs(1);
/// Answers of about ten kilobytes each: ten megabytes at most.
const CAPACITY: usize = 1000;

#[derive(Default)]
pub(crate) struct Cache(Mutex<HashMap<String, Entry>>);

struct Entry {
    version: u64,
    made: Instant,
    body: Bytes,
}

impl Cache {
    /// The answer kept under a key, if no write was committed since.
    pub(crate) fn get(&self, key: &str, version: u64) -> Option<Bytes> {
        let entries = self.0.lock().expect("nobody panics while holding the cache");
        entries.get(key).filter(|entry| entry.is_fresh(version)).map(|entry| entry.body.clone())
    }

    /// `version` is the one read before the answer was made, so that a write in between makes it stale at once.
    pub(crate) fn put(&self, key: String, version: u64, body: Bytes) {
        let mut entries = self.0.lock().expect("nobody panics while holding the cache");
        if entries.len() >= CAPACITY {
            entries.retain(|_, entry| entry.is_fresh(version));
        }
        if entries.len() < CAPACITY {
            entries.insert(key, Entry { version, made: Instant::now(), body });
        }
    }

    pub(crate) fn clear(&self) {
        self.0.lock().expect("nobody panics while holding the cache").clear();
    }
}

impl Entry {
    fn is_fresh(&self, version: u64) -> bool {
        self.version == version && self.made.elapsed() < LIFE
    }
}
