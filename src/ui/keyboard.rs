//! iOS webviews leave the page shifted up when the keyboard closes; a nudge of the scroll puts it back.

use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// A keyboard that only moves on to the next field has its focus there by then.
const NEXT_FIELD: Duration = Duration::from_millis(100);

/// Listens for every field of the app, whichever page it stands on.
pub fn settle_after_typing() {
    window_event_listener_untyped("focusout", |event| {
        if event.target().is_some_and(|left| is_typed_into(left.unchecked_ref())) {
            set_timeout(settle, NEXT_FIELD);
        }
    });
}

fn settle() {
    if document().active_element().is_some_and(|now| is_typed_into(&now)) {
        return;
    }
    let window = window();
    if let (Ok(x), Ok(y)) = (window.scroll_x(), window.scroll_y()) {
        // A scroll to where it stands already is no scroll to WebKit.
        window.scroll_to_with_x_and_y(x, (y - 1.0).max(0.0));
        window.scroll_to_with_x_and_y(x, y);
    }
}

/// Whether a keyboard comes up for it.
fn is_typed_into(element: &web_sys::Element) -> bool {
    let silent = "[type=checkbox], [type=radio], [type=file], [type=submit], [type=button]";
    let matches = |selector| element.matches(selector).unwrap_or(false);
    matches("input, textarea") && !matches(silent)
}
