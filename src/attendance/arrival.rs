//! The code that somebody came with, by a QR code that any scanner opened. It is taken out of the address bar, so that it
//! is in no history, and kept for the while that signing in takes.

use std::cell::RefCell;

use leptos::prelude::window;
use pingan_api::volunteer::attendance::CheckInCode;
use wasm_bindgen::JsValue;

use super::codes;
use crate::{i18n::moment, session::storage};

const NAME: &str = "pa.check-in";
/// Nobody takes longer to sign in, and a code is good for less.
const KEPT_MS: i64 = 10 * 60_000;

thread_local! {
    /// For browsers that keep nothing.
    static KEPT: RefCell<Option<String>> = const { RefCell::new(None) };
}

pub(super) fn keep(code: &CheckInCode) {
    let Some(shift) = code.shift else { return };
    let note = format!("{} {}", moment::now().as_millis(), codes::secret(shift, &code.code));
    storage::write(NAME, &note);
    KEPT.set(Some(note));
}

/// What was kept, once.
pub(super) fn take() -> Option<CheckInCode> {
    let note = KEPT.take().or_else(|| storage::read(NAME));
    storage::remove(NAME);
    read(&note?, moment::now().as_millis())
}

fn read(note: &str, now_ms: i64) -> Option<CheckInCode> {
    let (at, secret) = note.split_once(' ')?;
    let age_ms = now_ms - at.parse::<i64>().ok()?;
    codes::read(&format!("#{secret}")).filter(|_| (0..KEPT_MS).contains(&age_ms))
}

/// Leaves the page's address without what stands behind the `#`.
pub(super) fn leave_address() {
    if let (Ok(path), Ok(history)) = (window().location().pathname(), window().history()) {
        // Refused only in a document that is no longer shown.
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&path));
    }
}

#[cfg(test)]
mod tests {
    use super::{KEPT_MS, read};

    #[test]
    fn a_code_is_kept_for_the_while_that_signing_in_takes() {
        let note = "1000 01900000-0000-7000-8000-000000000000.012345";
        assert_eq!(read(note, 2000).unwrap().code, "012345");
        assert_eq!(read(note, 1000 + KEPT_MS), None);
        assert_eq!(read(note, 999), None);
        assert_eq!(read("nonsense", 2000), None);
    }
}
