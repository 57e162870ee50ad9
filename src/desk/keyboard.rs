//! Which keys are short cuts.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

/// Whether a key is somebody's writing, or meant for what lies over the page.
pub fn is_for_others(event: &KeyboardEvent) -> bool {
    let writes = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok())
        .is_some_and(|element| matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT"));
    let covered = document().query_selector("[role=dialog]").is_ok_and(|dialog| dialog.is_some());
    writes || covered || event.ctrl_key() || event.meta_key() || event.alt_key()
}
