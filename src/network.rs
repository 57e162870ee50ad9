//! How the network does, as far as this page has seen: for the one line in the app's frame that says so.

use std::{sync::LazyLock, time::Duration};

use js_sys::Reflect;
use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*};
use wasm_bindgen::JsValue;

/// An answer that takes longer than this is slow.
const SLOW: Duration = Duration::from_secs(4);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Network {
    Good,
    /// Something of the person's is being sent.
    Sending,
    Weak,
    Offline,
}

#[derive(Clone, Copy, Default, PartialEq)]
struct Signs {
    /// The browser says so.
    offline: bool,
    slow: bool,
    /// Requests in a row that reached nobody.
    failures: u8,
    sending: bool,
}

/// Browsers often do not know that they are offline; so many failures in a row say it as well.
const FAILURES: u8 = 2;

static SIGNS: LazyLock<ArcRwSignal<Signs>> = LazyLock::new(ArcRwSignal::default);

/// Reactive.
pub fn network() -> Network {
    let signs = SIGNS.get();
    match signs {
        Signs { offline: true, .. } | Signs { failures: FAILURES.., .. } => Network::Offline,
        Signs { slow: true, .. } | Signs { failures: 1, .. } => Network::Weak,
        Signs { sending: true, .. } => Network::Sending,
        Signs { .. } => Network::Good,
    }
}

/// Follows what the browser says; once in the app.
pub fn watch() {
    note(|signs| {
        signs.offline = !window().navigator().on_line();
        signs.slow = is_second_generation();
    });
    for (event, offline) in [("offline", true), ("online", false)] {
        let handle =
            window_event_listener_untyped(event, move |_| note(|signs| (signs.offline, signs.failures) = (offline, 0)));
        on_cleanup(move || handle.remove());
    }
}

pub fn sending(sending: bool) {
    note(|signs| signs.sending = sending);
}

/// A request that has been sent and not been answered.
pub struct Exchange {
    slow: Option<TimeoutHandle>,
}

impl Exchange {
    pub fn begin() -> Self {
        Self { slow: set_timeout_with_handle(|| note(|signs| signs.slow = true), SLOW).ok() }
    }

    pub fn end(self, was_answered: bool) {
        // A timer that is over has told what it had to tell.
        self.slow.into_iter().for_each(|slow| slow.clear());
        note(|signs| {
            if was_answered {
                (signs.slow, signs.failures) = (false, 0);
            } else {
                signs.failures = signs.failures.saturating_add(1);
            }
        });
    }
}

fn note(change: impl FnOnce(&mut Signs)) {
    let before = SIGNS.get_untracked();
    let mut signs = before;
    change(&mut signs);
    if signs != before {
        SIGNS.set(signs);
    }
}

/// The Network Information API, where there is one.
fn is_second_generation() -> bool {
    let get = |of: &JsValue, name: &str| Reflect::get(of, &JsValue::from_str(name)).ok();
    let connection = get(&window().navigator(), "connection").filter(JsValue::is_object);
    let kind = connection.and_then(|connection| get(&connection, "effectiveType")).and_then(|kind| kind.as_string());
    kind.is_some_and(|kind| kind.ends_with("2g"))
}
