//! A script or sheet that is fetched when it is first needed.

use js_sys::{Function, Promise};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, HtmlScriptElement};

pub fn script(document: &Document, path: &str) -> Result<Element, JsValue> {
    let script: HtmlScriptElement = document.create_element("script")?.unchecked_into();
    script.set_src(path);
    Ok(script.into())
}

/// Puts a tag into the page's head and waits for it. One that failed is taken out, so that a second try fetches anew.
pub fn loaded(document: &Document, tag: &Element) -> Promise {
    let head = document.head();
    let tag = tag.clone();
    Promise::new(&mut move |resolve: Function, reject: Function| {
        let gone = tag.clone();
        let failed = wasm_bindgen::closure::Closure::once_into_js(move || {
            gone.remove();
            let _ = reject.call0(&JsValue::NULL);
        });
        // An event target's `load` and `error` fire once each; only one of the two ever does.
        let listens = tag
            .add_event_listener_with_callback("load", &resolve)
            .and_then(|()| tag.add_event_listener_with_callback("error", failed.unchecked_ref()));
        if let (Some(head), Ok(())) = (&head, listens) {
            let _ = head.append_child(&tag);
        }
    })
}
