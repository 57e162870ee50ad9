//! What has happened with a case, newest first, in a resident's words.

use leptos::prelude::*;
use pingan_api::cases::Step;

use crate::{
    i18n::{Label, Words, moment, name, t},
    ui::icon::icon,
};

/// `sent` is what the first step is called: it has no event of its own.
pub fn timeline(steps: Vec<Step>, sent: Words) -> AnyView {
    let now = steps.len().saturating_sub(1);
    let items = steps
        .into_iter()
        .enumerate()
        .rev()
        .map(|(index, step)| {
            let class = if index == now { "timeline__item timeline__item--now" } else { "timeline__item" };
            item(class, step, sent)
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

fn item(class: &'static str, step: Step, sent: Words) -> impl IntoView {
    let Step { at, event, state, holder, words, .. } = step;
    let what = move || {
        let what = event.map_or_else(sent, Label::label);
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
            {words.map(|words| view! { <p class="timeline__note">{words}</p> })}
        </li>
    }
}
