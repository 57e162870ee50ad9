//! Asks again when a resident comes back to the page or the network does.

use leptos::prelude::*;

/// Calls `again` when the page is looked at again, or is online again.
pub fn on_return(again: impl Fn() + Clone + 'static) {
    for event in ["focus", "visibilitychange", "online"] {
        let again = again.clone();
        let handle = window_event_listener_untyped(event, move |_| {
            if !document().hidden() {
                again();
            }
        });
        on_cleanup(move || handle.remove());
    }
}
