//! One sender over all tabs: whoever sends has the turn. Only saves work; that nothing arrives twice is the keys' doing.

use std::{cell::Cell, rc::Rc, time::Duration};

use js_sys::{Function, Promise, Reflect};
use leptos::prelude::{IntervalHandle, set_interval_with_handle, window};
use wasm_bindgen::{JsCast, JsValue, closure::Closure, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;

use crate::{i18n::moment, random, session::storage};

const NAME: &str = "pa.outbox.turn";
/// A turn lasts one request. One that lasts longer than this belongs to a page that the phone has put to sleep.
const PATIENCE_MS: i32 = 150_000;
/// Without locks, a turn that is not renewed for this long is over.
const LEASE_MS: i64 = 12_000;
const RENEW: Duration = Duration::from_secs(4);
/// Two that write at once are told apart after this.
const SETTLE_MS: i32 = 120;
const ASK_AGAIN_MS: i32 = 400;

#[wasm_bindgen]
extern "C" {
    /// Web Locks (Chromium 69, Safari 15.4).
    type Locks;

    #[wasm_bindgen(method, catch)]
    fn request(this: &Locks, name: &str, options: &JsValue, granted: &JsValue) -> Result<Held, JsValue>;

    /// The promise that lasts as long as the lock.
    type Held;

    #[wasm_bindgen(method, js_name = catch)]
    fn on_failure(this: &Held, failed: &Function) -> JsValue;
}

/// Ends when it is dropped.
pub(super) enum Turn {
    Lock(Function),
    Lease { mine: String, renewing: Option<IntervalHandle> },
}

impl Drop for Turn {
    fn drop(&mut self) {
        match self {
            Turn::Lock(release) => {
                let _ = release.call0(&JsValue::NULL);
            }
            Turn::Lease { mine, renewing } => {
                renewing.take().into_iter().for_each(|handle| handle.clear());
                if holder().is_some_and(|(holder, _)| holder == *mine) {
                    storage::remove(NAME);
                }
            }
        }
    }
}

/// Waits for the turn.
pub(super) async fn turn() -> Turn {
    if let Some(locks) = locks() {
        let turn = match lock(&locks, false).await {
            Some(turn) => Some(turn),
            None => lock(&locks, true).await,
        };
        if let Some(turn) = turn {
            return turn;
        }
    }
    lease().await
}

fn locks() -> Option<Locks> {
    let locks = Reflect::get(&window().navigator(), &JsValue::from_str("locks")).ok()?;
    locks.is_object().then(|| locks.unchecked_into())
}

/// None if it was not granted in time; `steal` takes it from whoever has it.
async fn lock(locks: &Locks, steal: bool) -> Option<Turn> {
    let options = js_sys::Object::new();
    Reflect::set(&options, &"steal".into(), &steal.into()).ok()?;
    let given_up = Rc::new(Cell::new(false));
    let asked = Promise::new(&mut |granted, failed| {
        let has_given_up = given_up.clone();
        let hold = Closure::once_into_js(move || {
            Promise::new(&mut |release: Function, _| {
                let receiver: &Function = if has_given_up.get() { &release } else { &granted };
                let _ = receiver.call1(&JsValue::NULL, &release);
            })
        });
        match locks.request(NAME, &options, &hold) {
            // Refused altogether; or taken by another page later, which changes nothing here any more.
            Ok(held) => drop(held.on_failure(&failed)),
            Err(_) => drop(failed.call0(&JsValue::NULL)),
        }
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&failed, PATIENCE_MS);
    });
    match JsFuture::from(asked).await {
        Ok(release) => Some(Turn::Lock(release.unchecked_into())),
        Err(_) => {
            given_up.set(true);
            None
        }
    }
}

/// The same by a note in `localStorage` with an end. Where nothing can be noted there is no other tab to mind either.
async fn lease() -> Turn {
    let mine = random::key().to_string();
    loop {
        let free = holder().is_none_or(|(_, until)| until < moment::now().as_millis());
        if free {
            note(&mine);
            sleep(SETTLE_MS).await;
            if holder().is_none_or(|(holder, _)| holder == mine) {
                let renewed = mine.clone();
                let renewing = set_interval_with_handle(move || note(&renewed), RENEW).ok();
                return Turn::Lease { mine, renewing };
            }
        }
        sleep(ASK_AGAIN_MS).await;
    }
}

fn note(mine: &str) {
    storage::write(NAME, &format!("{mine} {}", moment::now().as_millis() + LEASE_MS));
}

fn holder() -> Option<(String, i64)> {
    let note = storage::read(NAME)?;
    let (holder, until) = note.split_once(' ')?;
    Some((holder.to_owned(), until.parse().ok()?))
}

async fn sleep(ms: i32) {
    let slept = Promise::new(&mut |done, _| {
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&done, ms);
    });
    // A timer does not fail.
    let _ = JsFuture::from(slept).await;
}
