//! The calls for volunteers of a case, as every page about it lists them: when, and how many, but never who.

use leptos::prelude::*;
use pingan_api::volunteer::{ShiftState, shift::CaseShift};

use crate::{
    i18n::{Label, moment, t},
    route::{Route, Volunteer},
    ui::{icon::icon, live::live},
};

/// Each a way to its shift.
pub fn case_shifts(shifts: Vec<CaseShift>) -> AnyView {
    let cells = shifts.into_iter().map(cell).collect_view();
    view! { <ul class="cells">{cells}</ul> }.into_any()
}

fn cell(shift: CaseShift) -> AnyView {
    let CaseShift { shift: id, title, kind, starts_at, state, needed, taken, came } = shift;
    let when = move || match state {
        ShiftState::Published => format!("{} · {}", moment::at(starts_at), kind.label()),
        ShiftState::Draft | ShiftState::Cancelled => format!("{} · {}", moment::at(starts_at), state.label()),
    };
    let who = move || {
        let signed_up = t::case_signed_up(needed, taken);
        if came > 0 { format!("{signed_up} · {}", t::case_came(came)) } else { signed_up }
    };
    view! {
        <li>
            <a class="weui-cell weui-cell_active" href=Route::Volunteer(Volunteer::Shift(id)).href()>
                <span class="weui-cell__hd">{icon("people")}</span>
                <span class="weui-cell__bd">
                    {title} <span class="weui-cell__desc">{live(when)}</span>
                    <span class="weui-cell__desc">{live(who)}</span>
                </span>
                <span class="weui-cell__ft">{icon("chevron")}</span>
            </a>
        </li>
    }
    .into_any()
}
