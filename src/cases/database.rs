//! The drafts' store on the phone: IndexedDB, two shelves, no more of its interface than is used.

use js_sys::Promise;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, IdbDatabase, IdbObjectStore, IdbRequest, IdbTransactionMode};

const NAME: &str = "pingan";
const VERSION: u32 = 1;
/// Drafts and their lists of photos as JSON.
const DRAFTS: &str = "drafts";
/// A photo's bytes, by the photo's key.
const PHOTOS: &str = "photos";
/// A browser that has not opened its store by now never will.
const OPEN_MS: i32 = 3000;

/// Writes are begun and not waited for: the browser finishes them in order, also while the page goes away.
#[derive(Clone)]
pub struct Database(IdbDatabase);

impl Database {
    /// None where the browser has no store to give, as in some private modes: the draft then lives in memory.
    pub async fn open() -> Option<Self> {
        let window = web_sys::window()?;
        let request = window.indexed_db().ok()??.open_with_u32(NAME, VERSION).ok()?;
        let opening = request.clone();
        let make_shelves = Closure::once(move || {
            if let Ok(database) = opening.result() {
                let database: IdbDatabase = database.unchecked_into();
                for shelf in [DRAFTS, PHOTOS] {
                    let _ = database.create_object_store(shelf);
                }
            }
        });
        request.set_onupgradeneeded(Some(make_shelves.as_ref().unchecked_ref()));
        let opened = Promise::new(&mut |opened, failed| {
            request.set_onsuccess(Some(&opened));
            request.set_onerror(Some(&failed));
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&failed, OPEN_MS);
        });
        JsFuture::from(opened).await.ok()?;
        Some(Self(request.result().ok()?.unchecked_into()))
    }

    pub async fn draft(&self, name: &str) -> Option<String> {
        self.read(DRAFTS, name).await?.as_string()
    }

    pub async fn photo(&self, key: &str) -> Option<Blob> {
        self.read(PHOTOS, key).await?.dyn_into().ok()
    }

    pub fn put_draft(&self, name: &str, json: &str) {
        self.put(DRAFTS, name, &json.into());
    }

    pub fn put_photo(&self, key: &str, bytes: &Blob) {
        self.put(PHOTOS, key, bytes);
    }

    pub fn remove_photo(&self, key: &str) {
        if let Some(shelf) = self.shelf(PHOTOS, IdbTransactionMode::Readwrite) {
            let _ = shelf.delete(&key.into());
        }
    }

    fn shelf(&self, name: &str, mode: IdbTransactionMode) -> Option<IdbObjectStore> {
        self.0.transaction_with_str_and_mode(name, mode).ok()?.object_store(name).ok()
    }

    async fn read(&self, shelf: &str, key: &str) -> Option<JsValue> {
        finished(self.shelf(shelf, IdbTransactionMode::Readonly)?.get(&key.into()).ok()?).await
    }

    /// A store that is full or refuses photos loses nothing yet: what was to be written is still in memory.
    fn put(&self, shelf: &str, key: &str, value: &JsValue) {
        if let Some(shelf) = self.shelf(shelf, IdbTransactionMode::Readwrite) {
            let _ = shelf.put_with_key(value, &key.into());
        }
    }
}

async fn finished(request: IdbRequest) -> Option<JsValue> {
    let done = Promise::new(&mut |done, failed| {
        request.set_onsuccess(Some(&done));
        request.set_onerror(Some(&failed));
    });
    JsFuture::from(done).await.ok()?;
    request.result().ok()
}
