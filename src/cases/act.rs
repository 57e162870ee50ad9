//! What the reporter can do with a case now, drawn from the transition table: answer a question, say whether it is
//! solved, appeal, reopen, withdraw. What was begun stays while the page lives and after a reload.

mod begun;
mod confirm;
mod telling;
mod withdraw;

use leptos::prelude::*;
use pingan_api::cases::{CaseKey, Event, Share, TrackedCase, Who, transition};

pub use self::begun::Begun;
use self::{confirm::confirm, telling::telling, withdraw::withdraw};
use crate::{
    i18n::{Words, t},
    ui::{button::Button, icon::icon},
};

/// The case as the buttons are drawn from it.
#[derive(Clone)]
pub struct Seen {
    pub key: CaseKey,
    pub version: u32,
}

/// Nothing where the reader can do nothing.
pub fn acts(case: &TrackedCase, key: CaseKey, begun: Begun) -> Option<AnyView> {
    if case.share != Share::Reporter {
        return None;
    }
    let can: Vec<Event> = transition::possible(case.summary.state, Who::Reporter, case.history).collect();
    if can.is_empty() {
        return None;
    }
    let seen = StoredValue::new(Seen { key, version: case.version });
    let is = |event| can.contains(&event);
    let question = asked(case);
    let view = if is(Event::Answer) {
        view! {
            <h2 class="act__title">{t::act_answer_title}</h2>
            {question.map(|words| view! { <blockquote class="act__question">{words}</blockquote> })}
            {telling(Event::Answer, seen, begun)}
        }
        .into_any()
    } else if is(Event::Confirm) {
        solved(is(Event::Dispute), seen, begun)
    } else if is(Event::AppealRejection) {
        one(Event::AppealRejection, t::act_appeal, seen, begun)
    } else if is(Event::Reopen) {
        one(Event::Reopen, t::act_reopen, seen, begun)
    } else if is(Event::Withdraw) {
        return Some(withdraw(seen, begun));
    } else {
        return None;
    };
    Some(view! { <section class="act card">{view}</section> }.into_any())
}

/// The desk's question that waits for its answer.
fn asked(case: &TrackedCase) -> Option<String> {
    case.steps.iter().rev().find(|step| step.event == Some(Event::Ask))?.words.clone()
}

/// "Is it solved?", with two big buttons; the chosen one opens what goes with it.
fn solved(can_dispute: bool, seen: StoredValue<Seen>, begun: Begun) -> AnyView {
    let opened = move |event| begun.event.get() == Some(event);
    let choice = move |event: Event, picture, words: Words, class| {
        view! {
            <button
                type="button"
                class=class
                aria-expanded=move || opened(event).to_string()
                on:click=move |_| begun.open(Some(event))
            >
                {icon(picture)}
                {words}
            </button>
        }
    };
    let form = move || match begun.event.get() {
        Some(Event::Confirm) => Some(confirm(seen, begun)),
        Some(Event::Dispute) if can_dispute => Some(telling(Event::Dispute, seen, begun)),
        _ => None,
    };
    view! {
        <h2 class="act__title">{t::act_solved}</h2>
        <div class="act__choice">
            {choice(Event::Confirm, "check", t::act_yes, "act__yes")}
            {can_dispute.then(|| choice(Event::Dispute, "warning", t::act_no, "act__no"))}
        </div>
        {(!can_dispute).then(|| view! { <p class="note">{t::act_disputed}</p> })}
        {form}
        <p class="note">{t::act_lapse}</p>
    }
    .into_any()
}

/// One thing to do, behind its button.
fn one(event: Event, words: Words, seen: StoredValue<Seen>, begun: Begun) -> AnyView {
    let inside = move || {
        if begun.event.get() == Some(event) {
            return telling(event, seen, begun);
        }
        let open = move |()| begun.open(Some(event));
        view! { <Button class="button button--plain button--block" text=words on_press=open /> }.into_any()
    };
    inside.into_any()
}
