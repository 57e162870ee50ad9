//! The volunteers that a hazard was turned over to, and the way to call some.

use leptos::prelude::*;
use pingan_api::{
    account::Permission,
    cases::{CaseKind, CaseNumber},
    desk::DeskCase,
    volunteer::shift::CaseShift,
};

use super::opened::Opened;
use crate::{
    case_shifts::case_shifts,
    desk::{gate::may, volunteers::Plan},
    i18n::t,
    ui::icon::icon,
};

#[derive(Clone, PartialEq)]
pub struct Called {
    number: CaseNumber,
    shifts: Vec<CaseShift>,
    /// There is still something to do about it, and volunteers may do it.
    can_call: bool,
}

impl Called {
    pub fn of(case: &DeskCase) -> Self {
        let can_call = case.kind == CaseKind::Hazard && case.holder.is_some();
        Self { number: case.number, shifts: case.shifts.clone(), can_call }
    }
}

pub fn volunteers(_: Opened, called: Called) -> AnyView {
    let Called { number, shifts, can_call } = called;
    let call = (can_call && may(Permission::ManageVolunteers)).then(|| {
        view! {
            <div class="button-row">
                <a class="button button--soft" href=Plan::ForCase(number).href()>
                    {icon("people")}
                    {t::desk_volunteer_call}
                </a>
            </div>
        }
    });
    if call.is_none() && shifts.is_empty() {
        return ().into_any();
    }
    let list = (!shifts.is_empty()).then(|| case_shifts(shifts));
    view! {
        <section class="section">
            <h3 class="section__title">{t::case_volunteers}</h3>
            {list}
            {call}
        </section>
    }
    .into_any()
}
