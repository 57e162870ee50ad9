//! The voice note of an open draft: kept on the phone beside the photos until the outbox has it.

use leptos::prelude::*;
use pingan_api::id::IdempotencyKey;
use web_sys::{Blob, Url};

use super::{OpenDraft, VoiceNote};
use crate::{
    database::Shelf,
    random,
    ui::recorder::{Recording, Sound, Tape},
};

/// What was said, as it can be heard again.
#[derive(Clone, Copy)]
pub struct Voice {
    pub sound: RwSignal<Option<Sound>>,
    pub tape: RwSignal<Tape>,
    bytes: StoredValue<Option<Blob>, LocalStorage>,
}

impl Voice {
    pub(super) fn none() -> Self {
        Self { sound: RwSignal::new(None), tape: RwSignal::new(Tape::Still), bytes: StoredValue::new_local(None) }
    }

    fn hear(self, bytes: Blob, seconds: u32) {
        self.forget();
        self.sound.set(Url::create_object_url_with_blob(&bytes).ok().map(|url| Sound { url, seconds }));
        self.bytes.set_value(Some(bytes));
    }

    /// Forgets what this page knows of it; what lies on the phone stays there.
    pub(super) fn forget(self) {
        if let Some(sound) = self.sound.get_untracked() {
            let _ = Url::revoke_object_url(&sound.url);
            self.sound.set(None);
        }
        self.bytes.set_value(None);
    }
}

impl OpenDraft {
    /// Keeps what was said in the place of what was said before.
    pub fn say(self, Recording { bytes, seconds }: Recording) {
        let key = random::key();
        if let Some(database) = self.database() {
            database.put(Shelf::Photos, &key.to_string(), &bytes);
        }
        self.remove_said();
        self.voice.hear(bytes, seconds);
        self.edit(|draft| draft.voice = Some(VoiceNote { key, seconds }));
        self.save_now();
    }

    pub fn unsay(self) {
        self.remove_said();
        self.voice.forget();
        self.edit(|draft| draft.voice = None);
        self.save_now();
    }

    /// Takes the bytes off the phone.
    pub(super) fn remove_said(self) {
        let key = self.draft.with_untracked(|draft| draft.voice.map(|note| note.key));
        if let (Some(key), Some(database)) = (key, self.database()) {
            database.remove(Shelf::Photos, &key.to_string());
        }
    }

    /// What was said at another time.
    pub(super) async fn restore_said(self) {
        let Some(note) = self.draft.with_untracked(|draft| draft.voice) else { return };
        let bytes = match self.database() {
            Some(database) => database.photo(&note.key.to_string()).await,
            None => None,
        };
        match bytes {
            Some(bytes) => self.voice.hear(bytes, note.seconds),
            None => self.draft.update(|draft| draft.voice = None),
        }
    }

    /// What the outbox is to send.
    pub(super) fn said(self) -> Option<(IdempotencyKey, Blob)> {
        let note = self.draft.with_untracked(|draft| draft.voice)?;
        Some((note.key, self.voice.bytes.get_value()?))
    }

    /// Takes back what the outbox had.
    pub(super) fn say_again(self, bytes: &[(IdempotencyKey, Blob)]) {
        let Some(note) = self.draft.with_untracked(|draft| draft.voice) else { return };
        match bytes.iter().find(|(key, _)| *key == note.key) {
            Some((_, bytes)) => self.voice.hear(bytes.clone(), note.seconds),
            None => self.draft.update(|draft| draft.voice = None),
        }
    }
}
