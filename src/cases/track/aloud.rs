//! The case in spoken sentences: what it is, where it stands, who has it, what comes next.

use std::sync::Arc;

use leptos::prelude::*;
use pingan_api::cases::{Next, NextStep, Share, Step, TrackedCase};

use crate::{
    case_card::{public_state, title},
    i18n::{Label, moment, name, t},
    ui::read_aloud::ReadAloud,
};

pub(super) fn aloud(case: &TrackedCase) -> AnyView {
    let TrackedCase { summary, share, next, steps, .. } = case.clone();
    let text = move || {
        let state = match share {
            Share::Reporter => summary.state.label(),
            Share::Neighbour => public_state(summary.state),
        };
        let mut sentences = vec![t::read_aloud_what(title(summary.kind, summary.category)), t::read_aloud_state(state)];
        sentences.extend(next.holder.as_ref().map(|holder| t::read_aloud_holder(name(holder))));
        sentences.extend(steps.last().and_then(last));
        sentences.extend(ahead(&next, share));
        sentences
    };
    view! { <ReadAloud text=Arc::new(text) /> }.into_any()
}

/// What was done last, in the desk's own words too.
fn last(step: &Step) -> Option<String> {
    let done = step.event?.label();
    let what = match &step.words {
        Some(words) => format!("{done}：{words}"),
        None => done.to_owned(),
    };
    Some(t::read_aloud_last(what, moment::at(step.at)))
}

/// What comes next and by when; a step that the reporter owes is not a neighbour's.
fn ahead(step: &NextStep, share: Share) -> Vec<String> {
    let yours = matches!(step.next, Next::YouAnswer | Next::YouCheck);
    if step.next == Next::Nothing || yours && share == Share::Neighbour {
        return Vec::new();
    }
    let next = step.next.label();
    let mut sentences = vec![if yours { t::read_aloud_yours(next) } else { t::read_aloud_next(next) }];
    sentences.extend(step.due_at.map(|due| {
        let when = moment::at(due);
        if due < moment::now() { t::read_aloud_late(when) } else { t::read_aloud_due(when) }
    }));
    sentences
}
