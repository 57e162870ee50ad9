//! The bar under the form: what is still missing or wrong, and the one button.

use leptos::prelude::*;
use pingan_api::cases::CaseKind;

use super::{
    filling::{Filling, Locating},
    send::{Sending, Target, Wait},
};
use crate::{
    i18n::t,
    ui::{button::Button, icon::icon},
};

pub(super) fn send_bar(filling: Filling) -> AnyView {
    filling.watch();
    let wait = filling.wait();
    let busy = Signal::derive(move || {
        matches!(filling.sending.get(), Sending::Wanted(Target::New) | Sending::Now(Target::New))
    });
    let hint = move || match filling.sending.get() {
        Sending::Wanted(_) => match wait.get() {
            Wait::Photos => t::report_wait_photos(),
            Wait::Place => t::report_wait_place(),
            Wait::Nothing | Wait::Voice | Wait::Stuck => t::report_sending(),
        },
        Sending::Now(_) => t::report_sending(),
        Sending::Stuck => "",
        Sending::Idle => missing(filling),
    };
    let trouble = move || {
        (filling.sending.get() == Sending::Stuck).then(|| {
            view! { <p class="field__error">{icon("warning")} <span>{t::report_photos_failed}</span></p> }
        })
    };
    let text = move || if busy.get() { t::report_sending() } else { t::report_send() };
    view! {
        <div class="send-bar">
            <div class="send-bar__inner">
                <div role="alert">{trouble}</div>
                <p class="send-bar__hint" role="status">
                    {hint}
                </p>
                <Button
                    class="button button--snap button--block"
                    text=text
                    busy=busy
                    on_press=move |()| filling.send(Target::New)
                />
            </div>
        </div>
    }
    .into_any()
}

/// What is still missing, in a few words; reactive.
fn missing(filling: Filling) -> &'static str {
    let (photos, locating) = (filling.draft.photos.items.with(Vec::len), filling.locating.get() == Locating::Running);
    filling.draft.draft.with(|draft| {
        let place = draft.place.as_ref().is_some_and(|place| !place.outside) || locating;
        let text = draft.says_something();
        match filling.kind() {
            CaseKind::Hazard if photos == 0 && !text => t::report_hint_photos(),
            CaseKind::Hazard if draft.category.is_none() => t::report_hint_category(),
            CaseKind::Opinion if draft.about.is_none() => t::report_hint_about(),
            CaseKind::Appeal | CaseKind::Opinion if !text => t::report_hint_text(),
            CaseKind::Hazard | CaseKind::Appeal if !place => t::report_hint_place(),
            _ => t::report_hint_ready(),
        }
    })
}
