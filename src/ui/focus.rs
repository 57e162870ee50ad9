//! Moving the focus. What can't take it leaves it where it is.

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{Element, FocusOptions, HtmlElement};

pub fn focus(element: &Element) {
    let _ = element.unchecked_ref::<HtmlElement>().focus();
}

/// Without scrolling there.
pub fn focus_quietly(element: &Element) {
    let quietly = FocusOptions::new();
    quietly.set_prevent_scroll(true);
    let _ = element.unchecked_ref::<HtmlElement>().focus_with_options(&quietly);
}

/// The element with an id, if it is there.
pub fn focus_id(id: &str) {
    document().get_element_by_id(id).iter().for_each(focus);
}
