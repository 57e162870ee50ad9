//! Fetches Leaflet's script and sheet once, when the first map is shown.

use std::cell::RefCell;

use js_sys::Promise;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, Element, HtmlLinkElement};

use crate::ui::fetched_tag::{loaded, script};

/// Where the build puts the npm package's two files; the version makes the path safe to cache for ever.
const SCRIPT: &str = "/vendor/leaflet-1.9.4/leaflet.js";
const SHEET: &str = "/vendor/leaflet-1.9.4/leaflet.css";

thread_local! {
    /// Both files, under way or there.
    static FETCH: RefCell<Option<Promise>> = const { RefCell::new(None) };
}

/// Leaflet is there and can be called; or it could not be fetched, and the next call tries again.
pub(super) async fn load() -> Result<(), JsValue> {
    let under_way = FETCH.with_borrow_mut(|fetch| fetch.get_or_insert_with(begin).clone());
    let result = JsFuture::from(under_way).await;
    if result.is_err() {
        FETCH.with_borrow_mut(Option::take);
    }
    result.map(drop)
}

fn begin() -> Promise {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else {
        return Promise::reject(&JsValue::NULL);
    };
    let parts = match (sheet(&document), script(&document, SCRIPT)) {
        (Ok(sheet), Ok(script)) => js_sys::Array::of2(&loaded(&document, &sheet), &loaded(&document, &script)),
        (Err(refused), _) | (_, Err(refused)) => return Promise::reject(&refused),
    };
    Promise::all(&parts)
}

fn sheet(document: &Document) -> Result<Element, JsValue> {
    let link: HtmlLinkElement = document.create_element("link")?.unchecked_into();
    link.set_rel("stylesheet");
    link.set_href(SHEET);
    Ok(link.into())
}
