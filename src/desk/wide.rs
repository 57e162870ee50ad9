//! Whether there is room for several columns.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, closure::Closure};

/// The same width as in `style/desk.css`.
const WIDE: &str = "(min-width: 900px)";

/// Follows the window.
pub fn is_wide() -> Signal<bool> {
    let query = window().match_media(WIDE).ok().flatten();
    let wide = RwSignal::new(query.as_ref().is_some_and(|query| query.matches()));
    if let Some(query) = query {
        let heard = {
            let query = query.clone();
            Closure::<dyn Fn()>::new(move || wide.set(query.matches()))
        };
        // `addListener`: Safari has no `addEventListener` here before 14.
        let _ = query.add_listener_with_opt_callback(Some(heard.as_ref().unchecked_ref()));
        let kept = StoredValue::new_local((query, heard));
        on_cleanup(move || {
            kept.with_value(|(query, heard)| {
                let _ = query.remove_listener_with_opt_callback(Some(heard.as_ref().unchecked_ref()));
            });
        });
    }
    wide.into()
}
