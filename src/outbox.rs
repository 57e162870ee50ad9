//! The one door for everything that a resident sends. What goes in is written on the phone before it is sent, is sent
//! by itself until the server has it, and arrives once, because it keeps its key and body. Needs no service worker.
//!
//! [`Outbox::send`] takes something in; [`parcel::Parcel`] is the list of what there is to send; the sender is in
//! `sender.rs`, what a person sees in `page.rs` and `list.rs`. Ticks of a roster, of which there are many and whose order
//! counts, go by [`Outbox::tick`]. A neutral room: every feature may send through it.

mod entry;
mod list;
pub mod mark;
pub mod page;
pub mod parcel;
pub mod rosters;
mod sender;
mod ticks;
mod turn;

use js_sys::Promise;
use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*};
use pingan_api::{
    Timestamp,
    id::{IdempotencyKey, ShiftId},
};
use web_sys::Blob;

pub use self::{
    entry::{Entry, PhotoToSend, Refusal, VoiceToSend},
    list::waiting_list,
    page::SendingPage,
    parcel::Parcel,
    ticks::Tick,
};
use self::{mark::Sent, turn::turn};
use crate::{
    app::AppOwner,
    database::{Change, Database, Shelf, Write},
    i18n::moment,
    route::Form,
    session::{CASES, Device},
    upload,
};

/// All that waits, as signals over the store. Every page may hold one.
#[derive(Clone, Copy)]
pub struct Outbox {
    /// Oldest first.
    entries: RwSignal<Vec<Entry>>,
    /// The store has been read.
    restored: RwSignal<bool>,
    /// The browser keeps nothing: what waits lasts as long as the page.
    in_memory: RwSignal<bool>,
    /// What this page is sending right now.
    progress: RwSignal<Option<Progress>>,
    /// What was sent while this page was open; the device remembers some of it longer.
    sent: RwSignal<Vec<(IdempotencyKey, Sent)>>,
    /// Something is to be changed and waits for the try that is under way.
    taking_back: RwSignal<bool>,
    /// The roster that the last ticks were answered with, as the server wrote it.
    answered: RwSignal<Option<(ShiftId, String)>>,
    device: Device,
    hands: StoredValue<Hands, LocalStorage>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Progress {
    key: IdempotencyKey,
    /// Per cent of the photo or voice note that is being sent.
    percent: u8,
}

#[derive(Default)]
struct Hands {
    database: Option<Database>,
    /// Photos and voice notes that came with what this page sends.
    bytes: Vec<(IdempotencyKey, Blob)>,
    /// The sender is at work, and was asked to look again meanwhile.
    running: bool,
    again: bool,
    timer: Option<TimeoutHandle>,
    /// When everything was last asked to be tried at once.
    hurried: Option<Timestamp>,
    opening: Option<Promise>,
    /// What is no longer here, whatever the store says.
    gone: Vec<IdempotencyKey>,
}

impl Outbox {
    /// The outbox of this page, opened when it is first asked for.
    pub fn get() -> Outbox {
        if use_context::<Outbox>().is_none() {
            AppOwner::with(|| {
                let outbox = Outbox::new(Device::get());
                provide_context(outbox);
                outbox.open();
            });
        }
        use_context().expect("provided above")
    }

    fn new(device: Device) -> Self {
        Self {
            entries: RwSignal::new(Vec::new()),
            restored: RwSignal::new(false),
            in_memory: RwSignal::new(false),
            progress: RwSignal::new(None),
            sent: RwSignal::new(Vec::new()),
            taking_back: RwSignal::new(false),
            answered: RwSignal::new(None),
            device,
            hands: StoredValue::new_local(Hands::default()),
        }
    }

    /// Takes something in and sends it as soon as may be. Gives the key of [`crate::route::Route::Sending`], the page
    /// that shows how it goes and leads on to what comes of it.
    pub async fn send(self, parcel: Parcel) -> IdempotencyKey {
        let entry = Entry::new(parcel);
        let key = entry.key;
        self.take_in(entry, Vec::new(), Vec::new()).await;
        key
    }

    /// The same for something with photos, a voice note or a form. `bytes` are theirs, in case that the store has none; `with` is
    /// written together with it or not at all, such as the emptied draft.
    pub async fn take_in(self, entry: Entry, bytes: Vec<(IdempotencyKey, Blob)>, with: Vec<Write>) {
        self.ready().await;
        self.hands.update_value(|hands| {
            hands.gone.retain(|key| *key != entry.key);
            hands.bytes.extend(bytes.iter().cloned());
        });
        let mut writes = vec![Write::put(Shelf::Outbox, entry.key, &to_json(&entry))];
        let put = |(key, blob): (IdempotencyKey, Blob)| Write::Put(Shelf::Photos, key.to_string(), blob.into());
        writes.extend(bytes.into_iter().map(put));
        writes.extend(with);
        let database = self.database();
        let is_kept = match &database {
            Some(database) => database.commit(&writes).await,
            None => false,
        };
        if !is_kept {
            self.in_memory.set(true);
        }
        self.entries.update(|entries| {
            entries.retain(|other| other.key != entry.key);
            entries.push(entry);
        });
        self.tell();
        self.wake();
    }

    /// Takes something back to be changed; `with` is written in the same moment, such as the draft that it becomes
    /// again. Waits for a try that is under way; none if that one succeeded.
    pub async fn take_back(
        self,
        key: IdempotencyKey,
        with: impl FnOnce(&Entry) -> Vec<Write>,
    ) -> Option<(Entry, Vec<(IdempotencyKey, Blob)>)> {
        self.taking_back.set(true);
        let _turn = turn().await;
        self.reload().await;
        self.taking_back.set(false);
        let entry = self.find(key)?;
        let mut all = Vec::new();
        for key in entry.bytes() {
            all.extend(self.bytes(key).await.map(|bytes| (key, bytes)));
        }
        let mut writes = with(&entry);
        writes.push(Write::remove(Shelf::Outbox, key));
        self.drop_entry(key, writes).await;
        Some((entry, all))
    }

    /// Throws something away, with its photos.
    pub async fn discard(self, key: IdempotencyKey) {
        let Some(entry) = self.find(key) else { return };
        entry.bytes().for_each(upload::cancel);
        self.remove(&entry).await;
    }

    /// Sends something once more that was refused, as it is.
    pub async fn retry(self, key: IdempotencyKey) {
        self.change(key, |entry| entry.refusal = None).await;
        self.hurry();
    }

    /// Tries everything now that waits for its next try.
    pub fn hurry(self) {
        self.hands.update_value(|hands| hands.hurried = Some(moment::now()));
        self.wake();
    }

    /// Reactive.
    pub fn something_waits(self) -> bool {
        self.entries.with(|entries| !entries.is_empty())
    }

    /// The form that something can be changed on.
    pub fn form_of(self, key: IdempotencyKey) -> Option<Form> {
        let entry = self.find(key)?;
        entry.form.is_some().then(|| entry.parcel.form()).flatten()
    }

    fn find(self, key: IdempotencyKey) -> Option<Entry> {
        self.entries.with_untracked(|entries| entries.iter().find(|entry| entry.key == key).cloned())
    }

    fn database(self) -> Option<Database> {
        self.hands.with_value(|hands| hands.database.clone())
    }

    async fn bytes(self, key: IdempotencyKey) -> Option<Blob> {
        let here = self.hands.with_value(|hands| hands.bytes.iter().find(|(k, _)| *k == key).map(|(_, b)| b.clone()));
        match (here, self.database()) {
            (Some(bytes), _) => Some(bytes),
            (None, Some(database)) => database.photo(&key.to_string()).await,
            (None, None) => None,
        }
    }

    async fn put_bytes(self, key: IdempotencyKey, bytes: Blob) {
        if let Some(database) = self.database() {
            database.commit(&[Write::Put(Shelf::Photos, key.to_string(), (&bytes).into())]).await;
        }
        self.hands.update_value(|hands| hands.bytes.push((key, bytes)));
    }

    async fn forget_bytes(self, key: IdempotencyKey) {
        if let Some(database) = self.database() {
            database.commit(&[Write::remove(Shelf::Photos, key)]).await;
        }
        self.hands.update_value(|hands| hands.bytes.retain(|(other, _)| *other != key));
    }

    /// Reads the store anew: another tab may have changed it.
    async fn reload(self) {
        let Some(database) = self.database() else { return };
        let before: Vec<_> = self.entries.with_untracked(|entries| entries.iter().map(|entry| entry.key).collect());
        let kept = database.texts(Shelf::Outbox).await;
        let kept = kept.iter().filter_map(|json| crate::json::read::<Entry>(json).ok());
        let gone = self.hands.with_value(|hands| hands.gone.clone());
        let mut entries: Vec<Entry> = kept.filter(|entry| !gone.contains(&entry.key)).collect();
        if self.in_memory.get_untracked() {
            // What the store would not take is known to this page alone.
            for entry in self.entries.get_untracked() {
                entries.retain(|other| other.key != entry.key);
                entries.push(entry);
            }
        }
        // What was taken in while the store was read.
        for entry in self.entries.get_untracked() {
            if !before.contains(&entry.key) && !entries.iter().any(|other| other.key == entry.key) {
                entries.push(entry);
            }
        }
        entries.sort_by_key(|entry| (entry.written_at, entry.key.0));
        if self.entries.with_untracked(|before| *before != entries) {
            self.entries.set(entries);
        }
    }

    /// Changes an entry unless it is gone; says whether it was there.
    async fn change(self, key: IdempotencyKey, change: impl FnOnce(&mut Entry) + Clone + 'static) -> bool {
        let outcome = match self.database() {
            Some(database) => {
                let change = change.clone();
                let on_shelf = move |json: String| {
                    let mut entry: Entry = crate::json::read(&json).ok()?;
                    change(&mut entry);
                    Some(to_json(&entry))
                };
                database.change(Shelf::Outbox, &key.to_string(), on_shelf).await
            }
            None => Change::Refused,
        };
        if outcome == Change::Refused {
            self.in_memory.set(true);
        }
        let mut here = false;
        self.entries.update(|entries| {
            if let Some(entry) = entries.iter_mut().find(|entry| entry.key == key) {
                change(entry);
                here = true;
            }
        });
        self.tell();
        outcome == Change::Kept || here && self.in_memory.get_untracked()
    }

    async fn remove(self, entry: &Entry) {
        let mut writes = vec![Write::remove(Shelf::Outbox, entry.key)];
        writes.extend(entry.bytes().map(|key| Write::remove(Shelf::Photos, key)));
        self.drop_entry(entry.key, writes).await;
    }

    async fn drop_entry(self, key: IdempotencyKey, writes: Vec<Write>) {
        let bytes: Vec<_> = self.find(key).map(|entry| entry.bytes().collect()).unwrap_or_default();
        self.hands.update_value(|hands| hands.bytes.retain(|(key, _)| !bytes.contains(key)));
        if let Some(database) = self.database() {
            // What a store refuses to forget is sent again at the next start, which the key makes harmless.
            database.commit(&writes).await;
        }
        self.hands.update_value(|hands| hands.gone.push(key));
        self.entries.update(|entries| entries.retain(|entry| entry.key != key));
        self.tell();
    }

    /// Tells the other tabs, and the next start of the app.
    fn tell(self) {
        mark::waiting(self.entries.with_untracked(Vec::len));
    }

    /// Follows what other tabs do.
    fn follow(self) {
        let changed = move |event: web_sys::StorageEvent| match event.key().as_deref() {
            Some(mark::WAITING) => self.look_again(),
            Some(CASES) => self.device.read_cases_again(),
            _ => {}
        };
        let handle = window_event_listener(leptos::ev::storage, changed);
        on_cleanup(move || handle.remove());
    }
}

fn to_json(entry: &Entry) -> String {
    crate::json::write(entry).expect("an entry is JSON")
}
