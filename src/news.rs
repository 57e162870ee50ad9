//! What happens meanwhile with the cases of this device and of the account, and with its shifts: a live stream while the
//! app is open, and looking again now and then where there is none. Says only that something is new and how much is
//! unread; pages ask for the rest themselves.

use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};
use pingan_api::{
    ProblemCode,
    account::ListOwnCases,
    cases::{CaseKey, CaseKeys},
    inbox::{CHANGED_EVENT, InboxQuery, NOTICE_EVENT, OpenStream, Pushed, ReadInbox},
};
use web_sys::MessageEvent;

use crate::{
    app::AppOwner,
    client::{self, ClientError},
    event_stream::{EventStream, has_ended},
    json,
    session::{Device, KnownCase, follow_signed_in, may_be_signed_in, note_signed_in},
};

/// A page has the network to itself first: what it shows is newer than any news.
const PAGE_FIRST: Duration = Duration::from_secs(2);
/// Between two looks where there is no stream.
const LOOK: Duration = Duration::from_secs(30);
/// Seconds until a stream that ended is opened anew; later ones wait as long as the last.
const WAITS_S: [u64; 5] = [1, 3, 10, 30, 60];

/// Has the account's cases on this phone as well, if somebody is signed in: they may be another phone's.
pub async fn bring_own_cases(device: Device) -> Result<(), ClientError> {
    if !may_be_signed_in() {
        return Ok(());
    }
    match client::send(&ListOwnCases).await {
        Ok(own) => device.keep_own(own),
        // The session has ended, and there is nothing more to ask.
        Err(error) if error.problem().is_some_and(|problem| problem.code == ProblemCode::NotSignedIn) => {
            note_signed_in(false);
        }
        Err(error) => return Err(error),
    }
    Ok(())
}

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
    stream: Option<EventStream>,
    /// Which stream is the present one: what an older one says is past.
    opened: u32,
    failures: usize,
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

    /// A stream for the keys of the device and for the account, another one when either changes.
    fn follow(self) {
        let numbers = Memo::new(move |_| {
            let mut numbers: Vec<_> = self.device.cases().iter().map(|case| case.receipt.number).collect();
            numbers.sort_unstable();
            numbers
        });
        Effect::new(move || {
            let any = numbers.with(|numbers| !numbers.is_empty());
            let signed_in = follow_signed_in();
            let turn = self.next_stream();
            if any || signed_in {
                set_timeout(move || self.open_if_present(turn), PAGE_FIRST);
            } else {
                self.unread.set(0);
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

    fn holds_cases(self) -> bool {
        !self.device.cases_now().is_empty()
    }

    /// There is somebody to tell something to.
    fn may_be_told(self) -> bool {
        self.holds_cases() || may_be_signed_in()
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
        if !self.holds_cases() {
            let brought = bring_own_cases(self.device).await;
            if !self.is_present(turn) {
                return;
            }
            if brought.is_err() {
                return self.open_later(turn);
            }
            // Cases of the account have a stream opened by coming here. Without any there is the account to listen for,
            // unless its session has ended.
            if self.holds_cases() || !may_be_signed_in() {
                return;
            }
        }
        let ticket = client::send(&OpenStream(CaseKeys { keys: self.keys() })).await;
        if !self.is_present(turn) {
            return;
        }
        let opened = ticket.ok().and_then(|ticket| self.listen(&ticket.path, turn));
        match opened {
            Some(stream) => self.hands.update_value(|hands| hands.stream = Some(stream)),
            None => self.open_later(turn),
        }
        // What happened before the stream began, and after the page asked.
        let before = untrack(|| self.unread.count());
        self.count().await;
        if untrack(|| self.unread.count()) > before {
            self.turn.update(|turn| *turn += 1);
        }
    }

    fn listen(self, path: &str, turn: u32) -> Option<EventStream> {
        let call = move |then: fn(News, u32, MessageEvent)| -> Box<dyn FnMut(MessageEvent)> {
            Box::new(move |event| {
                if self.is_present(turn) {
                    then(self, turn, event);
                }
            })
        };
        let heard = [
            (NOTICE_EVENT, call(|news, _, event| news.heard(&event.data().as_string().unwrap_or_default()))),
            (CHANGED_EVENT, call(|news, _, _| news.happened())),
            // A cut the browser mends by itself; a ticket that ended it does not.
            (
                "error",
                call(|news, turn, event| {
                    if has_ended(&event) {
                        // Later, because this very call goes with the stream.
                        set_timeout(move || news.open_later(turn), Duration::ZERO);
                    }
                }),
            ),
        ];
        EventStream::open(path, heard)
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
        if !self.may_be_told() {
            return self.unread.set(0);
        }
        let query = InboxQuery { keys: self.keys(), limit: Some(1), ..InboxQuery::default() };
        // Without an answer the old count stays.
        if let Ok(inbox) = client::send(&ReadInbox(query)).await {
            self.unread.set(inbox.unread);
        }
    }

    fn look_now_and_then(self) {
        set_interval(
            move || {
                let streams =
                    self.hands.try_with_value(|hands| hands.stream.as_ref().is_some_and(EventStream::is_open));
                if streams == Some(false) && !document().hidden() && self.may_be_told() {
                    self.happened();
                }
            },
            LOOK,
        );
    }
}
