//! Where it is, to the point.

use leptos::prelude::*;
use pingan_api::desk::DeskPlace;

use super::opened::Opened;
use crate::{
    i18n::{Label, name, t},
    place::{PlaceMap, Precision},
    ui::live::live,
};

pub fn place(_: Opened, place: Option<DeskPlace>) -> AnyView {
    let Some(DeskPlace { position, accuracy_m, source, grid, community, street, landmark }) = place else {
        return ().into_any();
    };
    let id = grid.id.clone();
    let whole = move || format!("{} · {} · {}", name(&grid.name), name(&community.name), name(&street.name));
    let landmark = landmark.map(|landmark| view! { <p class="desk-place__landmark">{landmark}</p> });
    let how = move || match accuracy_m {
        Some(metres) => t::desk_place_source_within(metres, source.label()),
        None => source.label().to_owned(),
    };
    view! {
        <section class="section">
            <h3 class="section__title">{t::desk_place}</h3>
            <div class="card">
                {landmark} <p class="desk-place__grid">{live(whole)}</p> <p class="note">{live(how)}</p>
                <PlaceMap grid=id at=position precision=Precision::Exact />
            </div>
        </section>
    }
    .into_any()
}
