//! A text field with its label, hint, counter and error, all tied together for screen readers.

use leptos::{prelude::*, text_prop::TextProp};

use super::{icon::icon, live::live};
use crate::i18n::t;

/// What a field is, set by chaining; [`TextField::view`] makes it.
pub struct TextField {
    id: &'static str,
    label: TextProp,
    value: RwSignal<String>,
    error: Signal<Option<String>>,
    hint: Option<TextProp>,
    placeholder: Option<TextProp>,
    limit: Option<usize>,
    optional: bool,
    long: bool,
    class: &'static str,
    /// `type`, `inputmode` and `autocomplete` of the input.
    keyboard: (&'static str, &'static str, &'static str),
}

impl TextField {
    /// `id` is the element's own and also begins those of its hint and error.
    pub fn new(id: &'static str, label: impl Into<TextProp>, value: RwSignal<String>) -> Self {
        Self {
            id,
            label: label.into(),
            value,
            error: Signal::stored(None),
            hint: None,
            placeholder: None,
            limit: None,
            optional: false,
            long: false,
            class: "field__input",
            keyboard: ("text", "text", "off"),
        }
    }

    pub fn error(self, error: impl Into<Signal<Option<String>>>) -> Self {
        Self { error: error.into(), ..self }
    }

    pub fn hint(self, hint: impl Into<TextProp>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }

    pub fn placeholder(self, placeholder: impl Into<TextProp>) -> Self {
        Self { placeholder: Some(placeholder.into()), ..self }
    }

    /// Shows how many of at most `limit` characters are used. More may be typed: nothing is cut off.
    pub fn limit(self, limit: usize) -> Self {
        Self { limit: Some(limit), ..self }
    }

    /// Says beside the label that it may stay empty.
    pub fn optional(self) -> Self {
        Self { optional: true, ..self }
    }

    /// Several lines.
    pub fn long(self) -> Self {
        Self { long: true, ..self }
    }

    /// Large, spaced characters, for numbers and codes.
    pub fn code(self) -> Self {
        Self { class: "field__input field__input--code", ..self }
    }

    /// The input's `type`, `inputmode` and `autocomplete`: `("tel", "tel", "tel")`.
    pub fn keyboard(self, kind: &'static str, mode: &'static str, complete: &'static str) -> Self {
        Self { keyboard: (kind, mode, complete), ..self }
    }

    pub fn view(self) -> AnyView {
        let Self { id, label, value, error, hint, placeholder, limit, optional, long, class, keyboard } = self;
        let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
        let described = {
            let (hint_id, error_id) = (hint.is_some().then(|| hint_id.clone()), error_id.clone());
            live(move || match (error.with(Option::is_some), &hint_id) {
                (true, _) => Some(error_id.clone()),
                (false, hint) => hint.clone(),
            })
        };
        let invalid = live(move || error.with(Option::is_some).then_some("true"));
        let placeholder = live(move || placeholder.as_ref().map(|text| text.get().into_owned()));
        let input = if long {
            view! {
                <textarea
                    id=id
                    class=class
                    prop:value=value
                    placeholder=placeholder
                    aria-describedby=described
                    aria-invalid=invalid
                    on:input=move |event| value.set(event_target_value(&event))
                ></textarea>
            }
            .into_any()
        } else {
            let (kind, mode, complete) = keyboard;
            view! {
                <input
                    id=id
                    class=class
                    type=kind
                    inputmode=mode
                    autocomplete=complete
                    prop:value=value
                    placeholder=placeholder
                    aria-describedby=described
                    aria-invalid=invalid
                    on:input=move |event| value.set(event_target_value(&event))
                />
            }
            .into_any()
        };
        let counter = limit.map(|limit| {
            let count = live(move || value.with(|value| value.chars().count()));
            view! { <span class="field__counter">{count} "/" {limit}</span> }
        });
        let foot = (hint.is_some() || counter.is_some()).then(|| {
            view! {
                <div class="field__foot">
                    <span class="field__hint" id=hint_id>
                        {hint.map(|hint| live(move || hint.get()))}
                    </span>
                    {counter}
                </div>
            }
        });
        view! {
            <div class="field">
                <label class="field__label" for=id>
                    {live(move || label.get())}
                    {optional.then(|| view! { " " <span class="field__optional">{t::action_optional}</span> })}
                </label>
                {input}
                {foot}
                <div id=error_id aria-live="polite">
                    {live(move || {
                        error
                            .get()
                            .map(|error| {
                                view! { <p class="field__error">{icon("warning")} <span>{error}</span></p> }.into_any()
                            })
                    })}
                </div>
            </div>
        }
        .into_any()
    }
}
