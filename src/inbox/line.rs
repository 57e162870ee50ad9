//! One notice: what happened, with which case, when; it leads to the case.

use leptos::prelude::*;
use pingan_api::{
    cases::{Event, Share},
    inbox::Notice,
};

use crate::{
    case_card::{public_event, title},
    i18n::{Label, moment, name, t},
    route::Route,
    ui::{icon::icon, live::live},
};

pub(super) fn line(notice: Notice, fresh: bool) -> AnyView {
    let Notice { at, number, kind, category, share, event, state, holder, words, .. } = notice;
    let what = move || {
        let what = match share {
            Share::Reporter => event.label(),
            Share::Neighbour => public_event(event),
        };
        match (&holder, says_who(event)) {
            (Some(holder), true) => t::track_step_with(what, name(holder)),
            _ => what.to_owned(),
        }
    };
    let class = if fresh { "notice notice--new" } else { "notice" };
    view! {
        <a class=class href=Route::Track(number).href()>
            <span class=format!("notice__mark notice__mark--{state}") aria-hidden="true">
                {icon(state.as_str())}
            </span>
            <span class="notice__body">
                <span class="notice__what">
                    {fresh.then(|| view! { <span class="notice__new">{t::inbox_new}</span> })} {live(what)}
                </span>
                {words.map(|words| view! { <span class="notice__words">{words}</span> })}
                <span class="notice__meta">
                    <span>{live(move || title(kind, category))}</span>
                    <span class="case-number case-number--s">{number.grouped()}</span>
                    <time datetime=at.to_string()>{live(move || moment::ago(at))}</time>
                </span>
            </span>
        </a>
    }
    .into_any()
}

/// Where it matters who has it from there on.
const fn says_who(event: Event) -> bool {
    matches!(event, Event::Assign | Event::Transfer | Event::Whistle | Event::Dispute | Event::Reopen)
}
