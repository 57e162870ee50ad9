//! Reads a text aloud with the phone's own voice. Shows nothing where the browser has none, as in most Android webviews.

use std::sync::Arc;

use js_sys::Reflect;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{SpeechSynthesis, SpeechSynthesisUtterance};

use super::icon::icon;
use crate::i18n::{self, Lang, t};

/// A little slower than talk: what is said are numbers and dates.
const RATE: f32 = 0.9;

/// The browser's voice, where there is one.
fn voice() -> Option<SpeechSynthesis> {
    let has = |name: &str| Reflect::get(&window(), &name.into()).is_ok_and(|it| it.is_object() || it.is_function());
    (has("speechSynthesis") && has("SpeechSynthesisUtterance")).then(|| window().speech_synthesis().ok()).flatten()
}

/// What is being read. The browser forgets sentences that nobody holds, and their end is then never told.
type Spoken = Vec<(SpeechSynthesisUtterance, Closure<dyn FnMut()>)>;

#[component]
pub fn ReadAloud(
    /// The sentences in the language of the app; each is a breath of its own, as long ones are cut off on some phones.
    text: Arc<dyn Fn() -> Vec<String> + Send + Sync>,
) -> impl IntoView {
    let speaks = RwSignal::new(false);
    let spoken = StoredValue::new_local(Spoken::new());
    let hush = move || {
        // Sentences that are cut off tell so a moment later, to nobody by then.
        spoken.try_update_value(|spoken| {
            for (utterance, _) in spoken.drain(..) {
                utterance.set_onend(None);
                utterance.set_onerror(None);
            }
        });
        if let Some(voice) = voice() {
            voice.cancel();
        }
        let _ = speaks.try_set(false);
    };
    // A voice goes on after its page is gone.
    on_cleanup(move || {
        if speaks.try_get_untracked() == Some(true) {
            hush();
        }
    });
    let leaves = window_event_listener_untyped("pagehide", move |_| hush());
    on_cleanup(move || leaves.remove());
    let press = move |_| {
        let speaking = speaks.get_untracked();
        hush();
        let Some(voice) = voice().filter(|_| !speaking) else { return };
        let sentences = untrack(|| text());
        let last = sentences.len().saturating_sub(1);
        let mut said = Spoken::new();
        for (index, sentence) in sentences.iter().enumerate() {
            let Ok(utterance) = SpeechSynthesisUtterance::new_with_text(sentence) else { return };
            utterance.set_lang(match untrack(i18n::lang) {
                Lang::Zh => "zh-CN",
                Lang::En => "en-US",
            });
            utterance.set_rate(RATE);
            let ended = Closure::<dyn FnMut()>::new(move || {
                let _ = speaks.try_set(false);
            });
            if index == last {
                utterance.set_onend(Some(ended.as_ref().unchecked_ref()));
            }
            utterance.set_onerror(Some(ended.as_ref().unchecked_ref()));
            voice.speak(&utterance);
            said.push((utterance, ended));
        }
        speaks.set(!said.is_empty());
        spoken.set_value(said);
    };
    voice().is_some().then(|| {
        view! {
            <div class="button-row">
                <button type="button" class="button button--soft button--block" on:click=press>
                    {move || icon(if speaks.get() { "stop" } else { "speaker" })}
                    {move || if speaks.get() { t::read_aloud_stop() } else { t::read_aloud_start() }}
                </button>
            </div>
        }
    })
}
