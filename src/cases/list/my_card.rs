//! One case of the device's own in the list: state, what happens next, number.

use leptos::prelude::*;
use pingan_api::cases::Next;

use super::merge::Mine;
use crate::{
    case_card::{pictogram, state_chip_with_icon, title},
    i18n::{Label, moment, t},
    route::Route,
    ui::icon::hazard_icon,
};

pub(super) fn my_card(mine: Mine) -> AnyView {
    let class = if mine.is_yours() { "case-card case-card--yours" } else { "case-card" };
    let joined = mine.share == pingan_api::cases::Share::Neighbour;
    let Mine { summary, next, missing, .. } = mine;
    let (kind, category, created_at) = (summary.kind, summary.category, summary.created_at);
    let picture = match summary.thumb {
        Some(thumb) => view! { <img src=thumb alt="" loading="lazy" width="76" height="76" /> }.into_any(),
        None => hazard_icon(pictogram(kind, category)),
    };
    let text = move || {
        if missing {
            return t::mine_missing().to_owned();
        }
        match next.due_at {
            Some(due) if due > moment::now() => {
                format!("{} · {}", next.next.label(), t::case_due(moment::at(due)))
            }
            Some(_) => format!("{} · {}", next.next.label(), t::track_late()),
            None => next.next.label().to_owned(),
        }
    };
    let says_something = missing || next.next != Next::Nothing;
    view! {
        <a class=class href=Route::Track(summary.number).href()>
            <span class="case-card__picture">{picture}</span>
            <span class="case-card__body">
                <span class="case-card__top">
                    <span class="case-card__title">{move || title(kind, category)}</span>
                    {state_chip_with_icon(summary.state)}
                </span>
                {says_something.then(|| view! { <span class="case-card__text">{text}</span> })}
                <span class="case-card__meta">
                    <span class="case-number case-number--s">{summary.number.grouped()}</span>
                    <span>{move || moment::ago(created_at)}</span>
                    {joined.then(|| view! { <span>{t::mine_joined_tag}</span> })}
                </span>
            </span>
        </a>
    }
    .into_any()
}
