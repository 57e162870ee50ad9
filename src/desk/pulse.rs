//! Tells one part of the desk's screen that another one did something, and asks again when something changed elsewhere.

use std::time::Duration;

use leptos::prelude::*;
use pingan_api::desk::{CHANGED_EVENT, STREAM_PATH};

use crate::{app::AppOwner, event_stream::EventStream};

/// Between two questions for what is new: the server tells of it, and a stream that hangs is not told from a quiet one.
const EVERY: Duration = Duration::from_secs(60);
/// The same where there is no stream.
const OFTEN: Duration = Duration::from_secs(15);

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

/// Calls `again` when something changed, from time to time, and when somebody comes back, as long as the component lives
/// and is looked at.
pub fn again_and_again(again: impl Fn() + Clone + 'static) {
    let seen = move || {
        if !document().hidden() {
            again();
        }
    };
    for event in ["focus", "online", "visibilitychange"] {
        let seen = seen.clone();
        let handle = window_event_listener_untyped(event, move |_| seen());
        on_cleanup(move || handle.remove());
    }
    let changed = seen.clone();
    let stream = EventStream::open(STREAM_PATH, [(CHANGED_EVENT, Box::new(move |_| changed()) as Box<dyn FnMut(_)>)]);
    // Without a timer the page is as new as when it was opened.
    if let Ok(handle) = set_interval_with_handle(seen, if stream.is_some() { EVERY } else { OFTEN }) {
        on_cleanup(move || handle.clear());
    }
    let stream = StoredValue::new_local(stream);
    on_cleanup(move || drop(stream.try_update_value(Option::take)));
}
