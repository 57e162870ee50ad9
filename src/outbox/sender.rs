//! Sends what waits, one request at a time and one tab at a time: photos and voice first, then what names them. Between two
//! requests everything is on the phone, so that a page may end at any moment.

use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};
use pingan_api::{
    FieldError, Issue, Problem, ProblemCode, Timestamp,
    id::{IdempotencyKey, PhotoId},
};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, future_to_promise};

use super::{
    Entry, Outbox, Parcel, Progress, Refusal,
    entry::Verdict,
    mark::{self, Sent},
    turn::turn,
};
use crate::{client::ClientError, database::Database, i18n::moment, network, route::Route, upload};

/// So often photos are sent again because the server has swept them; beyond that something else is wrong.
const PATIENCE: u32 = 3;

impl Outbox {
    /// Reads the store and begins to send: now, when the person comes back, when the network does.
    pub(super) fn open(self) {
        let opening = future_to_promise(async move {
            let database = Database::open().await;
            self.in_memory.set(database.is_none());
            self.hands.update_value(|hands| hands.database = database);
            self.reload().await;
            self.restored.set(true);
            if !self.in_memory.get_untracked() {
                self.tell();
            }
            self.wake();
            Ok(JsValue::NULL)
        });
        self.hands.update_value(|hands| hands.opening = Some(opening));
        self.follow();
        for event in ["online", "pageshow", "visibilitychange"] {
            let handle = window_event_listener_untyped(event, move |_| {
                if !document().hidden() {
                    self.hurry();
                }
            });
            on_cleanup(move || handle.remove());
        }
        Effect::new(move || network::sending(self.progress.with(Option::is_some)));
    }

    /// Waits until the store has been read.
    pub(super) async fn ready(self) {
        if let Some(opening) = self.hands.with_value(|hands| hands.opening.clone()) {
            // It has no way to fail.
            let _ = JsFuture::from(opening).await;
        }
    }

    pub(super) fn look_again(self) {
        spawn_local(async move {
            self.reload().await;
            self.wake();
        });
    }

    /// Sends what is due, unless this page does so already.
    pub(super) fn wake(self) {
        let running = self.hands.try_update_value(|hands| {
            hands.again = true;
            std::mem::replace(&mut hands.running, true)
        });
        if running == Some(false) {
            spawn_local(self.run());
        }
    }

    async fn run(self) {
        while self.hands.try_update_value(|hands| std::mem::take(&mut hands.again)) == Some(true) {
            while self.next().is_some() {
                // Let go after each request, so that another tab, or whoever wants to change something, gets a turn.
                let _turn = turn().await;
                self.reload().await;
                let Some(entry) = self.next() else { break };
                self.step(entry).await;
            }
            self.progress.set(None);
        }
        self.hands.update_value(|hands| hands.running = false);
        self.sleep();
    }

    /// What is due, those that never failed first, then the oldest.
    fn next(self) -> Option<Entry> {
        let now = moment::now();
        let hurried = self.hands.with_value(|hands| hands.hurried).unwrap_or(Timestamp::from_millis(0));
        self.entries.with_untracked(|entries| {
            entries.iter().filter(|entry| entry.is_due(now, hurried)).min_by_key(|entry| entry.failures).cloned()
        })
    }

    /// Wakes for the next try.
    fn sleep(self) {
        let now = moment::now();
        let next = self.entries.with_untracked(|entries| {
            let waiting = entries.iter().filter(|entry| entry.refusal.is_none());
            waiting.filter_map(|entry| Some(entry.rest?.until)).min()
        });
        let timer = next.and_then(|next| {
            let wait = (next.as_millis() - now.as_millis()).max(0) as u64;
            set_timeout_with_handle(move || self.wake(), Duration::from_millis(wait + 1)).ok()
        });
        self.hands.update_value(|hands| {
            if let Some(earlier) = std::mem::replace(&mut hands.timer, timer) {
                earlier.clear();
            }
        });
    }

    /// One request for an entry.
    async fn step(self, entry: Entry) {
        self.progress.set(Some(Progress { key: entry.key, percent: 0 }));
        if let Some(shift) = entry.parcel.shift() {
            return self.send_ticks(shift).await;
        }
        let photo = entry.photos.iter().find(|photo| photo.sent.is_none());
        let voice = entry.voice.filter(|voice| voice.sent.is_none());
        match (photo, voice) {
            (Some(photo), _) => self.send_photo(entry.key, photo.key).await,
            (None, Some(voice)) => self.send_voice(entry.key, voice.key).await,
            (None, None) => self.send_parcel(entry).await,
        }
    }

    async fn send_photo(self, entry: IdempotencyKey, photo: IdempotencyKey) {
        let Some(bytes) = self.bytes(photo).await else {
            return self.refuse(entry, Refusal::PhotoLost(photo)).await;
        };
        let on_progress = move |percent| self.progress.set(Some(Progress { key: entry, percent }));
        match upload::photo(photo, &bytes, on_progress).await {
            Ok(sent) => {
                let note = move |entry: &mut Entry| {
                    if let Some(photo) = entry.photos.iter_mut().find(|other| other.key == photo) {
                        photo.sent = Some(sent.id);
                    }
                    entry.failures = 0;
                };
                self.change(entry, note).await;
            }
            Err(error) => match Verdict::from(error) {
                Verdict::Again(at_least) => self.postpone(entry, at_least).await,
                Verdict::Refused(problem) => self.refuse(entry, Refusal::Photo(photo, problem.code)).await,
            },
        }
    }

    async fn send_voice(self, entry: IdempotencyKey, voice: IdempotencyKey) {
        let Some(bytes) = self.bytes(voice).await else {
            return self.refuse(entry, Refusal::VoiceLost).await;
        };
        let on_progress = move |percent| self.progress.set(Some(Progress { key: entry, percent }));
        match upload::voice(voice, &bytes, on_progress).await {
            Ok(sent) => {
                let note = move |entry: &mut Entry| {
                    if let Some(note) = entry.voice.as_mut().filter(|note| note.key == voice) {
                        note.sent = Some(sent.id);
                    }
                    entry.failures = 0;
                };
                self.change(entry, note).await;
            }
            Err(error) => match Verdict::from(error) {
                Verdict::Again(at_least) => self.postpone(entry, at_least).await,
                Verdict::Refused(problem) => self.refuse(entry, Refusal::Voice(problem.code)).await,
            },
        }
    }

    async fn send_parcel(self, entry: Entry) {
        let (key, body) = (entry.key, entry.body());
        let trying = {
            let body = body.clone();
            move |entry: &mut Entry| entry.trying(body)
        };
        // Written before it is sent: whoever finds it later knows that it may have arrived.
        if !self.change(key, trying).await {
            return;
        }
        let mut answer = body.send(key, self.device).await;
        let mut earlier = false;
        if is_of_another_body(&answer) {
            // An earlier try did reach the server and only its answer was lost.
            for tried in entry.tried.iter().rev().filter(|tried| **tried != body) {
                answer = tried.send(key, self.device).await;
                if !is_of_another_body(&answer) {
                    earlier = answer.is_ok();
                    break;
                }
            }
        }
        match answer {
            Ok(route) => self.has_arrived(entry, Sent { path: route.href(), earlier }).await,
            Err(error) => match Verdict::from(error) {
                Verdict::Again(at_least) => self.postpone(key, at_least).await,
                Verdict::Refused(problem) => self.was_refused(entry, body, problem).await,
            },
        }
    }

    /// The receipt is on the device; now the entry may go.
    async fn has_arrived(self, entry: Entry, sent: Sent) {
        mark::sent(entry.key, &sent);
        self.sent.update(|all| all.push((entry.key, sent)));
        self.remove(&entry).await;
    }

    async fn was_refused(self, entry: Entry, body: Parcel, problem: Box<Problem>) {
        let (swept, voice) = swept(&problem, &body);
        if problem.code == ProblemCode::IdempotencyKeyReused {
            return self.refuse(entry.key, Refusal::Parcel(problem)).await;
        }
        // This body made nothing.
        let forget = move |entry: &mut Entry| entry.tried.retain(|tried| *tried != body);
        self.change(entry.key, forget).await;
        if swept.is_empty() && !voice || entry.swept >= PATIENCE {
            return self.refuse(entry.key, Refusal::Parcel(problem)).await;
        }
        let mut changed = entry.clone();
        let renamed = changed.send_again(&swept, voice);
        for (old, new) in &renamed {
            let Some(bytes) = self.bytes(*old).await else {
                let is_voice = entry.voice.is_some_and(|voice| voice.key == *old);
                let lost = if is_voice { Refusal::VoiceLost } else { Refusal::PhotoLost(*old) };
                return self.refuse(entry.key, lost).await;
            };
            self.put_bytes(*new, bytes).await;
        }
        let (photos, voice, swept) = (changed.photos, changed.voice, entry.swept + 1);
        let note = move |entry: &mut Entry| (entry.photos, entry.voice, entry.swept) = (photos, voice, swept);
        self.change(entry.key, note).await;
        for (old, _) in renamed {
            self.forget_bytes(old).await;
        }
    }

    pub(super) async fn postpone(self, key: IdempotencyKey, at_least: Option<u32>) {
        let (now, chance) = (moment::now(), js_sys::Math::random());
        self.change(key, move |entry| entry.postpone(now, chance, at_least)).await;
    }

    pub(super) async fn refuse(self, key: IdempotencyKey, refusal: Refusal) {
        self.change(key, move |entry| (entry.refusal, entry.rest) = (Some(refusal), None)).await;
    }
}

fn is_of_another_body(answer: &Result<Route, ClientError>) -> bool {
    matches!(answer, Err(ClientError::Problem(problem)) if problem.code == ProblemCode::IdempotencyKeyReused)
}

/// The photos that the server no longer has, and whether it lacks the voice note, if that is all that is wrong: it keeps
/// what nothing names for a day.
fn swept(problem: &Problem, body: &Parcel) -> (Vec<PhotoId>, bool) {
    let index = |field: &str| field.split_once("photos[")?.1.strip_suffix(']')?.parse::<usize>().ok();
    let photo = |error: &FieldError| body.photos().get(index(&error.field)?).copied();
    let (mut photos, mut voice) = (Vec::new(), false);
    for error in &problem.errors {
        match (error.code, photo(error)) {
            (Issue::UnknownPhoto, Some(id)) => photos.push(id),
            (Issue::UnknownVoice, _) => voice = true,
            _ => return (Vec::new(), false),
        }
    }
    (photos, voice)
}
