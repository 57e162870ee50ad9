//! What the forms of this part share: what is wrong with a field, a choice among what the server listed, several of a
//! few, a switch, and a unit.

use leptos::{prelude::*, text_prop::TextProp};
use pingan_api::{
    desk::UnitName,
    problem::{FieldError, Issue, ProblemCode},
};

use crate::{
    client::ClientError,
    desk::units::{UnitPicker, chosen_unit},
    i18n::{Label, Words, t},
    ui::{
        choices::Choice,
        focus::focus_quietly,
        icon::{icon, icon_of_class, icon_small},
        live::live,
        toast,
    },
};

/// What is wrong with a form, by the contract's names of its fields.
#[derive(Clone, Copy)]
pub(super) struct FormFaults(RwSignal<Vec<FieldError>>);

impl FormFaults {
    pub(super) fn none() -> Self {
        Self(RwSignal::new(Vec::new()))
    }

    /// Marks the fields and goes to the first. In a change the server names them with the part of the body before them.
    pub(super) fn show(self, errors: Vec<FieldError>) {
        let bare = |error: FieldError| {
            let field = error.field.trim_start_matches("shift.").trim_start_matches("team.").to_owned();
            FieldError { field, ..error }
        };
        self.0.set(errors.into_iter().map(bare).collect());
        request_animation_frame(go_to_first);
    }

    /// Marks what the server refused, and says why.
    pub(super) fn refused(self, error: ClientError) {
        let mut errors = error.problem().map(|problem| problem.errors.clone()).unwrap_or_default();
        let outside = error.problem().is_some_and(|problem| problem.code == ProblemCode::OutsideDistrict);
        if outside && errors.is_empty() {
            errors.push(FieldError::new("position", Issue::OutsideDistrict));
        }
        self.show(errors);
        toast::warn(move || error.words());
    }

    pub(super) fn clear(self) {
        self.0.set(Vec::new());
    }

    /// Of one field; reactive.
    pub(super) fn of(self, field: impl Into<String>) -> Signal<Option<String>> {
        self.said(field, |error| error.code.label().to_owned())
    }

    /// Of a field for which the words that go for all say too little; reactive.
    pub(super) fn said(
        self,
        field: impl Into<String>,
        words: impl Fn(FieldError) -> String + Send + Sync + 'static,
    ) -> Signal<Option<String>> {
        let field = field.into();
        self.at(move || field.clone(), words)
    }

    /// Of a field that moves, as those of a list do; reactive.
    pub(super) fn at(
        self,
        field: impl Fn() -> String + Send + Sync + 'static,
        words: impl Fn(FieldError) -> String + Send + Sync + 'static,
    ) -> Signal<Option<String>> {
        Signal::derive(move || {
            let field = field();
            let error = self.0.with(|errors| errors.iter().find(|error| error.field == field).cloned());
            error.map(&words)
        })
    }
}

/// Somebody else changed it since it was read.
pub(super) fn is_meanwhile(error: &ClientError) -> bool {
    error.problem().is_some_and(|problem| problem.code == ProblemCode::EditedMeanwhile)
}

/// To where the first fault stands, and into the first field that has one. What lies over the page comes first.
fn go_to_first() {
    let on_page = |selector: &str| document().query_selector(selector).ok().flatten();
    let Some(form) = on_page(".desk-sheet").or_else(|| on_page(".desk-form")) else { return };
    let find = |selector: &str| form.query_selector(selector).ok().flatten();
    let Some(line) = find(".field__error") else { return };
    let options = web_sys::ScrollIntoViewOptions::new();
    options.set_block(web_sys::ScrollLogicalPosition::Center);
    line.scroll_into_view_with_scroll_into_view_options(&options);
    find("[aria-invalid=true]").iter().for_each(focus_quietly);
}

/// What is wrong with a field that does not say it by itself.
pub(super) fn fault_line(id: String, fault: Signal<Option<String>>) -> AnyView {
    let line = live(move || {
        fault.get().map(|fault| view! { <p class="field__error">{icon("warning")} <span>{fault}</span></p> }.into_any())
    });
    view! {
        <div id=id aria-live="polite">
            {line}
        </div>
    }
    .into_any()
}

/// One of what is not known beforehand. The first choice may stand for none.
pub(super) fn pick(
    id: String,
    label: Words,
    choices: Vec<(String, TextProp)>,
    chosen: Signal<String>,
    on_choose: Callback<String>,
    fault: Signal<Option<String>>,
) -> AnyView {
    let error_id = format!("{id}-error");
    let options = choices.into_iter().map(|(value, text)| {
        let this = value.clone();
        view! {
            <option value=value prop:selected=live(move || chosen.with(|chosen| *chosen == this))>
                {live(move || text.get())}
            </option>
        }
    });
    let options = options.collect_view();
    let invalid = live(move || fault.with(Option::is_some).then_some("true"));
    view! {
        <div class="field">
            <label class="field__label" for=id.clone()>
                {label}
            </label>
            <div class="select">
                <select
                    class="field__input select__input"
                    id=id
                    aria-invalid=invalid
                    aria-describedby=error_id.clone()
                    on:change=move |event| on_choose.run(event_target_value(&event))
                >
                    {options}
                </select>
                {icon_of_class("icon icon--s icon--down", "chevron")}
            </div>
            {fault_line(error_id, fault)}
        </div>
    }
    .into_any()
}

/// Several of a few, each on or off by itself.
pub(super) fn toggles(
    label: TextProp,
    choices: Vec<Choice>,
    is_on: Callback<&'static str, bool>,
    on_turn: Callback<&'static str>,
) -> AnyView {
    let boxes = choices.into_iter().map(|Choice { value, text, .. }| {
        view! {
            <label class="choice">
                <input
                    class="cover-input"
                    type="checkbox"
                    prop:checked=live(move || is_on.run(value))
                    on:change=move |_| on_turn.run(value)
                />
                <span class="choice__face">{live(move || text.get())}</span>
            </label>
        }
    });
    view! {
        <div class="choices" role="group" aria-label=label>
            {boxes.collect_view()}
        </div>
    }
    .into_any()
}

/// On or off, with what it means.
pub(super) fn switch(label: Words, hint: Words, on: RwSignal<bool>) -> AnyView {
    view! {
        <div class="cells">
            <label class="weui-cell weui-cell_switch">
                <span class="weui-cell__bd">
                    {label} <span class="weui-cell__desc">{hint}</span>
                </span>
                <span class="weui-cell__ft">
                    <input
                        class="weui-switch"
                        type="checkbox"
                        role="switch"
                        prop:checked=live(move || on.get())
                        on:change=move |event| on.set(event_target_checked(&event))
                    />
                </span>
            </label>
        </div>
    }
    .into_any()
}

/// Only a unit and what is below it, once one is chosen.
pub(super) fn unit_filter(unit: RwSignal<Option<UnitName>>) -> AnyView {
    let choosing = RwSignal::new(false);
    let set = move |chosen: Option<UnitName>| {
        choosing.set(false);
        unit.set(chosen);
    };
    let inside = live(move || match (choosing.get(), unit.get()) {
        (true, _) => view! { <UnitPicker only=Vec::new() on_choose=move |unit| set(Some(unit)) /> }.into_any(),
        (false, Some(unit)) => chosen_unit(unit, t::desk_unit_clear, Callback::new(move |()| set(None))),
        (false, None) => view! {
            <button type="button" class="button button--soft button--small" on:click=move |_| choosing.set(true)>
                {icon_small("building")}
                {t::desk_unit_choose}
            </button>
        }
        .into_any(),
    });
    view! {
        <div class="field">
            <p class="field__label">{t::desk_unit}</p>
            {inside}
        </div>
    }
    .into_any()
}
