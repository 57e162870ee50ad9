//! A button that may be busy: then it turns, and a second press does nothing.

use leptos::{prelude::*, text_prop::TextProp};

use super::{
    icon::{icon, icon_of_class},
    live::live,
};

#[component]
pub fn Button(
    /// Besides `button`: `button--block`, `button--plain`, `button--soft`, `button--danger`, `button--small`.
    #[prop(default = "button")]
    class: &'static str,
    /// An icon before the text.
    #[prop(optional)]
    picture: Option<&'static str>,
    #[prop(into)] text: TextProp,
    #[prop(into)] on_press: Callback<()>,
    /// Work is under way.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Stays focusable and is announced, as nobody finds out why a truly disabled button does nothing.
    #[prop(optional, into)]
    disabled: Signal<bool>,
) -> impl IntoView {
    let idle = move || !busy.get() && !disabled.get();
    view! {
        <button
            type="button"
            class=class
            aria-disabled=live(move || if idle() { "false" } else { "true" })
            aria-busy=live(move || if busy.get() { "true" } else { "false" })
            on:click=move |_| {
                if idle() {
                    on_press.run(());
                }
            }
        >
            {live(move || if busy.get() { Some(icon_of_class("icon icon--turn", "busy")) } else { picture.map(icon) })}
            {live(move || text.get())}
        </button>
    }
}
