//! The phone's store for what must not get lost: IndexedDB, three shelves, no more of its interface than is used.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use js_sys::{Array, Promise};
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, IdbDatabase, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransaction, IdbTransactionMode};

const NAME: &str = "pingan";
/// 1 had the first two shelves.
const VERSION: u32 = 2;
/// A browser that has not opened its store by now never will.
const OPEN_MS: i32 = 3000;
/// The same for what it was asked to read or write: WebKit leaves transactions open for ever after it could not prepare a
/// photo for its store, or after a time in the background.
const ANSWER_MS: i32 = 6000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shelf {
    /// Drafts and their lists of photos as JSON.
    Drafts,
    /// A photo's bytes, by the photo's key, whether of a draft or of what waits to be sent.
    Photos,
    /// What waits to be sent as JSON, by its key.
    Outbox,
}

impl Shelf {
    const ALL: [Shelf; 3] = [Shelf::Drafts, Shelf::Photos, Shelf::Outbox];

    const fn name(self) -> &'static str {
        match self {
            Shelf::Drafts => "drafts",
            Shelf::Photos => "photos",
            Shelf::Outbox => "outbox",
        }
    }
}

/// One part of a [`Database::commit`].
#[derive(Clone, Debug)]
pub enum Write {
    Put(Shelf, String, JsValue),
    Remove(Shelf, String),
}

impl Write {
    pub fn put(shelf: Shelf, key: impl ToString, json: &str) -> Self {
        Self::Put(shelf, key.to_string(), json.into())
    }

    pub fn remove(shelf: Shelf, key: impl ToString) -> Self {
        Self::Remove(shelf, key.to_string())
    }
}

/// What became of a [`Database::change`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    Kept,
    /// There is nothing to change, or the change did not want to.
    Absent,
    /// The store is full or gone.
    Refused,
}

#[derive(Clone)]
pub struct Database(Rc<RefCell<IdbDatabase>>);

impl Database {
    /// None where the browser has no store to give, as in some private modes: what is written then lives in memory.
    pub async fn open() -> Option<Self> {
        let request = web_sys::window()?.indexed_db().ok()??.open_with_u32(NAME, VERSION).ok()?;
        let database = Self(Rc::new(RefCell::new(opened(request).await?)));
        database.make_way();
        Some(database)
    }

    /// Lets a newer version of the app in another tab add its shelves, and works on with what it made of them.
    fn make_way(&self) {
        let this = self.clone();
        let changes = Closure::once_into_js(move || {
            this.0.borrow().close();
            spawn_local(async move {
                let request = web_sys::window().and_then(|window| window.indexed_db().ok()??.open(NAME).ok());
                if let Some(request) = request
                    && let Some(again) = opened(request).await
                {
                    *this.0.borrow_mut() = again;
                    this.make_way();
                }
            });
        });
        self.0.borrow().set_onversionchange(Some(changes.unchecked_ref()));
    }

    pub async fn text(&self, shelf: Shelf, key: &str) -> Option<String> {
        self.read(shelf, key).await?.as_string()
    }

    pub async fn photo(&self, key: &str) -> Option<Blob> {
        self.read(Shelf::Photos, key).await?.dyn_into().ok()
    }

    /// Everything on a shelf that is text.
    pub async fn texts(&self, shelf: Shelf) -> Vec<String> {
        let request = self.shelf(shelf, IdbTransactionMode::Readonly).and_then(|shelf| shelf.get_all().ok());
        let Some(request) = request else { return Vec::new() };
        let all = finished(request).await.map(|all| Array::from(&all));
        all.map(|all| all.iter().filter_map(|text| text.as_string()).collect()).unwrap_or_default()
    }

    /// Begun and not waited for: the browser finishes writes in order, also while the page goes away. A store that is
    /// full or refuses photos loses nothing yet: what was to be written is still in memory.
    pub fn put(&self, shelf: Shelf, key: &str, value: &JsValue) {
        if let Some(shelf) = self.shelf(shelf, IdbTransactionMode::Readwrite) {
            let _ = shelf.put_with_key(value, &key.into());
        }
    }

    pub fn put_text(&self, shelf: Shelf, key: &str, text: &str) {
        self.put(shelf, key, &text.into());
    }

    /// Begun and not waited for.
    pub fn remove(&self, shelf: Shelf, key: &str) {
        if let Some(shelf) = self.shelf(shelf, IdbTransactionMode::Readwrite) {
            let _ = shelf.delete(&key.into());
        }
    }

    /// All writes or none; says whether they are on the phone now.
    pub async fn commit(&self, writes: &[Write]) -> bool {
        let Some(transaction) = self.transaction(IdbTransactionMode::Readwrite) else { return false };
        let done = completed(&transaction);
        for write in writes {
            let begun = match write {
                Write::Put(shelf, key, value) => {
                    transaction.object_store(shelf.name()).and_then(|shelf| shelf.put_with_key(value, &key.into()))
                }
                Write::Remove(shelf, key) => {
                    transaction.object_store(shelf.name()).and_then(|shelf| shelf.delete(&key.into()))
                }
            };
            if begun.is_err() {
                let _ = transaction.abort();
                break;
            }
        }
        let is_done = within(ANSWER_MS, done).await.is_ok();
        if !is_done {
            // Nothing of it may come about later, when it is taken for lost. One that ended by itself refuses.
            let _ = transaction.abort();
        }
        is_done
    }

    /// Changes a text without another tab's change coming between.
    pub async fn change(
        &self,
        shelf: Shelf,
        key: &str,
        change: impl FnOnce(String) -> Option<String> + 'static,
    ) -> Change {
        let Some(transaction) = self.transaction(IdbTransactionMode::Readwrite) else { return Change::Refused };
        let done = completed(&transaction);
        let key = JsValue::from(key);
        let Ok(shelf) = transaction.object_store(shelf.name()) else { return Change::Refused };
        let Ok(request) = shelf.get(&key) else { return Change::Refused };
        let outcome = Rc::new(Cell::new(Change::Absent));
        let read = {
            let (request, outcome) = (request.clone(), outcome.clone());
            Closure::once_into_js(move || {
                // The transaction is only open for what is begun before this function ends.
                let changed = request.result().ok().and_then(|text| text.as_string()).and_then(change);
                if let Some(changed) = changed {
                    let begun = shelf.put_with_key(&changed.into(), &key);
                    outcome.set(if begun.is_ok() { Change::Kept } else { Change::Refused });
                }
            })
        };
        request.set_onsuccess(Some(read.unchecked_ref()));
        if within(ANSWER_MS, done).await.is_ok() {
            return outcome.get();
        }
        let _ = transaction.abort();
        Change::Refused
    }

    fn transaction(&self, mode: IdbTransactionMode) -> Option<IdbTransaction> {
        let names: Array = Shelf::ALL.iter().map(|shelf| JsValue::from(shelf.name())).collect();
        self.0.borrow().transaction_with_str_sequence_and_mode(&names, mode).ok()
    }

    fn shelf(&self, shelf: Shelf, mode: IdbTransactionMode) -> Option<IdbObjectStore> {
        self.0.borrow().transaction_with_str_and_mode(shelf.name(), mode).ok()?.object_store(shelf.name()).ok()
    }

    async fn read(&self, shelf: Shelf, key: &str) -> Option<JsValue> {
        finished(self.shelf(shelf, IdbTransactionMode::Readonly)?.get(&key.into()).ok()?).await
    }
}

/// Waits for the store, making what shelves it lacks.
async fn opened(request: IdbOpenDbRequest) -> Option<IdbDatabase> {
    let opening = request.clone();
    let make_shelves = Closure::once(move || {
        if let Ok(database) = opening.result() {
            let database: IdbDatabase = database.unchecked_into();
            for shelf in Shelf::ALL {
                // Refused for a shelf that an earlier version made.
                let _ = database.create_object_store(shelf.name());
            }
        }
    });
    request.set_onupgradeneeded(Some(make_shelves.as_ref().unchecked_ref()));
    let opened = Promise::new(&mut |opened, failed| {
        request.set_onsuccess(Some(&opened));
        request.set_onerror(Some(&failed));
    });
    within(OPEN_MS, opened).await.ok()?;
    Some(request.result().ok()?.unchecked_into())
}

async fn finished(request: IdbRequest) -> Option<JsValue> {
    let done = Promise::new(&mut |done, failed| {
        request.set_onsuccess(Some(&done));
        request.set_onerror(Some(&failed));
    });
    within(ANSWER_MS, done).await.ok()?;
    request.result().ok()
}

/// What is promised, or a failure after so many milliseconds.
async fn within(ms: i32, promised: Promise) -> Result<JsValue, JsValue> {
    let timer = Promise::new(&mut |_, failed| {
        if let Some(window) = web_sys::window() {
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&failed, ms);
        }
    });
    JsFuture::from(Promise::race(&Array::of2(&promised, &timer))).await
}

fn completed(transaction: &IdbTransaction) -> Promise {
    Promise::new(&mut |done, failed| {
        transaction.set_oncomplete(Some(&done));
        transaction.set_onabort(Some(&failed));
    })
}
