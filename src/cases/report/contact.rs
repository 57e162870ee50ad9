//! Anonymous unless the person says otherwise; whoever leaves a number reads who will see it.

use leptos::prelude::*;

use super::{Step, details::bound, filling::Filling, slip};
use crate::{
    i18n::t,
    ui::{field::TextField, icon::icon},
};

pub(super) fn contact(filling: Filling) -> AnyView {
    let phone = bound(filling, Step::Contact, |draft| &mut draft.phone);
    let fault = filling.fault("contact");
    let summary = move || {
        let phone = phone.get();
        if phone.trim().is_empty() { t::report_anonymous().to_owned() } else { t::report_phone_left(phone.trim()) }
    };
    // A fault must not hide in a closed fold.
    let opened = RwSignal::new(!phone.get_untracked().is_empty());
    Effect::new(move || {
        if fault.with(Option::is_some) {
            opened.set(true);
        }
    });
    let has_phone = move || phone.with(|phone| !phone.trim().is_empty());
    let field = TextField::new("report-phone", t::report_phone, phone)
        .hint(t::report_phone_who)
        .error(fault)
        .keyboard("tel", "tel", "tel")
        .optional()
        .view();
    let inside = view! {
        <details class="fold" prop:open=opened>
            <summary class="fold__summary">
                {icon("shield")} <span class="fold__label">{summary}</span> {icon("chevron")}
            </summary>
            <div class="fold__body">{field} {move || has_phone().then(|| text_me(filling))}</div>
        </details>
    }
    .into_any();
    let done = Signal::derive(move || !phone.with(|phone| phone.trim().is_empty()));
    let optional = || t::action_optional().to_owned();
    slip::slip(filling, Step::Contact, t::report_step_contact, done, optional, inside)
}

/// Nobody gets text messages who did not ask for them.
fn text_me(filling: Filling) -> AnyView {
    let draft = filling.draft;
    view! {
        <label class="text-me">
            <input
                type="checkbox"
                prop:checked=move || draft.draft.with(|draft| draft.text_me)
                on:change=move |event| {
                    let wished = event_target_checked(&event);
                    draft.edit(|draft| draft.text_me = wished);
                }
            />
            <span>{t::inbox_text_me}</span>
        </label>
    }
    .into_any()
}
