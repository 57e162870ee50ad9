//! Who was called, who came, whose clock runs.

use leptos::prelude::*;
use pingan_api::cases::{CallView, WhistleView};

use super::opened::Opened;
use crate::{
    desk::clock::clock_chip,
    i18n::{moment, name, t},
    ui::{icon::icon_small, live::live},
};

pub fn whistles(_: Opened, whistles: Vec<WhistleView>) -> AnyView {
    if whistles.is_empty() {
        return ().into_any();
    }
    let whistles = whistles.into_iter().map(whistle).collect_view();
    view! {
        <section class="section">
            <h3 class="section__title">{t::desk_whistles}</h3>
            {whistles}
        </section>
    }
    .into_any()
}

fn whistle(whistle: WhistleView) -> AnyView {
    let WhistleView { at, caller, due_at, ended_at, calls, .. } = whistle;
    let awaited = ended_at.is_none() && calls.iter().any(CallView::is_awaited);
    let clock = awaited.then(|| clock_chip(Some(due_at), None)).flatten();
    let ended = ended_at.map(|at| view! { <p class="note">{live(move || t::desk_whistle_ended(moment::at(at)))}</p> });
    let calls = calls.into_iter().map(|call| one(call, ended_at.is_some())).collect_view();
    view! {
        <div class="card">
            <p class="desk-whistle__head">
                <b>{live(move || t::desk_whistle_by(name(&caller), moment::at(at)))}</b>
                {clock}
            </p>
            <ul class="desk-whistle">{calls}</ul>
            {ended}
        </div>
    }
    .into_any()
}

fn one(call: CallView, ended: bool) -> AnyView {
    let (class, picture) = match (call.checked_in_at, call.returned_at) {
        (Some(_), _) => ("desk-call desk-call--came", "check"),
        (None, Some(_)) => ("desk-call", "close"),
        (None, None) => ("desk-call desk-call--awaited", "clock"),
    };
    let CallView { unit_name, lead, checked_in_at, returned_at, reason, .. } = call;
    let how = move || match (checked_in_at, returned_at) {
        (Some(at), _) => t::desk_call_came(moment::at(at)),
        (None, Some(at)) => t::desk_call_returned(moment::at(at)),
        (None, None) if ended => t::desk_call_not_needed().to_owned(),
        (None, None) => t::desk_call_awaited().to_owned(),
    };
    let reason = reason.map(|reason| view! { <p class="timeline__note">{reason}</p> });
    view! {
        <li class=class>
            {icon_small(picture)}
            <div class="desk-call__body">
                <p>
                    <b>{live(move || name(&unit_name))}</b>
                    {lead.then(|| view! { " " <span class="state-chip">{t::desk_call_lead}</span> })}
                </p>
                <p class="note">{live(how)}</p>
                {reason}
            </div>
        </li>
    }
    .into_any()
}
