//! One case of the device's own in the list: state, what happens next, number.

use leptos::prelude::*;
use pingan_api::cases::{Next, Share};

use super::merge::Mine;
use crate::{
    case_card::{pictogram, state_chip, state_chip_with_icon, title},
    i18n::{Label, moment, t},
    route::Route,
    ui::{icon::hazard_icon, thumbnail::thumbnail},
};

pub(super) fn my_card(mine: Mine) -> AnyView {
    let class = if mine.is_yours() { "case-card case-card--yours" } else { "case-card" };
    let joined = mine.share == Share::Neighbour;
    let Mine { summary, next, missing, .. } = mine;
    let (kind, category, created_at) = (summary.kind, summary.category, summary.created_at);
    let picture = match summary.thumb {
        Some(thumb) => thumbnail(thumb, 76),
        None => hazard_icon(pictogram(kind, category)),
    };
    let (next, due) = (next.next, next.due_at);
    let late = due.is_some_and(|due| due < moment::now());
    let text = move || match (missing, late) {
        (true, _) => t::mine_missing().to_owned(),
        (false, true) => format!("{} · {}", t::track_late(), next.label()),
        (false, false) => next.label().to_owned(),
    };
    let when = move || match due {
        Some(due) if !late => t::case_due(moment::at(due)),
        _ => moment::ago(created_at),
    };
    // A step that the reporter owes is not a neighbour's.
    let of_reporter = joined && matches!(next, Next::YouAnswer | Next::YouCheck);
    let says_something = missing || next != Next::Nothing && !of_reporter;
    view! {
        <a class=class href=Route::Track(summary.number).href()>
            <span class="case-card__picture">{picture}</span>
            <span class="case-card__body">
                <span class="case-card__top">
                    <span class="case-card__title">{move || title(kind, category)}</span>
                    {if joined { state_chip(summary.state) } else { state_chip_with_icon(summary.state) }}
                </span>
                {says_something.then(|| view! { <span class="case-card__text">{text}</span> })}
                <span class="case-card__meta">
                    <span class="case-number case-number--s">{summary.number.grouped()}</span>
                    <span>{when}</span>
                    {joined.then(|| view! { <span>{t::mine_joined_tag}</span> })}
                </span>
            </span>
        </a>
    }
    .into_any()
}
