//! Open cases nearby, which may be the same one, and what was at this place before.

use leptos::prelude::*;
use pingan_api::{
    cases::CaseNumber,
    desk::{ActKind, DeskCase, NearCase, NewAct},
};

use super::opened::Opened;
use crate::{
    case_card::{pictogram, title},
    desk::steps::state,
    i18n::{Words, moment, t},
    route::{Desk, Route},
    ui::{
        icon::{hazard_icon, icon_small},
        live::live,
        thumbnail::thumbnail,
    },
};

#[derive(Clone, PartialEq)]
pub struct Around {
    neighbours: Vec<NearCase>,
    history: Vec<NearCase>,
    can_merge: bool,
}

impl Around {
    pub fn of(case: &DeskCase) -> Self {
        Self {
            neighbours: case.neighbours.clone(),
            history: case.place_history.clone(),
            can_merge: case.acts.iter().any(|possible| possible.act == ActKind::Merge),
        }
    }
}

pub fn around(opened: Opened, around: Around) -> AnyView {
    let Around { neighbours, history, can_merge } = around;
    view! {
        {list(t::desk_neighbours, neighbours, can_merge.then_some(opened))}
        {list(t::desk_history, history, None)}
    }
    .into_any()
}

/// `merge` offers to merge the open case into each.
fn list(heading: Words, cases: Vec<NearCase>, merge: Option<Opened>) -> Option<AnyView> {
    if cases.is_empty() {
        return None;
    }
    let items = cases.into_iter().map(|case| near(case, merge)).collect_view();
    Some(
        view! {
            <section class="section">
                <h3 class="section__title">{heading}</h3>
                <ul class="desk-near">{items}</ul>
            </section>
        }
        .into_any(),
    )
}

fn near(case: NearCase, merge: Option<Opened>) -> AnyView {
    let NearCase { number, kind, category, state: now, created_at, distance_m, landmark, text, thumb, joined } = case;
    let picture = match thumb {
        Some(thumb) => thumbnail(thumb, 56),
        None => hazard_icon(pictogram(kind, category)),
    };
    let said = if text.is_empty() { landmark.unwrap_or_default() } else { text };
    let meta = move || {
        let joined = if joined > 0 { format!(" · {}", t::desk_joined(joined)) } else { String::new() };
        format!("{} · {}{joined}", t::desk_metres(distance_m), moment::ago(created_at))
    };
    view! {
        <li class="desk-near__item">
            <a class="desk-near__link" href=Route::Desk(Desk::Case(number)).href()>
                <span class="desk-near__picture">{picture}</span>
                <span class="desk-near__body">
                    <span class="desk-near__title">
                        {live(move || title(kind, category))} " "
                        <span class=format!("state-chip state-chip--{now}")>{live(move || state(now))}</span>
                    </span>
                    <span class="desk-card__text">{said}</span>
                    <span class="note">{live(meta)}</span>
                </span>
            </a>
            {merge.map(|opened| merge_button(opened, number))}
        </li>
    }
    .into_any()
}

/// This case goes on in that one.
fn merge_button(opened: Opened, into: CaseNumber) -> AnyView {
    let press = move |_| {
        opened.ask_first(NewAct { into: Some(into), ..NewAct::new(opened.version(), ActKind::Merge) });
    };
    view! {
        <button type="button" class="button button--soft button--small" on:click=press>
            {icon_small("merged")}
            {t::desk_merge_into_this}
        </button>
    }
    .into_any()
}
