//! Who was called to a case, who came, and whose clock runs.

use leptos::prelude::*;
use pingan_api::{
    Timestamp,
    cases::{CallView, WhistleView},
};

use crate::{
    i18n::{moment, name, t},
    ui::icon::{icon, icon_small},
};

/// Nothing where nobody was called.
pub fn whistles(whistles: Vec<WhistleView>) -> Option<AnyView> {
    if whistles.is_empty() {
        return None;
    }
    let cards = whistles.into_iter().map(whistle).collect_view();
    let view = view! {
        <section class="section">
            <h2 class="section__title">{t::act_whistle}</h2>
            {cards}
        </section>
    };
    Some(view.into_any())
}

fn whistle(whistle: WhistleView) -> AnyView {
    let WhistleView { at, caller, due_at, ended_at, calls, .. } = whistle;
    let by = move || t::act_whistle_by(moment::at(at), name(&caller));
    let lines = calls.into_iter().map(|call| line(call, due_at, ended_at.is_some())).collect_view();
    view! {
        <div class="card whistle">
            <p class="whistle__by">{icon("speaker")} <span>{by}</span></p>
            <ul class="whistle__calls">{lines}</ul>
        </div>
    }
    .into_any()
}

fn line(call: CallView, due_at: Timestamp, ended: bool) -> AnyView {
    let awaited = call.is_awaited();
    let CallView { unit_name, lead, checked_in_at, returned_at, reason, .. } = call;
    let late = awaited && due_at < moment::now();
    let picture = match (checked_in_at, returned_at) {
        (Some(_), _) => "check",
        (None, Some(_)) => "withdrawn",
        (None, None) if late => "warning",
        (None, None) => "clock",
    };
    let how = move || match (checked_in_at, returned_at) {
        (Some(at), _) => t::act_whistle_came(moment::at(at)),
        (None, Some(_)) => t::act_whistle_back(reason.as_deref().unwrap_or_default()),
        (None, None) if ended => t::act_whistle_ended().to_owned(),
        (None, None) if late => t::act_whistle_late(moment::at(due_at)),
        (None, None) => t::act_whistle_awaited(moment::at(due_at)),
    };
    let class = if late && !ended { "whistle__call whistle__call--late" } else { "whistle__call" };
    view! {
        <li class=class>
            {icon_small(picture)} <div>
                <p>
                    <b>{move || name(&unit_name)}</b>
                    {lead.then(|| view! { <span class="whistle__lead">{t::act_whistle_lead}</span> })}
                </p>
                <p class="note">{how}</p>
            </div>
        </li>
    }
    .into_any()
}
