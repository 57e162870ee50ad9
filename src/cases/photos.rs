//! The photos of one draft on their way to the server: made small one at a time, sent two at a time, kept on the phone
//! until the case is sent.

pub mod exif;
pub mod item;
pub mod shrink;
pub mod upload;

use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};
use pingan_api::{
    id::{IdempotencyKey, PhotoId},
    photos::MAX_PER_CASE,
};
use web_sys::{Blob, File, Url, XmlHttpRequest};

pub use self::item::{Failure, Item, Phase};
use self::item::{Kept, preview};
use super::database::Database;
use crate::random;

/// More at once only makes each slower, and the first ones fail later.
const AT_A_TIME: usize = 2;
/// Seconds to wait before the next try by itself.
const WAITS_S: [u64; 5] = [2, 4, 8, 16, 30];

/// The browser's own things, which are no signals.
#[derive(Default)]
struct Hands {
    database: Option<Database>,
    bytes: Vec<(IdempotencyKey, Blob)>,
    requests: Vec<(IdempotencyKey, XmlHttpRequest)>,
    preparing: bool,
}

#[derive(Clone, Copy)]
pub struct Photos {
    pub items: RwSignal<Vec<Item>>,
    /// More were chosen than a case can have.
    pub left_out: RwSignal<bool>,
    name: &'static str,
    hands: StoredValue<Hands, LocalStorage>,
}

impl Photos {
    /// `name` tells this draft's list from others in the store.
    pub fn new(name: &'static str) -> Self {
        Self {
            items: RwSignal::new(Vec::new()),
            left_out: RwSignal::new(false),
            name,
            hands: StoredValue::new_local(Hands::default()),
        }
    }

    /// Takes what was kept before, in front of what has come since.
    pub async fn restore(self, database: Database) {
        let kept = database.draft(self.name).await.unwrap_or_default();
        let kept: Vec<Kept> = serde_json::from_str(&kept).unwrap_or_default();
        let mut restored = Vec::with_capacity(kept.len());
        for photo in kept {
            let key = photo.key;
            let bytes = database.photo(&key.to_string()).await;
            restored.extend(photo.restored(bytes.as_ref()));
            if let Some(bytes) = bytes {
                self.hands.update_value(|hands| hands.bytes.push((key, bytes)));
            }
        }
        self.hands.update_value(|hands| {
            for item in self.items.read_untracked().iter() {
                if let Some((key, bytes)) = hands.bytes.iter().find(|(key, _)| *key == item.key) {
                    database.put_photo(&key.to_string(), bytes);
                }
            }
            hands.database = Some(database);
        });
        self.items.update(|items| {
            restored.append(items);
            *items = restored;
        });
        self.keep();
        self.go_on();
    }

    /// Adds photos as far as there is room.
    pub fn add(self, files: Vec<File>) {
        let room = MAX_PER_CASE.saturating_sub(self.items.read_untracked().len());
        self.left_out.set(files.len() > room);
        for bytes in files.into_iter().take(room) {
            let key = random::key();
            self.put_bytes(key, bytes.into());
            self.items.update(|items| items.push(Item::new(key)));
        }
        self.keep();
        self.go_on();
    }

    /// Tries again what failed.
    pub fn retry(self, key: IdempotencyKey) {
        self.change(key, |item| {
            if matches!(item.phase, Phase::Failed(_)) {
                item.phase = if item.raw { Phase::Preparing } else { Phase::Waiting };
            }
        });
        self.go_on();
    }

    /// Tries again what failed by no fault of the photo.
    pub fn retry_all(self) {
        let failed = |item: &&Item| matches!(item.phase, Phase::Failed(failure) if failure.mends_itself());
        let keys: Vec<_> = self.items.read_untracked().iter().filter(failed).map(|item| item.key).collect();
        for key in keys {
            self.retry(key);
        }
    }

    /// Sends a photo again that the server no longer has.
    pub fn send_again(self, gone: PhotoId) {
        let key = self.items.read_untracked().iter().find(|item| item.phase == Phase::Sent(gone)).map(|item| item.key);
        let Some(bytes) = key.and_then(|key| self.bytes(key)) else { return };
        let fresh = random::key();
        self.put_bytes(fresh, bytes);
        self.items.update(|items| {
            if let Some(item) = items.iter_mut().find(|item| Some(item.key) == key) {
                item.key = fresh;
                item.phase = Phase::Waiting;
            }
        });
        if let Some(key) = key {
            self.drop_bytes(key);
        }
        self.keep();
        self.go_on();
    }

    pub fn remove(self, key: IdempotencyKey) {
        self.drop_bytes(key);
        let request = self.hands.with_value(|hands| hands.requests.iter().find(|r| r.0 == key).map(|r| r.1.clone()));
        let preview = self.items.read_untracked().iter().find(|item| item.key == key).and_then(|i| i.preview.clone());
        self.items.update(|items| items.retain(|item| item.key != key));
        self.left_out.set(false);
        if let Some(request) = request {
            let _ = request.abort();
        }
        if let Some(preview) = preview {
            let _ = Url::revoke_object_url(&preview);
        }
        self.keep();
        self.go_on();
    }

    /// Removes all that `stays` says no to.
    pub fn retain(self, stays: impl Fn(&Item) -> bool) {
        let gone: Vec<_> = self.items.read_untracked().iter().filter(|item| !stays(item)).map(|i| i.key).collect();
        for key in gone {
            self.remove(key);
        }
    }

    fn change(self, key: IdempotencyKey, change: impl FnOnce(&mut Item)) {
        self.items.update(|items| {
            if let Some(item) = items.iter_mut().find(|item| item.key == key) {
                change(item);
            }
        });
    }

    fn bytes(self, key: IdempotencyKey) -> Option<Blob> {
        self.hands.with_value(|hands| hands.bytes.iter().find(|entry| entry.0 == key).map(|entry| entry.1.clone()))
    }

    fn put_bytes(self, key: IdempotencyKey, bytes: Blob) {
        self.hands.update_value(|hands| {
            if let Some(database) = &hands.database {
                database.put_photo(&key.to_string(), &bytes);
            }
            hands.bytes.retain(|entry| entry.0 != key);
            hands.bytes.push((key, bytes));
        });
    }

    fn drop_bytes(self, key: IdempotencyKey) {
        self.hands.update_value(|hands| {
            if let Some(database) = &hands.database {
                database.remove_photo(&key.to_string());
            }
            hands.bytes.retain(|entry| entry.0 != key);
        });
    }

    /// Writes the list to the store.
    fn keep(self) {
        let kept: Vec<_> = self.items.read_untracked().iter().map(Item::kept).collect();
        let json = serde_json::to_string(&kept).unwrap_or_default();
        self.hands.with_value(|hands| {
            if let Some(database) = &hands.database {
                database.put_draft(self.name, &json);
            }
        });
    }

    fn go_on(self) {
        self.prepare_next();
        self.send_next();
    }

    fn next(self, phase: Phase) -> Option<IdempotencyKey> {
        self.items.read_untracked().iter().find(|item| item.phase == phase).map(|item| item.key)
    }

    /// One at a time: a decoded photo takes 50 MB of a phone that may have little more.
    fn prepare_next(self) {
        if self.hands.with_value(|hands| hands.preparing) {
            return;
        }
        let Some(key) = self.next(Phase::Preparing) else { return };
        let Some(bytes) = self.bytes(key) else { return };
        self.hands.update_value(|hands| hands.preparing = true);
        self.change(key, |item| item.begun = item.begun.saturating_add(1));
        self.keep();
        spawn_local(async move {
            let exif = shrink::read_exif(&bytes).await;
            let small = shrink::shrink(&bytes, exif.orientation).await;
            self.hands.update_value(|hands| hands.preparing = false);
            let is_wanted = self.items.read_untracked().iter().any(|item| item.key == key);
            match small {
                Ok(small) if is_wanted => {
                    let preview = preview(&small);
                    self.put_bytes(key, small);
                    self.change(key, |item| {
                        item.raw = false;
                        item.preview = preview;
                        item.position = exif.position;
                        item.phase = Phase::Waiting;
                    });
                }
                Ok(_) => {}
                Err(shrink::Unreadable) => {
                    self.change(key, |item| item.phase = Phase::Failed(Failure::Unreadable));
                }
            }
            self.keep();
            self.go_on();
        });
    }

    fn send_next(self) {
        loop {
            let sending = |item: &&Item| matches!(item.phase, Phase::Sending(_));
            if self.items.read_untracked().iter().filter(sending).count() >= AT_A_TIME {
                return;
            }
            let Some(key) = self.next(Phase::Waiting) else { return };
            let (Some(bytes), Ok(request)) = (self.bytes(key), XmlHttpRequest::new()) else { return };
            self.change(key, |item| item.phase = Phase::Sending(0));
            self.hands.update_value(|hands| hands.requests.push((key, request.clone())));
            spawn_local(self.send(key, bytes, request));
        }
    }

    async fn send(self, key: IdempotencyKey, bytes: Blob, request: XmlHttpRequest) {
        let on_progress = move |percent| self.change(key, |item| item.phase = Phase::Sending(percent));
        let sent = upload::upload(&request, key, &bytes, on_progress).await;
        self.hands.update_value(|hands| hands.requests.retain(|entry| entry.0 != key));
        match sent.map_err(Failure::from) {
            Ok(photo) => self.change(key, |item| item.phase = Phase::Sent(photo.id)),
            Err(failure) => {
                let mut wait = None;
                self.change(key, |item| {
                    item.phase = Phase::Failed(failure);
                    wait = Some(WAITS_S[item.failures.min(WAITS_S.len() - 1)]).filter(|_| failure.mends_itself());
                    item.failures += 1;
                });
                if let Some(wait) = wait {
                    set_timeout(move || self.retry(key), Duration::from_secs(wait));
                }
            }
        }
        self.keep();
        self.go_on();
    }
}
