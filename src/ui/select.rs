//! One of many in little room: the browser's own list.

use leptos::{prelude::*, text_prop::TextProp};

use super::{choices::Choice, icon::icon_of_class, live::live};

/// `any` is what stands for no choice, where there may be none.
pub fn select(
    id: impl Into<String>,
    label: impl Into<TextProp>,
    any: Option<TextProp>,
    choices: Vec<Choice>,
    chosen: Signal<Option<&'static str>>,
    on_choose: Callback<Option<&'static str>>,
) -> AnyView {
    drawn(id.into(), label.into(), any, choices, chosen, on_choose)
}

fn drawn(
    id: String,
    label: TextProp,
    any: Option<TextProp>,
    choices: Vec<Choice>,
    chosen: Signal<Option<&'static str>>,
    on_choose: Callback<Option<&'static str>>,
) -> AnyView {
    let values: Vec<&'static str> = choices.iter().map(|choice| choice.value).collect();
    let any = any.map(|any| {
        view! {
            <option value="" prop:selected=live(move || chosen.get().is_none())>
                {live(move || any.get())}
            </option>
        }
        .into_any()
    });
    let options = choices.into_iter().map(|Choice { value, text, .. }| {
        view! {
            <option value=value prop:selected=live(move || chosen.get() == Some(value))>
                {live(move || text.get())}
            </option>
        }
    });
    let options = options.collect_view();
    let change = move |event: leptos::ev::Event| {
        let value = event_target_value(&event);
        on_choose.run(values.iter().copied().find(|known| *known == value));
    };
    view! {
        <div class="field">
            <label class="field__label" for=id.clone()>
                {live(move || label.get())}
            </label>
            <div class="select">
                <select class="field__input select__input" id=id on:change=change>
                    {any}
                    {options}
                </select>
                {icon_of_class("icon icon--s icon--down", "chevron")}
            </div>
        </div>
    }
    .into_any()
}

/// The choices of one of the contract's word lists.
#[macro_export]
macro_rules! choices_of {
    ($list:expr, $label:expr) => {
        $list.into_iter().map(|item| $crate::ui::choices::Choice::new(item.as_str(), move || $label(item))).collect()
    };
}
