//! What lies over a page and asks for an answer first; and the plain question in such a layer.

use leptos::{html, prelude::*, text_prop::TextProp};
use wasm_bindgen::JsCast;

use super::{focus::focus, live::live};
use crate::i18n::t;

/// A layer over the page. Takes the focus, keeps it, gives it back; Escape and a tap beside it close it.
#[component]
pub fn Overlay(
    open: RwSignal<bool>,
    class: &'static str,
    /// What it asks or shows, for screen readers.
    #[prop(into)]
    label: TextProp,
    #[prop(into)] content: ViewFn,
) -> impl IntoView {
    let layer = NodeRef::<html::Div>::new();
    let before = StoredValue::new_local(None::<web_sys::Element>);
    Effect::new(move || {
        if open.get() {
            before.set_value(document().active_element());
        } else if let Some(before) = before.try_update_value(Option::take).flatten() {
            focus(&before);
        }
    });
    Effect::new(move || layer.get().into_iter().for_each(|layer| focus(&layer)));
    let keys = move |event: leptos::ev::KeyboardEvent| match event.key().as_str() {
        "Escape" => open.set(false),
        "Tab" => keep_focus(&event, layer),
        _ => {}
    };
    live(move || {
        let label = label.clone();
        open.get().then(|| {
            view! {
                <div on:keydown=keys>
                    <div class="mask" on:click=move |_| open.set(false)></div>
                    <div class=class role="dialog" aria-modal="true" aria-label=label tabindex="-1" node_ref=layer>
                        {content.run()}
                    </div>
                </div>
            }
            .into_any()
        })
    })
}

/// Turns Tab round at both ends of the layer.
fn keep_focus(event: &leptos::ev::KeyboardEvent, layer: NodeRef<html::Div>) {
    let Some(layer) = layer.get_untracked() else { return };
    let Ok(stops) = layer.query_selector_all("button, a[href], input, textarea, select") else { return };
    let stop = |index: u32| stops.get(index).and_then(|node| node.dyn_into::<web_sys::Element>().ok());
    let (Some(first), Some(last)) = (stop(0), stop(stops.length().saturating_sub(1))) else { return };
    let here = document().active_element();
    let (end, other) = if event.shift_key() { (&first, &last) } else { (&last, &first) };
    if here.as_ref() == Some(end) || here.as_ref() == Some(layer.unchecked_ref()) && event.shift_key() {
        event.prevent_default();
        focus(other);
    }
}

/// A question with two answers.
#[component]
pub fn Dialog(
    open: RwSignal<bool>,
    #[prop(into)] title: TextProp,
    #[prop(into)] text: TextProp,
    #[prop(into)] confirm: TextProp,
    #[prop(into)] on_confirm: Callback<()>,
) -> impl IntoView {
    let label = title.clone();
    let content = move || {
        let (title, text, confirm) = (title.clone(), text.clone(), confirm.clone());
        let press = move |_| {
            open.set(false);
            on_confirm.run(());
        };
        view! {
            <div class="weui-dialog__hd">
                <h2 class="weui-dialog__title">{live(move || title.get())}</h2>
            </div>
            <div class="weui-dialog__bd">{live(move || text.get())}</div>
            <div class="weui-dialog__ft">
                <button type="button" class="weui-dialog__btn weui-dialog__btn_default" on:click=move |_| open.set(false)>
                    {t::action_cancel}
                </button>
                <button type="button" class="weui-dialog__btn weui-dialog__btn_primary" on:click=press>
                    {live(move || confirm.get())}
                </button>
            </div>
        }
        .into_any()
    };
    view! { <Overlay open=open class="weui-dialog" label=label content=content /> }
}
