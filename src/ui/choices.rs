//! One of several, in one tap: chips for a question, segments for a switch. All are real radio buttons.

use leptos::{prelude::*, text_prop::TextProp};

use super::{icon::icon, live::live};

/// One thing to choose.
#[derive(Clone)]
pub struct Choice {
    /// What is handed back; the contract's own word for it, mostly.
    pub value: &'static str,
    pub text: TextProp,
    pub icon: Option<&'static str>,
}

impl Choice {
    pub fn new(value: &'static str, text: impl Into<TextProp>) -> Self {
        Self { value, text: text.into(), icon: None }
    }

    pub fn with_icon(self, icon: &'static str) -> Self {
        Self { icon: Some(icon), ..self }
    }
}

/// A row or block of chips. A second tap on the chosen one takes it back if `clearable`.
#[component]
pub fn Chips(
    /// The radio group's name, unlike any other's on the page.
    #[prop(into)]
    name: String,
    /// What is asked, for screen readers; a page may show it above as well.
    #[prop(into)]
    label: TextProp,
    choices: Vec<Choice>,
    #[prop(into)] chosen: Signal<Option<&'static str>>,
    #[prop(into)] on_choose: Callback<Option<&'static str>>,
    #[prop(default = true)] clearable: bool,
    /// One line that scrolls sideways, for filters.
    #[prop(optional)]
    row: bool,
) -> impl IntoView {
    let class = if row { "choices choices--row" } else { "choices" };
    let faces = ("choice", "choice__face");
    group(class, faces, name, label, choices, chosen, on_choose, clearable)
}

/// A switch of two to five.
#[component]
pub fn Segments(
    #[prop(into)] name: String,
    #[prop(into)] label: TextProp,
    choices: Vec<Choice>,
    #[prop(into)] chosen: Signal<&'static str>,
    #[prop(into)] on_choose: Callback<&'static str>,
) -> impl IntoView {
    let on_choose = move |value: Option<&'static str>| value.into_iter().for_each(|value| on_choose.run(value));
    let chosen = Signal::derive(move || Some(chosen.get()));
    let faces = ("segments__item", "segments__face");
    group("segments", faces, name, label, choices, chosen, Callback::new(on_choose), false)
}

#[expect(clippy::too_many_arguments, reason = "private to the two components above")]
fn group(
    class: &'static str,
    (item, face): (&'static str, &'static str),
    name: String,
    label: TextProp,
    choices: Vec<Choice>,
    chosen: Signal<Option<&'static str>>,
    on_choose: Callback<Option<&'static str>>,
    clearable: bool,
) -> AnyView {
    let radios = choices.into_iter().map(|Choice { value, text, icon: picture }| {
        let is_chosen = live(move || chosen.get() == Some(value));
        let clear = move |_| {
            // A radio button says nothing when the chosen one is tapped again.
            if clearable && chosen.get_untracked() == Some(value) {
                on_choose.run(None);
            }
        };
        view! {
            <label class=item>
                <input
                    class="cover-input"
                    type="radio"
                    name=name.clone()
                    value=value
                    prop:checked=is_chosen
                    on:click=clear
                    on:change=move |_| on_choose.run(Some(value))
                />
                <span class=face>{picture.map(icon)} {live(move || text.get())}</span>
            </label>
        }
    });
    view! {
        <div class=class role="radiogroup" aria-label=label>
            {radios.collect_view()}
        </div>
    }
    .into_any()
}
