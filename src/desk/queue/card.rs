//! One line of the queue: its photo, what and where it is, and how long there is left.

use leptos::prelude::*;
use pingan_api::desk::DeskLine;

use super::state::Queue;
use crate::{
    case_card::{pictogram, title},
    desk::{clock::clock_chip, steps::state},
    i18n::{Words, moment, name, t},
    route::{Desk, Route},
    ui::{
        icon::{hazard_icon, icon_small},
        live::live,
        thumbnail::thumbnail,
    },
};

/// On a wide screen a press opens the case beside the list; everywhere it is a link.
pub fn card(queue: Queue, wide: Signal<bool>, line: DeskLine) -> AnyView {
    let number = line.number;
    let open = move |event: leptos::ev::MouseEvent| {
        // A new window or tab was asked for.
        let elsewhere = event.ctrl_key() || event.meta_key() || event.shift_key();
        if wide.get_untracked() && !elsewhere {
            event.prevent_default();
            queue.open.set(Some(number));
        }
    };
    let current = live(move || (queue.open.get() == Some(number)).then_some("true"));
    let class = if line.overdue_since.is_some() { "desk-card desk-card--over" } else { "desk-card" };
    view! {
        <li>
            <a
                class=class
                id=format!("desk-line-{number}")
                href=Route::Desk(Desk::Case(number)).href()
                aria-current=current
                on:click=open
            >
                {inside(line)}
            </a>
        </li>
    }
    .into_any()
}

fn inside(line: DeskLine) -> AnyView {
    let DeskLine { kind, category, holder, about, grid, landmark, text, thumb, joined, hidden, .. } = line;
    let picture = match thumb {
        Some(thumb) => thumbnail(thumb, 72),
        None => hazard_icon(pictogram(kind, category)),
    };
    let place = grid.map(|grid| {
        let landmark = landmark.map(|landmark| format!(" · {landmark}")).unwrap_or_default();
        piece("map-pin", move || format!("{}{landmark}", name(&grid.name)))
    });
    let about = about.map(|about| piece("edit", move || t::desk_about(name(&about.name))));
    let holder = holder.map(|holder| piece("building", move || name(&holder.name)));
    let joined = (joined > 0).then(|| piece("people", move || t::desk_joined(joined)));
    let call = line.call_due_at.map(|due| {
        piece("clock", move || match due < moment::now() {
            true => t::desk_call_missed(moment::at(due)),
            false => t::desk_call_due(moment::at(due)),
        })
    });
    let hidden = hidden.then(|| tag(t::desk_hidden));
    let (now, created) = (line.state, line.created_at);
    view! {
        <span class="desk-card__picture">{picture}</span>
        <span class="desk-card__body">
            <span class="desk-card__top">
                <span class="desk-card__title">{live(move || title(kind, category))}</span>
                {clock_chip(line.due_at, line.overdue_since)}
            </span>
            {(!text.is_empty()).then(|| view! { <span class="desk-card__text">{text}</span> })}
            <span class="desk-card__meta">{place} {about} {call}</span>
            <span class="desk-card__meta">
                <span class=format!("state-chip state-chip--{now}")>{live(move || state(now))}</span> {hidden}
                <span>{live(move || moment::ago(created))}</span> {joined} {holder}
            </span>
        </span>
    }
    .into_any()
}

fn piece(picture: &str, words: impl FnMut() -> String + Send + 'static) -> AnyView {
    view! { <span class="desk-card__piece">{icon_small(picture)} {live(words)}</span> }.into_any()
}

fn tag(words: Words) -> AnyView {
    view! { <span class="state-chip">{words}</span> }.into_any()
}
