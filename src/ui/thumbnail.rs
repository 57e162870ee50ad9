//! A small picture of a list, fetched when it comes into view. With the browser's own lazy loading, which looks some
//! screens ahead, everything below the first screen is fetched as well.

use js_sys::{Array, Reflect};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Element, IntersectionObserver, IntersectionObserverEntry};

/// A decoration, `size` px square; the text beside it says what it shows.
pub fn thumbnail(source: String, size: u16) -> AnyView {
    view! { <img use:fetched_when_near=source alt="" width=size height=size /> }.into_any()
}

fn fetched_when_near(image: Element, source: String) {
    if observe(&image, &source).is_none() {
        show(&image, &source);
    }
}

fn show(image: &Element, source: &str) {
    let _ = image.set_attribute("src", source);
}

/// None where the browser cannot tell what is seen.
fn observe(image: &Element, source: &str) -> Option<()> {
    if !Reflect::has(&window(), &JsValue::from_str("IntersectionObserver")).unwrap_or(false) {
        return None;
    }
    let (shown, source) = (image.clone(), source.to_owned());
    let seen = Closure::<dyn FnMut(Array, IntersectionObserver)>::new(
        move |entries: Array, observer: IntersectionObserver| {
            if entries.iter().any(|entry| entry.unchecked_into::<IntersectionObserverEntry>().is_intersecting()) {
                observer.disconnect();
                show(&shown, &source);
            }
        },
    );
    // The observer owns it: it goes when nobody can see the picture any more.
    let seen = seen.into_js_value();
    let observer = IntersectionObserver::new(seen.unchecked_ref()).ok()?;
    observer.observe(image);
    Some(())
}
