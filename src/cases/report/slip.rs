//! One slip of paper of the form: its number, which turns into a tick, its heading, what is wrong with it.

use leptos::prelude::*;

use super::{Step, filling::Filling};
use crate::{
    i18n::{Words, t},
    ui::{focus::focus_quietly, icon::icon},
};

/// Puts a slip round `inside`. `aside` stands at the right of the heading.
pub(super) fn slip(
    filling: Filling,
    step: Step,
    title: Words,
    done: Signal<bool>,
    aside: impl Fn() -> String + Send + Sync + 'static,
    inside: AnyView,
) -> AnyView {
    let number = Step::of(filling.draft.kind).iter().position(|other| *other == step).unwrap_or(0) + 1;
    let mark = move || {
        if done.get() {
            view! {
                {icon("check")}
                <span class="visually-hidden">{t::report_done}</span>
            }
            .into_any()
        } else {
            number.into_any()
        }
    };
    let class = move || if done.get() { "report-step report-step--done" } else { "report-step" };
    view! {
        <section class=class id=step.id() aria-labelledby=format!("{}-title", step.id())>
            <div class="report-step__head">
                <span class="report-step__mark">{mark}</span>
                <h2 class="report-step__title" id=format!("{}-title", step.id())>
                    {title}
                </h2>
                <span class="report-step__aside">{aside}</span>
            </div>
            {inside}
        </section>
    }
    .into_any()
}

/// What is wrong with a slip as a whole, tied to its controls by this id.
pub(super) fn fault_id(step: Step) -> String {
    format!("{}-error", step.id())
}

/// The line that says it.
pub(super) fn fault_line(step: Step, fault: Signal<Option<String>>) -> AnyView {
    let line =
        move || fault.get().map(|fault| view! { <p class="field__error">{icon("warning")} <span>{fault}</span></p> });
    view! {
        <div id=fault_id(step) aria-live="polite">
            {line}
        </div>
    }
    .into_any()
}

/// Brings a slip into view and its first control into focus.
pub(super) fn go_to(step: Step) {
    // After what has just changed is drawn.
    request_animation_frame(move || {
        let Some(slip) = document().get_element_by_id(step.id()) else { return };
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Center);
        slip.scroll_into_view_with_scroll_into_view_options(&options);
        let find = |selector: &str| slip.query_selector(selector).ok().flatten();
        let control = find("input[aria-invalid=true], textarea[aria-invalid=true]")
            .or_else(|| find("textarea, input:not([type=file]), button, input"));
        if let Some(control) = control {
            focus_quietly(&control);
        }
    });
}
