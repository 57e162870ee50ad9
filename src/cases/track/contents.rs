//! What the reader of a case sent: photos, words, answers, place.

use leptos::prelude::*;
use pingan_api::cases::{Answer, ExactPlace, Share, TrackedCase};

use crate::{
    cases::photo_row::PhotoRow,
    i18n::{Label, name, t},
    place::{PlaceMap, Precision},
    ui::player::Player,
};

pub(super) fn contents(case: TrackedCase) -> AnyView {
    let TrackedCase { summary, share, place_exact, text, answers, about, photos, voice, has_contact, .. } = case;
    let title = match share {
        Share::Reporter => t::track_yours,
        Share::Neighbour => t::track_yours_joined,
    };
    let nothing = share == Share::Neighbour && text.is_empty() && photos.is_empty() && voice.is_none();
    let voice = voice.map(|voice| {
        view! {
            <div class="voice">
                <p class="note">{t::voice_yours}</p>
                <Player url=voice.path />
            </div>
        }
    });
    let map = match (&place_exact, &summary.place) {
        (Some(place), _) => {
            let (grid, at) = (place.grid.clone(), place.position);
            Some(view! { <PlaceMap grid at precision=Precision::Exact /> }.into_any())
        }
        (None, Some(place)) => {
            let (grid, at) = (place.grid.clone(), Some(place.position));
            Some(view! { <PlaceMap grid at precision=Precision::Coarse /> }.into_any())
        }
        (None, None) => None,
    };
    let mut facts = Vec::new();
    if let Some(about) = &about {
        facts.push(fact(t::track_about_unit(), name(about)));
    }
    facts.extend(answers.iter().map(|Answer { question, choice }| fact(question.label(), choice.label().to_owned())));
    match (&place_exact, &summary.place) {
        (Some(place), _) => facts.extend(exact(place)),
        (None, Some(place)) => facts.push(fact(t::track_place(), name(&place.grid_name))),
        (None, None) => {}
    }
    if share == Share::Reporter || has_contact {
        let words = if has_contact { t::track_contact_yes() } else { t::track_contact_no() };
        facts.push(fact(t::track_contact(), words.to_owned()));
    }
    if summary.joined > 0 {
        facts.push(fact(t::track_neighbours(), t::track_neighbours_n(summary.joined)));
    }
    view! {
        <section class="section">
            <h2 class="section__title">{title}</h2>
            <div class="card">
                <PhotoRow photos /> {voice} {(!text.is_empty()).then(|| view! { <p class="case-text">{text}</p> })}
                {nothing.then(|| view! { <p class="note">{t::track_yours_nothing}</p> })} <dl>{facts}</dl> {map}
            </div>
        </section>
    }
    .into_any()
}

fn exact(place: &ExactPlace) -> Vec<AnyView> {
    let grid = name(&place.grid_name);
    let where_ = match place.accuracy_m {
        Some(metres) => format!("{grid} · {}", t::track_accuracy(metres)),
        None => grid,
    };
    let landmark = place.landmark.clone().map(|landmark| fact(t::track_landmark(), landmark));
    std::iter::once(fact(t::track_place(), where_)).chain(landmark).collect()
}

fn fact(label: &'static str, value: String) -> AnyView {
    view! {
        <div class="fact">
            <dt class="fact__name">{label}</dt>
            <dd class="fact__value">{value}</dd>
        </div>
    }
    .into_any()
}
