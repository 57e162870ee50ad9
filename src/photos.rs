//! The photos of one draft on their way to the server: made small one at a time, sent two at a time, kept on the phone
//! until the case is sent.

pub mod exif;
pub mod item;
pub mod shrink;
pub mod tiles;

use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};
use pingan_api::{
    id::{IdempotencyKey, PhotoId},
    photos::MAX_PER_CASE,
};
use web_sys::{Blob, File, Url};

pub use self::item::{Failure, Item, Phase};
use self::item::{Kept, preview};
use crate::{
    database::{Database, Shelf},
    json,
    outbox::PhotoToSend,
    random, upload,
};

/// More at once only makes each slower, and the first ones fail later.
const AT_A_TIME: usize = 2;
/// Seconds to wait before the next try by itself.
const WAITS_S: [u64; 5] = [2, 4, 8, 16, 30];

/// What the store keeps of photos that the outbox had.
pub fn kept_photos(photos: &[PhotoToSend]) -> String {
    let kept: Vec<_> = photos.iter().map(Kept::of).collect();
    crate::json::write(&kept).unwrap_or_default()
}

/// The browser's own things, which are no signals.
#[derive(Default)]
struct Hands {
    database: Option<Database>,
    bytes: Vec<(IdempotencyKey, Blob)>,
    preparing: bool,
}

#[derive(Clone, Copy)]
pub struct Photos {
    pub items: RwSignal<Vec<Item>>,
    /// More were chosen than a case can have.
    pub left_out: RwSignal<bool>,
    /// Tells this draft's list from others in the store.
    pub name: &'static str,
    hands: StoredValue<Hands, LocalStorage>,
}

impl Photos {
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
        let kept = database.text(Shelf::Drafts, self.name).await.unwrap_or_default();
        let kept: Vec<Kept> = json::read(&kept).unwrap_or_default();
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
                    database.put(Shelf::Photos, &key.to_string(), bytes);
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
        let preview = self.items.read_untracked().iter().find(|item| item.key == key).and_then(|i| i.preview.clone());
        self.items.update(|items| items.retain(|item| item.key != key));
        self.left_out.set(false);
        upload::cancel(key);
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

    /// What the outbox sends from here on; an upload that is under way is not begun anew there.
    pub fn to_send(self) -> Vec<PhotoToSend> {
        let photo = |item: &Item| PhotoToSend { key: item.key, sent: item.phase.sent() };
        self.items.with_untracked(|items| items.iter().map(photo).collect())
    }

    /// The photos' bytes.
    pub fn all_bytes(self) -> Vec<(IdempotencyKey, Blob)> {
        self.hands.with_value(|hands| hands.bytes.clone())
    }

    /// They are the outbox's now: forgets them without taking anything back.
    pub fn let_go(self) {
        for preview in self.items.read_untracked().iter().filter_map(|item| item.preview.as_ref()) {
            let _ = Url::revoke_object_url(preview);
        }
        self.hands.update_value(|hands| hands.bytes.clear());
        self.items.set(Vec::new());
        self.left_out.set(false);
        self.keep();
    }

    /// Takes back what the outbox had.
    pub fn take_back(self, photos: &[PhotoToSend], bytes: Vec<(IdempotencyKey, Blob)>) {
        let find = |key| bytes.iter().find(|(other, _)| *other == key).map(|(_, bytes)| bytes);
        let items = photos.iter().filter_map(|photo| Kept::of(photo).restored(find(photo.key))).collect();
        let bytes = bytes.into_iter().filter(|(key, _)| photos.iter().any(|photo| photo.key == *key)).collect();
        self.hands.update_value(|hands| hands.bytes = bytes);
        self.items.set(items);
        self.keep();
        self.go_on();
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
                database.put(Shelf::Photos, &key.to_string(), &bytes);
            }
            hands.bytes.retain(|entry| entry.0 != key);
            hands.bytes.push((key, bytes));
        });
    }

    fn drop_bytes(self, key: IdempotencyKey) {
        self.hands.update_value(|hands| {
            if let Some(database) = &hands.database {
                database.remove(Shelf::Photos, &key.to_string());
            }
            hands.bytes.retain(|entry| entry.0 != key);
        });
    }

    /// Writes the list to the store.
    fn keep(self) {
        let kept: Vec<_> = self.items.read_untracked().iter().map(Item::kept).collect();
        let json = json::write(&kept).unwrap_or_default();
        self.hands.with_value(|hands| {
            if let Some(database) = &hands.database {
                database.put_text(Shelf::Drafts, self.name, &json);
            }
        });
    }

    /// The page that they were for was left.
    fn is_gone(self) -> bool {
        self.items.is_disposed()
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
            if self.is_gone() {
                return;
            }
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
            let Some(bytes) = self.bytes(key) else { return };
            self.change(key, |item| item.phase = Phase::Sending(0));
            spawn_local(self.send(key, bytes));
        }
    }

    async fn send(self, key: IdempotencyKey, bytes: Blob) {
        let on_progress = move |percent| self.change(key, |item| item.phase = Phase::Sending(percent));
        let sent = upload::photo(key, &bytes, on_progress).await;
        if self.is_gone() {
            return;
        }
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
                    let again = move || {
                        if !self.is_gone() {
                            self.retry(key);
                        }
                    };
                    set_timeout(again, Duration::from_secs(wait));
                }
            }
        }
        self.keep();
        self.go_on();
    }
}
