//! What has happened with a case, newest first, in a resident's words.

use leptos::prelude::*;
use pingan_api::cases::Step;

use super::photo_row::PhotoRow;
use crate::{
    case_card::public_event,
    i18n::{Label, moment, name, t},
    ui::icon::icon,
};

/// `own`: the reader is the reporter, and what the reporter did is theirs.
pub fn timeline(steps: Vec<Step>, own: bool) -> AnyView {
    let now = steps.len().saturating_sub(1);
    let items = steps
        .into_iter()
        .enumerate()
        .rev()
        .map(|(index, step)| {
            let class = if index == now { "timeline__item timeline__item--now" } else { "timeline__item" };
            item(class, step, own)
        })
        .collect_view();
    view! {
        <section class="section">
            <h2 class="section__title">{t::track_timeline}</h2>
            <ol class="timeline card">{items}</ol>
        </section>
    }
    .into_any()
}

fn item(class: &'static str, step: Step, own: bool) -> impl IntoView {
    let Step { at, event, state, holder, words, ground, photos } = step;
    let what = move || {
        let what = match (event, own) {
            (None, true) => t::track_step_sent(),
            (None, false) => t::track_step_sent_public(),
            (Some(event), true) => event.label(),
            (Some(event), false) => public_event(event),
        };
        match (&holder, event) {
            (Some(holder), Some(_)) => t::track_step_with(what, name(holder)),
            _ => what.to_owned(),
        }
    };
    view! {
        <li class=class>
            <span class="timeline__mark" aria-hidden="true">
                {icon(state.as_str())}
            </span>
            <p class="timeline__what">{what}</p>
            <time class="timeline__when" datetime=at.to_string()>
                {move || moment::at(at)}
            </time>
            {ground.map(|ground| view! { <p class="timeline__note">{move || ground.label()}</p> })}
            {words.map(|words| view! { <p class="timeline__note">{words}</p> })}
            <PhotoRow photos />
        </li>
    }
}
