//! Tells one part of the desk's screen that another one did something, and asks again while the page is looked at.

use std::time::Duration;

use leptos::prelude::*;

use crate::app::AppOwner;

/// Between two questions for what is new.
const EVERY: Duration = Duration::from_secs(20);

/// Turns with each act of this screen.
#[derive(Clone, Copy)]
pub struct Pulse(RwSignal<u32>);

impl Pulse {
    pub fn get() -> Self {
        if use_context::<Self>().is_none() {
            AppOwner::with(|| provide_context(Self(RwSignal::new(0))));
        }
        use_context().expect("it was just provided")
    }

    /// Something was done.
    pub fn beat(self) {
        self.0.update(|turn| *turn = turn.wrapping_add(1));
    }

    /// Reactive.
    pub fn track(self) {
        self.0.track();
    }
}

/// Calls `again` from time to time and when somebody comes back, as long as the component lives and is looked at.
pub fn again_and_again(again: impl Fn() + Clone + 'static) {
    let seen = move || {
        if !document().hidden() {
            again();
        }
    };
    for event in ["focus", "online"] {
        let seen = seen.clone();
        let handle = window_event_listener_untyped(event, move |_| seen());
        on_cleanup(move || handle.remove());
    }
    // Without a timer the page is as new as when it was opened.
    if let Ok(handle) = set_interval_with_handle(seen, EVERY) {
        on_cleanup(move || handle.clear());
    }
}
