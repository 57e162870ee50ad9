//! What was chosen with a file input.

use wasm_bindgen::JsCast;
use web_sys::{File, HtmlInputElement};

/// The files, and an input that is ready for the next: the same photo chosen once more must count as a change.
pub fn chosen_files(input: &HtmlInputElement) -> Vec<File> {
    let Some(list) = input.files() else { return Vec::new() };
    let files = (0..list.length()).filter_map(|index| list.item(index)?.dyn_into().ok()).collect();
    input.set_value("");
    files
}
