//! One thing that waits to be sent, as the phone keeps it.

use pingan_api::{
    Problem, ProblemCode, Timestamp,
    id::{IdempotencyKey, PhotoId, VoiceId},
};
use serde::{Deserialize, Serialize};

use super::parcel::Parcel;
use crate::{client::ClientError, i18n::moment, random};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Under this the server takes it in once, however often it is sent; names it here too.
    pub key: IdempotencyKey,
    pub parcel: Parcel,
    /// Sent before the parcel, one by one, in this order. Their bytes lie on the photos' shelf.
    #[serde(default)]
    pub photos: Vec<PhotoToSend>,
    /// Sent after them, before the parcel. Its bytes lie on the same shelf.
    #[serde(default)]
    pub voice: Option<VoiceToSend>,
    /// What was sent under `key` and got no answer. If the server has one of them after all, only that very one gets
    /// its answer.
    #[serde(default)]
    pub tried: Vec<Parcel>,
    /// What the form that it came from needs to show it again; only the form reads it. Without it there is no editing.
    #[serde(default)]
    pub form: Option<String>,
    pub written_at: Timestamp,
    /// Tries in a row that failed by no fault of what is sent.
    #[serde(default)]
    pub failures: u32,
    /// Waits for its next try.
    #[serde(default)]
    pub rest: Option<Rest>,
    /// How often photos were sent again because the server had swept them.
    #[serde(default)]
    pub swept: u32,
    /// The server will not have it as it is.
    #[serde(default)]
    pub refusal: Option<Refusal>,
}

/// From a try that failed until the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rest {
    pub from: Timestamp,
    pub until: Timestamp,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhotoToSend {
    pub key: IdempotencyKey,
    /// The server has it under this id.
    #[serde(default)]
    pub sent: Option<PhotoId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VoiceToSend {
    pub key: IdempotencyKey,
    /// The server has it under this id.
    #[serde(default)]
    pub sent: Option<VoiceId>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Refusal {
    /// What was sent is not taken.
    Parcel(Box<Problem>),
    /// This photo is not taken.
    Photo(IdempotencyKey, ProblemCode),
    /// The phone has not kept this photo.
    PhotoLost(IdempotencyKey),
    /// The voice note is not taken.
    Voice(ProblemCode),
    /// The phone has not kept the voice note.
    VoiceLost,
}

/// Seconds to wait after the first failures; later ones wait as long as the last.
const WAITS_S: [u32; 8] = [2, 4, 8, 16, 32, 64, 128, 300];

impl Entry {
    pub fn new(parcel: Parcel) -> Self {
        Self::with_key(random::key(), parcel)
    }

    /// For what has tried its way to the server under this key before.
    pub fn with_key(key: IdempotencyKey, parcel: Parcel) -> Self {
        Self::written(moment::now(), key, parcel)
    }

    pub(crate) fn written(written_at: Timestamp, key: IdempotencyKey, parcel: Parcel) -> Self {
        Self {
            key,
            parcel,
            photos: Vec::new(),
            voice: None,
            tried: Vec::new(),
            form: None,
            written_at,
            failures: 0,
            rest: None,
            swept: 0,
            refusal: None,
        }
    }

    /// An answer to an earlier try may have been lost on the way.
    pub fn may_have_arrived(&self) -> bool {
        !self.tried.is_empty()
    }

    pub fn photos_sent(&self) -> usize {
        self.photos.iter().filter(|photo| photo.sent.is_some()).count()
    }

    /// `hurried` is when everything was last asked to be tried at once.
    pub(super) fn is_due(&self, now: Timestamp, hurried: Timestamp) -> bool {
        self.refusal.is_none() && self.rest.is_none_or(|rest| rest.until <= now || rest.from < hurried)
    }

    /// The keys of all bytes that lie on the phone for it.
    pub(super) fn bytes(&self) -> impl Iterator<Item = IdempotencyKey> {
        self.photos.iter().map(|photo| photo.key).chain(self.voice.map(|voice| voice.key))
    }

    /// What is sent, once all that it names is.
    pub(super) fn body(&self) -> Parcel {
        let photos = self.photos.iter().filter_map(|photo| photo.sent).collect();
        self.parcel.clone().naming(photos, self.voice.and_then(|voice| voice.sent))
    }

    /// `body` is about to be sent.
    pub(super) fn trying(&mut self, body: Parcel) {
        self.tried.retain(|tried| *tried != body);
        self.tried.push(body);
    }

    /// It failed by no fault of its own: waits, longer each time. `chance` from 0 to 1 spreads phones that failed
    /// together; `at_least` is what the server asks for, in seconds.
    pub(super) fn postpone(&mut self, now: Timestamp, chance: f64, at_least: Option<u32>) {
        let wait = WAITS_S[(self.failures as usize).min(WAITS_S.len() - 1)];
        let wait_ms = f64::from(wait) * 1000.0 * (0.75 + chance / 2.0);
        let at_least_ms = f64::from(at_least.unwrap_or(0)) * 1000.0;
        self.failures = self.failures.saturating_add(1);
        let until = Timestamp::from_millis(now.as_millis() + wait_ms.max(at_least_ms) as i64);
        self.rest = Some(Rest { from: now, until });
    }

    /// The server swept these photos, or the voice note; the phone still has them, and sends them as new ones. Gives the
    /// old and the new keys. The parcel that named them was refused, so it made nothing.
    pub(super) fn send_again(&mut self, gone: &[PhotoId], voice: bool) -> Vec<(IdempotencyKey, IdempotencyKey)> {
        let mut renamed = Vec::new();
        if let Some(note) = self.voice.as_mut().filter(|_| voice) {
            let key = random::key();
            renamed.push((note.key, key));
            *note = VoiceToSend { key, sent: None };
        }
        for photo in &mut self.photos {
            if photo.sent.is_some_and(|id| gone.contains(&id)) {
                let key = random::key();
                renamed.push((photo.key, key));
                *photo = PhotoToSend { key, sent: None };
            }
        }
        renamed
    }
}

/// What an error means for what was sent.
#[derive(Debug, PartialEq)]
pub(super) enum Verdict {
    /// Not known whether it arrived, or not now: the same again, after so many seconds at least.
    Again(Option<u32>),
    /// Not as it is.
    Refused(Box<Problem>),
}

impl From<ClientError> for Verdict {
    fn from(error: ClientError) -> Self {
        match error {
            ClientError::Offline | ClientError::Unreadable => Self::Again(None),
            ClientError::Problem(problem) => match problem.code {
                ProblemCode::Unavailable | ProblemCode::Internal | ProblemCode::TooManyTries => {
                    Self::Again(problem.retry_after)
                }
                _ => Self::Refused(problem),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use pingan_api::{
        cases::{CaseNumber, NewJoin},
        id::IdempotencyKey,
    };
    use uuid::Uuid;

    use super::*;

    fn key(n: u128) -> IdempotencyKey {
        IdempotencyKey(Uuid::from_u128(n))
    }

    fn entry() -> Entry {
        let join = NewJoin { text: "我也看见了".into(), ..NewJoin::default() };
        let parcel = Parcel::Join { number: CaseNumber::from_index(7), join };
        let photo = PhotoToSend { key: key(2), sent: Some(PhotoId(Uuid::from_u128(3))) };
        Entry { photos: vec![photo], ..Entry::written(at(0), key(1), parcel) }
    }

    #[test]
    fn what_is_kept_is_read_back_and_an_older_one_too() {
        let mut entry = entry();
        let body = entry.body();
        entry.trying(body);
        entry.refusal = Some(Refusal::Parcel(Box::new(Problem::new(ProblemCode::Invalid))));
        let json = serde_json::to_string(&entry).unwrap();
        assert_eq!(serde_json::from_str::<Entry>(&json).unwrap(), entry);
        let old = format!(
            r#"{{"key":"{}","parcel":{},"written_at":"2026-01-01T00:00:00Z"}}"#,
            entry.key,
            serde_json::to_string(&entry.parcel).unwrap()
        );
        assert!(serde_json::from_str::<Entry>(&old).unwrap().is_due(at(0), at(0)));
    }

    fn at(ms: i64) -> Timestamp {
        Timestamp::from_millis(ms)
    }

    fn until(entry: &Entry) -> i64 {
        entry.rest.unwrap().until.as_millis()
    }

    #[test]
    fn a_body_is_remembered_once_and_the_last_stands_last() {
        let mut entry = entry();
        let first = entry.body();
        entry.trying(first.clone());
        entry.photos.clear();
        let second = entry.body();
        entry.trying(second.clone());
        entry.trying(first.clone());
        assert_eq!(entry.tried, [second, first]);
    }

    #[test]
    fn waits_grow_to_five_minutes_and_heed_the_server() {
        let mut entry = entry();
        let mut waits = Vec::new();
        for _ in 0..10 {
            entry.postpone(at(0), 0.5, None);
            waits.push(until(&entry) / 1000);
        }
        assert_eq!(waits, [2, 4, 8, 16, 32, 64, 128, 300, 300, 300]);
        assert!(!entry.is_due(at(299_999), at(0)));
        assert!(entry.is_due(at(299_999), at(1)), "asked for after it failed");
        assert!(entry.is_due(at(300_000), at(0)));
        entry.failures = 0;
        entry.postpone(at(0), 0.0, Some(60));
        assert_eq!(until(&entry), 60_000);
        entry.failures = 0;
        entry.postpone(at(0), 1.0, None);
        assert_eq!(until(&entry), 2500);
    }

    #[test]
    fn only_what_the_server_will_not_have_is_refused() {
        let refused = |code| Verdict::from(ClientError::Problem(Box::new(Problem::new(code))));
        assert_eq!(Verdict::from(ClientError::Offline), Verdict::Again(None));
        assert_eq!(Verdict::from(ClientError::Unreadable), Verdict::Again(None));
        assert_eq!(refused(ProblemCode::Internal), Verdict::Again(None));
        assert!(matches!(refused(ProblemCode::NotJoinable), Verdict::Refused(_)));
        assert!(matches!(refused(ProblemCode::Invalid), Verdict::Refused(_)));
    }
}
