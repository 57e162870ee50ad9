//! Copies a short text and says so.

use leptos::{prelude::*, task::spawn_local, text_prop::TextProp};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::{icon::icon, toast};
use crate::i18n::t;

#[component]
pub fn CopyButton(
    #[prop(into)] text: String,
    /// What is copied, for screen readers: the face only says "copy".
    #[prop(into)]
    label: TextProp,
) -> impl IntoView {
    let copy = move |_| {
        let text = text.clone();
        spawn_local(async move {
            if copy(&text).await {
                toast::done(t::action_copied);
            } else {
                toast::warn(t::action_not_copied);
            }
        });
    };
    view! {
        <button type="button" class="button button--soft button--small" aria-label=label on:click=copy>
            {icon("copy")}
            {t::action_copy}
        </button>
    }
}

/// Whether it worked. The clipboard's own API is missing outside https and in older webviews.
async fn copy(text: &str) -> bool {
    let navigator = window().navigator();
    let has_clipboard =
        js_sys::Reflect::get(&navigator, &JsValue::from_str("clipboard")).is_ok_and(|it| it.is_object());
    if has_clipboard && JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok() {
        return true;
    }
    copy_by_selection(text).unwrap_or(false)
}

fn copy_by_selection(text: &str) -> Option<bool> {
    let document = document();
    let area: web_sys::HtmlTextAreaElement = document.create_element("textarea").ok()?.dyn_into().ok()?;
    area.set_value(text);
    area.set_class_name("visually-hidden");
    // No keyboard comes up for a read-only field.
    area.set_read_only(true);
    let body = document.body()?;
    body.append_child(&area).ok()?;
    area.select();
    let run = js_sys::Reflect::get(&document, &JsValue::from_str("execCommand")).ok()?;
    let copied = run.dyn_into::<js_sys::Function>().ok()?.call1(&document, &JsValue::from_str("copy"));
    area.remove();
    copied.ok()?.as_bool()
}
