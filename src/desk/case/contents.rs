//! What the reporter and the neighbours who joined wrote, and the questions that they answered.

use leptos::prelude::*;
use pingan_api::{
    Timestamp,
    cases::{Answer, Share},
    desk::{DeskCase, DeskShare},
};

use super::opened::Opened;
use crate::{
    i18n::{Label, moment, t},
    ui::{icon::icon_small, live::live},
};

#[derive(Clone, PartialEq)]
pub struct Contents {
    text: String,
    answers: Vec<Answer>,
    neighbours: Vec<(Timestamp, String)>,
}

impl Contents {
    pub fn of(case: &DeskCase) -> Self {
        let joined = |share: &&DeskShare| share.share == Share::Neighbour && !share.text.is_empty();
        Self {
            text: case.text.clone(),
            answers: case.answers.clone(),
            neighbours: case.shares.iter().filter(joined).map(|share| (share.at, share.text.clone())).collect(),
        }
    }
}

pub fn contents(_: Opened, contents: Contents) -> AnyView {
    let Contents { text, answers, neighbours } = contents;
    if text.is_empty() && answers.is_empty() && neighbours.is_empty() {
        return ().into_any();
    }
    let text = (!text.is_empty()).then(|| view! { <p class="desk-text">{text}</p> });
    let facts = answers.into_iter().map(|Answer { question, choice }| {
        view! {
            <div class="fact">
                <dt class="fact__name">{live(move || question.label())}</dt>
                <dd class="fact__value">{live(move || choice.label())}</dd>
            </div>
        }
    });
    let facts = facts.collect_view();
    let neighbours = neighbours.into_iter().map(|(at, text)| {
        view! {
            <div class="desk-quote">
                <p class="note desk-card__piece">{icon_small("people")} {live(move || t::desk_neighbour_said(moment::at(at)))}</p>
                <p>{text}</p>
            </div>
        }
    });
    view! {
        <section class="section">
            <h3 class="section__title">{t::desk_contents}</h3>
            <div class="card">
                {text} <dl>{facts}</dl> {neighbours.collect_view()}
            </div>
        </section>
    }
    .into_any()
}
