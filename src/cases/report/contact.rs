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
            <div class="fold__body">{field}</div>
        </details>
    }
    .into_any();
    let done = Signal::derive(move || !phone.with(|phone| phone.trim().is_empty()));
    let optional = || t::action_optional().to_owned();
    slip::slip(filling, Step::Contact, t::report_step_contact, done, optional, inside)
}
