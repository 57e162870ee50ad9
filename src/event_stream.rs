//! Server-sent events (HTML Living Standard, 9.2), where the browser has them.

use js_sys::Reflect;
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{EventSource, MessageEvent};

/// What is called with an event.
type Call = Box<dyn FnMut(MessageEvent)>;

/// An open stream and what it calls; closed with this value. A cut the browser mends by itself.
pub struct EventStream {
    source: EventSource,
    _calls: Vec<Closure<dyn FnMut(MessageEvent)>>,
}

impl EventStream {
    /// `heard` are called with the events of their names, `error` among them. None where the browser has no streams.
    pub fn open(path: &str, heard: impl IntoIterator<Item = (&'static str, Call)>) -> Option<Self> {
        if !Reflect::has(&window(), &JsValue::from_str("EventSource")).unwrap_or(false) {
            return None;
        }
        let source = EventSource::new(path).ok()?;
        let mut calls = Vec::new();
        for (name, call) in heard {
            let call = Closure::wrap(call);
            source.add_event_listener_with_callback(name, call.as_ref().unchecked_ref()).ok()?;
            calls.push(call);
        }
        Some(Self { source, _calls: calls })
    }

    pub fn is_open(&self) -> bool {
        self.source.ready_state() == EventSource::OPEN
    }
}

impl Drop for EventStream {
    fn drop(&mut self) {
        self.source.close();
    }
}

/// Whether a stream's `error` is its end: the browser does not open it anew.
pub fn has_ended(error: &MessageEvent) -> bool {
    let source = error.target().map(JsCast::unchecked_into::<EventSource>);
    source.is_some_and(|source| source.ready_state() == EventSource::CLOSED)
}
