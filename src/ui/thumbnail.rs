//! A small picture of a list, fetched when it is about to be seen. With the browser's own lazy loading, which looks some
//! screens ahead, everything below the first screen is fetched as well.

use js_sys::{Array, Reflect};
use leptos::{html::Img, prelude::*};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{IntersectionObserver, IntersectionObserverEntry, IntersectionObserverInit};

/// How far below the screen it is fetched: about two cards.
const AHEAD: &str = "200px";

/// What is called with the entries of an observer.
type Seen = Closure<dyn FnMut(Array)>;

/// A decoration, `size` px square; the text beside it says what it shows.
pub fn thumbnail(source: String, size: u16) -> AnyView {
    let near = RwSignal::new(false);
    let image = NodeRef::<Img>::new();
    let watching = StoredValue::new_local(None::<(IntersectionObserver, Seen)>);
    image.on_load(move |image| match observer(near) {
        Some((observer, seen)) => {
            observer.observe(&image);
            watching.set_value(Some((observer, seen)));
        }
        None => near.set(true),
    });
    Effect::new(move || {
        if near.get() {
            stop(watching);
        }
    });
    on_cleanup(move || stop(watching));
    let source = move || near.get().then(|| source.clone());
    view! { <img node_ref=image src=source alt="" width=size height=size /> }.into_any()
}

fn stop(watching: StoredValue<Option<(IntersectionObserver, Seen)>, LocalStorage>) {
    if let Some((observer, _)) = watching.try_update_value(Option::take).flatten() {
        observer.disconnect();
    }
}

/// None where the browser cannot tell what is seen.
fn observer(near: RwSignal<bool>) -> Option<(IntersectionObserver, Seen)> {
    if !Reflect::has(&window(), &JsValue::from_str("IntersectionObserver")).unwrap_or(false) {
        return None;
    }
    let seen = Seen::new(move |entries: Array| {
        if entries.iter().any(|entry| entry.unchecked_into::<IntersectionObserverEntry>().is_intersecting()) {
            near.try_set(true);
        }
    });
    let ahead = IntersectionObserverInit::new();
    ahead.set_root_margin(AHEAD);
    let observer = IntersectionObserver::new_with_options(seen.as_ref().unchecked_ref(), &ahead).ok()?;
    Some((observer, seen))
}
