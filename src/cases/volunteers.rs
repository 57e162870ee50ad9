//! Volunteers who were called to a case.

use leptos::prelude::*;
use pingan_api::volunteer::shift::CaseShift;

use crate::{case_shifts::case_shifts, i18n::t};

/// Nothing where nobody was called.
pub fn volunteers(shifts: Vec<CaseShift>) -> Option<AnyView> {
    if shifts.is_empty() {
        return None;
    }
    let view = view! {
        <section class="section">
            <h2 class="section__title">{t::case_volunteers}</h2>
            {case_shifts(shifts)}
        </section>
    };
    Some(view.into_any())
}
