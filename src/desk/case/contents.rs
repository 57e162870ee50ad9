//! What the reporter and the neighbours who joined wrote or spoke, and the questions that they answered.

use leptos::prelude::*;
use pingan_api::{
    Timestamp,
    cases::{Answer, Share},
    desk::{DeskCase, DeskShare},
};

use super::opened::Opened;
use crate::{
    i18n::{Label, moment, t},
    ui::{icon::icon_small, live::live, player::Player},
};

#[derive(Clone, PartialEq)]
pub struct Contents {
    text: String,
    /// Where the reporter's voice note is heard.
    voice: Option<String>,
    answers: Vec<Answer>,
    neighbours: Vec<Added>,
}

/// What a neighbour added.
#[derive(Clone, PartialEq)]
struct Added {
    at: Timestamp,
    text: String,
    voice: Option<String>,
}

impl Contents {
    pub fn of(case: &DeskCase) -> Self {
        let voice = |share: &DeskShare| share.voice.as_ref().map(|voice| voice.path.clone());
        let added = |share: &DeskShare| Added { at: share.at, text: share.text.clone(), voice: voice(share) };
        let (own, joined): (Vec<_>, Vec<_>) = case.shares.iter().partition(|share| share.share == Share::Reporter);
        let neighbours = joined.into_iter().map(added).filter(|added| !added.text.is_empty() || added.voice.is_some());
        Self {
            text: case.text.clone(),
            voice: own.into_iter().find_map(voice),
            answers: case.answers.clone(),
            neighbours: neighbours.collect(),
        }
    }
}

pub fn contents(_: Opened, contents: Contents) -> AnyView {
    let Contents { text, voice, answers, neighbours } = contents;
    if text.is_empty() && voice.is_none() && answers.is_empty() && neighbours.is_empty() {
        return ().into_any();
    }
    let facts = answers.into_iter().map(|Answer { question, choice }| {
        view! {
            <div class="fact">
                <dt class="fact__name">{live(move || question.label())}</dt>
                <dd class="fact__value">{live(move || choice.label())}</dd>
            </div>
        }
    });
    let facts = facts.collect_view();
    let neighbours = neighbours.into_iter().map(|Added { at, text, voice }| {
        view! {
            <div class="desk-quote">
                <p class="note desk-card__piece">{icon_small("people")} {live(move || t::desk_neighbour_said(moment::at(at)))}</p>
                {written(text)}
                {voice.map(spoken)}
            </div>
        }
    });
    view! {
        <section class="section">
            <h3 class="section__title">{t::desk_contents}</h3>
            <div class="card">
                {written(text)} {voice.map(spoken)} <dl>{facts}</dl> {neighbours.collect_view()}
            </div>
        </section>
    }
    .into_any()
}

fn written(text: String) -> Option<AnyView> {
    (!text.is_empty()).then(|| view! { <p class="desk-text">{text}</p> }.into_any())
}

fn spoken(url: String) -> AnyView {
    view! {
        <div class="voice">
            <p class="note">{t::desk_voice}</p>
            <Player url />
        </div>
    }
    .into_any()
}
