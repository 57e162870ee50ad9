//! The link that opens a case on any phone. Its code stands behind the `#`, which browsers send to nobody; it is taken
//! out of the address bar as soon as the page is there, so that it is in no history and no screenshot.

use leptos::prelude::*;
use pingan_api::cases::{CaseCode, CaseNumber, code::link_path};
use wasm_bindgen::JsValue;

/// The code that the address came with, once.
pub(super) fn take_code() -> Option<CaseCode> {
    let location = window().location();
    let code = location.hash().ok()?.trim_start_matches('#').parse().ok()?;
    let path = location.pathname().ok()?;
    // Refused only in a document that is no longer shown.
    let _ = window().history().and_then(|it| it.replace_state_with_url(&JsValue::NULL, "", Some(&path)));
    Some(code)
}

pub(super) fn of(number: CaseNumber, code: &CaseCode) -> String {
    let origin = window().location().origin().unwrap_or_default();
    format!("{origin}{}", link_path(number, code))
}
