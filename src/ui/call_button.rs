//! The button that calls somebody: a picture and one word where there is room for little, a whole line in care mode.

use leptos::{prelude::*, text_prop::TextProp};

use super::{icon::icon, live::live};
use crate::i18n::t;

/// `who` is the whole sentence for screen readers, and what care mode writes on the button: "call the grid member Li Na".
pub fn call_button(phone: &str, who: impl Into<TextProp>) -> AnyView {
    let who = who.into();
    let label = who.clone();
    view! {
        <a class="call-button" href=format!("tel:{phone}") aria-label=live(move || label.get())>
            {icon("phone")} <span class="call-button__short">{t::action_call}</span>
            <span class="call-button__whole">{live(move || who.get())}</span>
        </a>
    }
    .into_any()
}
