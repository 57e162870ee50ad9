//! What happened, newest first. What residents read and what only desks read stand in one line of time and never look
//! alike: a note is on lamp paper, behind a shield.

use leptos::prelude::*;
use pingan_api::{
    Timestamp,
    desk::{DeskCase, DeskNote, DeskStep},
};

use super::{opened::Opened, photos::thumbs};
use crate::{
    desk::steps::step,
    i18n::{Label, moment, name, t},
    ui::{
        icon::{icon, icon_small},
        live::live,
    },
};

#[derive(Clone, PartialEq)]
pub struct Past {
    steps: Vec<DeskStep>,
    notes: Vec<DeskNote>,
}

impl Past {
    pub fn of(case: &DeskCase) -> Self {
        Self { steps: case.steps.clone(), notes: case.notes.clone() }
    }
}

pub fn timeline(opened: Opened, past: Past) -> AnyView {
    let last = past.steps.len().saturating_sub(1);
    let steps =
        past.steps.into_iter().enumerate().map(|(index, step)| (step.at, step_item(opened, step, index == last)));
    let notes = past.notes.into_iter().map(|note| (note.at, note_item(note)));
    let mut items: Vec<(Timestamp, AnyView)> = steps.chain(notes).collect();
    items.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    let items = items.into_iter().map(|(_, item)| item).collect_view();
    view! {
        <section class="section">
            <h3 class="section__title">{t::track_timeline}</h3>
            <ol class="timeline card">{items}</ol>
        </section>
    }
    .into_any()
}

fn step_item(opened: Opened, taken: DeskStep, is_last: bool) -> AnyView {
    let DeskStep { at, event, state, by, by_name, holder, words, ground, photos, .. } = taken;
    let class = if is_last { "timeline__item timeline__item--now" } else { "timeline__item" };
    let what = move || match (&holder, event.is_some_and(|event| event.hands_over() || event.climbs())) {
        (Some(holder), true) => t::track_step_with(step(event), name(&holder.name)),
        _ => step(event).to_owned(),
    };
    let who = move || {
        let by = by.as_ref().map(|unit| name(&unit.name)).unwrap_or_default();
        let person = by_name.clone().unwrap_or_default();
        [moment::at(at), by, person].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    };
    let ground = ground.map(|ground| view! { <p class="timeline__note">{live(move || ground.label())}</p> });
    let words = words.map(|words| {
        view! {
            <p class="timeline__note">
                <span class="desk-public">{icon_small("globe")} {t::desk_residents_read}</span>
                {words}
            </p>
        }
    });
    view! {
        <li class=class>
            <span class="timeline__mark" aria-hidden="true">
                {icon(state.as_str())}
            </span>
            <p class="timeline__what">{live(what)}</p>
            <time class="timeline__when" datetime=at.to_string()>
                {live(who)}
            </time>
            {ground}
            {words}
            {thumbs(opened, photos)}
        </li>
    }
    .into_any()
}

fn note_item(note: DeskNote) -> AnyView {
    let DeskNote { at, by, by_name, text } = note;
    let who = move || {
        let person = if by_name.is_empty() { String::new() } else { format!(" · {by_name}") };
        format!("{} · {}{person}", moment::at(at), name(&by.name))
    };
    view! {
        <li class="timeline__item desk-note">
            <span class="timeline__mark desk-note__mark" aria-hidden="true">
                {icon("shield")}
            </span>
            <p class="desk-note__paper">
                <span class="desk-note__kind">{t::desk_only_desks}</span>
                {text}
            </p>
            <time class="timeline__when" datetime=at.to_string()>
                {live(who)}
            </time>
        </li>
    }
    .into_any()
}
