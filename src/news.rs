//! What happens meanwhile with the cases of this device: a live stream while the app is open, and looking again now and
//! then where there is none. Says only that something is new and how much is unread; pages ask for the rest themselves.

use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};
use pingan_api::{
    cases::{CaseKey, CaseKeys},
    inbox::{CHANGED_EVENT, InboxQuery, NOTICE_EVENT, OpenStream, Pushed, ReadInbox},
};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{EventSource, MessageEvent};

use crate::{
    app::AppOwner,
    client, json,
    session::{Device, KnownCase},
};

/// A page has the network to itself first: what it shows is newer than any news.
const PAGE_FIRST: Duration = Duration::from_secs(2);
/// Between two looks where there is no stream.
const LOOK: Duration = Duration::from_secs(30);
/// Seconds until a stream that ended is opened anew; later ones wait as long as the last.
const WAITS_S: [u64; 5] = [1, 3, 10, 30, 60];

/// How many notices are unread, known to every page; 0 until somebody has looked.
#[derive(Clone, Copy)]
pub struct Unread(RwSignal<u32>);

impl Unread {
    pub fn provide() {
        provide_context(Unread(RwSignal::new(0)));
    }

    pub fn get() -> Unread {
        use_context().expect("the app provides this before any page")
    }

    /// Reactive.
    pub fn count(self) -> u32 {
        self.0.get()
    }

    pub fn set(self, count: u32) {
        if self.0.get_untracked() != count {
            self.0.set(count);
        }
    }
}

/// The stream of this page. Every page may hold one.
#[derive(Clone, Copy)]
pub struct News {
    /// Grows with everything that happens.
    turn: RwSignal<u32>,
    unread: Unread,
    device: Device,
    hands: StoredValue<Hands, LocalStorage>,
}

#[derive(Default)]
struct Hands {
    stream: Option<Stream>,
    /// Which stream is the present one: what an older one says is past.
    opened: u32,
    failures: usize,
}

/// A browser's stream and what it calls; closed with this value.
struct Stream {
    source: EventSource,
    _calls: Vec<Closure<dyn FnMut(MessageEvent)>>,
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.source.close();
    }
}

impl News {
    /// The one of this app, opened when it is first asked for.
    pub fn get() -> News {
        if use_context::<News>().is_none() {
            AppOwner::with(|| {
                let news = News {
                    turn: RwSignal::new(0),
                    unread: Unread::get(),
                    device: Device::get(),
                    hands: StoredValue::new_local(Hands::default()),
                };
                provide_context(news);
                news.follow();
            });
        }
        use_context().expect("provided above")
    }

    /// Something new may be there whenever it changes; reactive.
    pub fn turn(self) -> u32 {
        self.turn.get()
    }

    /// Calls `again` when something happened since the page was opened.
    pub fn on_news(self, again: impl Fn() + 'static) {
        Effect::new(move |before: Option<u32>| {
            let turn = self.turn.get();
            if before.is_some_and(|before| before != turn) {
                untrack(&again);
            }
            turn
        });
    }

    /// A stream for the keys of the device, another one when they change.
    fn follow(self) {
        let numbers = Memo::new(move |_| {
            let mut numbers: Vec<_> = self.device.cases().iter().map(|case| case.receipt.number).collect();
            numbers.sort_unstable();
            numbers
        });
        Effect::new(move || {
            let any = numbers.with(|numbers| !numbers.is_empty());
            let turn = self.next_stream();
            if any {
                set_timeout(move || self.open_if_present(turn), PAGE_FIRST);
            }
        });
        let back = window_event_listener_untyped("visibilitychange", move |_| {
            if !document().hidden() {
                self.happened();
            }
        });
        on_cleanup(move || back.remove());
        self.look_now_and_then();
    }

    fn keys(self) -> Vec<CaseKey> {
        self.device.cases_now().iter().take(CaseKeys::MAX).map(KnownCase::key).collect()
    }

    /// Ends the present stream; answers the number of the next.
    fn next_stream(self) -> u32 {
        let next = self.hands.try_update_value(|hands| {
            hands.stream = None;
            hands.opened += 1;
            hands.opened
        });
        next.unwrap_or_default()
    }

    fn is_present(self, turn: u32) -> bool {
        self.hands.try_with_value(|hands| hands.opened) == Some(turn)
    }

    async fn open(self, turn: u32) {
        let ticket = client::send(&OpenStream(CaseKeys { keys: self.keys() })).await;
        if !self.is_present(turn) {
            return;
        }
        let opened = ticket.ok().and_then(|ticket| Stream::open(&ticket.path, self, turn));
        match opened {
            Some(stream) => self.hands.update_value(|hands| hands.stream = Some(stream)),
            None => self.open_later(turn),
        }
        // What happened before the stream began.
        self.count().await;
    }

    fn open_later(self, turn: u32) {
        let failures = self.hands.try_update_value(|hands| {
            hands.stream = None;
            hands.failures += 1;
            hands.failures
        });
        let wait = WAITS_S[(failures.unwrap_or(1) - 1).min(WAITS_S.len() - 1)];
        set_timeout(move || self.open_if_present(turn), Duration::from_secs(wait));
    }

    fn open_if_present(self, turn: u32) {
        if self.is_present(turn) {
            spawn_local(self.open(turn));
        }
    }

    /// The stream told of a notice.
    fn heard(self, data: &str) {
        self.hands.update_value(|hands| hands.failures = 0);
        match json::read::<Pushed>(data) {
            Ok(pushed) => {
                self.unread.set(pushed.unread);
                self.turn.update(|turn| *turn += 1);
            }
            Err(_) => self.happened(),
        }
    }

    /// Something happened, nobody says what.
    fn happened(self) {
        self.turn.update(|turn| *turn += 1);
        spawn_local(self.count());
    }

    async fn count(self) {
        let keys = self.keys();
        if keys.is_empty() {
            return self.unread.set(0);
        }
        let query = InboxQuery { keys, limit: Some(1), ..InboxQuery::default() };
        // Without an answer the old count stays.
        if let Ok(inbox) = client::send(&ReadInbox(query)).await {
            self.unread.set(inbox.unread);
        }
    }

    fn look_now_and_then(self) {
        set_interval(
            move || {
                let streams = self.hands.try_with_value(|hands| hands.stream.as_ref().is_some_and(Stream::is_open));
                if streams == Some(false) && !document().hidden() {
                    self.happened();
                }
            },
            LOOK,
        );
    }
}

impl Stream {
    /// None where the browser has no event streams.
    fn open(path: &str, news: News, turn: u32) -> Option<Stream> {
        if !js_sys::Reflect::has(&window(), &JsValue::from_str("EventSource")).unwrap_or(false) {
            return None;
        }
        let source = EventSource::new(path).ok()?;
        let call = |call: Box<dyn FnMut(MessageEvent)>| Closure::wrap(call);
        let notice = call(Box::new(move |event| {
            if news.is_present(turn) {
                news.heard(&event.data().as_string().unwrap_or_default());
            }
        }));
        let changed = call(Box::new(move |_| {
            if news.is_present(turn) {
                news.happened();
            }
        }));
        let failed = {
            let source = source.clone();
            call(Box::new(move |_| {
                // A cut the browser mends by itself; a ticket that ended it does not.
                if source.ready_state() == EventSource::CLOSED && news.is_present(turn) {
                    // Later, because this very call goes with the stream.
                    set_timeout(move || news.open_later(turn), Duration::ZERO);
                }
            }))
        };
        for (name, call) in [(NOTICE_EVENT, &notice), (CHANGED_EVENT, &changed), ("error", &failed)] {
            source.add_event_listener_with_callback(name, call.as_ref().unchecked_ref()).ok()?;
        }
        Some(Stream { source, _calls: vec![notice, changed, failed] })
    }

    fn is_open(&self) -> bool {
        self.source.ready_state() == EventSource::OPEN
    }
}
