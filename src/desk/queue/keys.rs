//! The queue by keyboard, on a wide screen: j and k step through the lines, Enter goes into the open case, / searches,
//! Escape closes, ? tells all of them. The keys of a case's acts are the case's own.

use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

use super::{map::show_line, state::Queue};
use crate::{
    desk::keyboard::is_for_others,
    i18n::{Words, t},
    ui::{dialog::Overlay, icon::icon},
};

const KEYS: [(&str, Words); 10] = [
    ("j", t::desk_key_next),
    ("k", t::desk_key_previous),
    ("Enter", t::desk_key_enter),
    ("a", t::desk_key_accept),
    ("s", t::desk_key_start),
    ("r", t::desk_key_resolve),
    ("n", t::desk_key_note),
    ("/", t::desk_key_search),
    ("Esc", t::desk_key_close),
    ("?", t::desk_key_help),
];

#[component]
pub fn Keys(queue: Queue) -> impl IntoView {
    let help = RwSignal::new(false);
    let pressed = move |event: KeyboardEvent| {
        if is_for_others(&event) {
            return;
        }
        let focus = |id: &str| {
            if let Some(element) = document().get_element_by_id(id) {
                let _ = element.unchecked_into::<HtmlElement>().focus();
            }
        };
        match event.key().as_str() {
            "j" => queue.step(1),
            "k" => queue.step(-1),
            "Enter" if is_on_nothing(&event) => focus("desk-open-case"),
            "/" => focus("desk-search"),
            "?" => help.set(true),
            "Escape" => queue.open.set(None),
            _ => return,
        }
        event.prevent_default();
        if let Some(number) = queue.open.get_untracked() {
            show_line(number);
        }
    };
    let handle = window_event_listener(leptos::ev::keydown, pressed);
    on_cleanup(move || handle.remove());
    let close = NodeRef::<html::Button>::new();
    let content = move || {
        let rows = KEYS.map(|(key, words)| {
            view! {
                <div class="desk-keys__row">
                    <dt>
                        <kbd class="desk-keys__key">{key}</kbd>
                    </dt>
                    <dd>{words}</dd>
                </div>
            }
        });
        view! {
            <h2 class="desk-sheet__title">{t::desk_keys}</h2>
            <dl class="desk-keys">{rows.into_iter().collect_view()}</dl>
            <button type="button" class="button button--soft button--block" node_ref=close on:click=move |_| help.set(false)>
                {t::action_close}
            </button>
        }
        .into_any()
    };
    view! {
        <button type="button" class="desk-keys-button" on:click=move |_| help.set(true)>
            {icon("info")}
            {t::desk_keys_button}
        </button>
        <Overlay open=help class="desk-sheet" label=t::desk_keys content />
    }
}

/// A press of Enter on a link or a button is that one's.
fn is_on_nothing(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_none_or(|element| !matches!(element.tag_name().as_str(), "A" | "BUTTON" | "SUMMARY"))
}
