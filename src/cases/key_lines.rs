//! A case's number and code, large enough to be read over the phone, each with a copy button.

use leptos::prelude::*;
use pingan_api::cases::{CaseCode, CaseNumber};

use crate::{i18n::t, ui::copy_button::CopyButton};

pub fn key_lines(number: CaseNumber, code: &CaseCode) -> AnyView {
    let grouped = number.grouped();
    let groups = grouped
        .split(' ')
        .map(|group| view! { <span class="case-number__group">{group.to_owned()}</span> })
        .collect_view();
    let code = code.as_str().to_owned();
    view! {
        <div class="receipt-line">
            <span class="receipt-line__label">{t::track_number}</span>
            <b class="case-number">{groups}</b>
            <CopyButton text=number.to_string() label=t::track_copy_number />
        </div>
        <div class="receipt-line">
            <span class="receipt-line__label">{t::track_code}</span>
            <b class="case-number case-number--code">{code.clone()}</b>
            <CopyButton text=code label=t::track_copy_code />
        </div>
    }
    .into_any()
}
