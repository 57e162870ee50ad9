//! The photos, large; one of them over the whole screen after a tap, to be zoomed, turned to the next, and painted over.

use leptos::prelude::*;
use pingan_api::desk::{ActKind, DeskCase, DeskPhoto};

use super::{
    opened::{Doing, Opened},
    viewer::Viewer,
};
use crate::{
    i18n::{Words, t},
    ui::icon::icon_small,
};

/// What residents sent.
pub fn taken(case: &DeskCase) -> Vec<DeskPhoto> {
    case.shares.iter().flat_map(|share| share.photos.clone()).collect()
}

/// What desks added with their steps, too.
pub fn all(case: &DeskCase) -> Vec<DeskPhoto> {
    let of_steps = case.steps.iter().flat_map(|step| step.photos.clone());
    taken(case).into_iter().chain(of_steps).collect()
}

pub fn photos(opened: Opened, photos: Vec<DeskPhoto>) -> AnyView {
    if photos.is_empty() {
        return ().into_any();
    }
    let viewer = Viewer::new(photos.clone());
    let all = photos.len();
    let tiles = photos.into_iter().enumerate().map(|(index, DeskPhoto { photo, is_public, unredacted, .. })| {
        let marked = match (unredacted.is_some(), is_public) {
            (true, _) => Some(mark(t::desk_photo_redacted)),
            (false, false) => Some(mark(t::desk_photo_not_public)),
            (false, true) => None,
        };
        let (class, source) = if all == 1 { (ONLY, photo.full) } else { (ONE_OF_MANY, photo.thumb) };
        tile(viewer, index, class, source, marked)
    });
    let tiles = tiles.collect_view();
    view! {
        <section class="section">
            <h3 class="section__title">{move || t::desk_photos(all)}</h3>
            <ul class="desk-photos">{tiles}</ul>
            {viewer.overlay(Box::new(redact(opened, viewer)))}
        </section>
    }
    .into_any()
}

/// Photos that came with a step, small; a tap opens them.
pub fn thumbs(opened: Opened, photos: Vec<DeskPhoto>) -> Option<AnyView> {
    if photos.is_empty() {
        return None;
    }
    let viewer = Viewer::new(photos.clone());
    let tiles = photos.into_iter().enumerate().map(|(index, DeskPhoto { photo, unredacted, .. })| {
        tile(viewer, index, ONE_OF_MANY, photo.thumb, unredacted.map(|_| mark(t::desk_photo_redacted)))
    });
    let tiles = tiles.collect_view();
    Some(
        view! {
            <ul class="desk-photos desk-photos--s">{tiles}</ul>
            {viewer.overlay(Box::new(redact(opened, viewer)))}
        }
        .into_any(),
    )
}

/// What the opened photo offers: to paint over a part of it.
fn redact(opened: Opened, viewer: Viewer) -> impl Fn(&DeskPhoto) -> Option<AnyView> {
    move |photo| {
        let id = photo.photo.id;
        let begin = move |_| {
            viewer.close();
            opened.begin(Doing { photo: Some(id), ..Doing::new(ActKind::Redact) });
        };
        opened.can(ActKind::Redact).then(|| {
            view! {
                <button type="button" class="button button--soft button--small" on:click=begin>
                    {icon_small("shield")}
                    {t::desk_redact}
                </button>
            }
            .into_any()
        })
    }
}

const ONLY: &str = "desk-photo desk-photo--only";
const ONE_OF_MANY: &str = "desk-photo";

fn tile(viewer: Viewer, index: usize, class: &'static str, source: String, marked: Option<AnyView>) -> AnyView {
    view! {
        <li class=class>
            <button
                type="button"
                class="desk-photo__button"
                aria-label=move || t::track_photo_open(index + 1)
                on:click=move |_| viewer.show(index)
            >
                <img class="desk-photo__image" src=source alt="" loading="lazy" />
            </button>
            {marked}
        </li>
    }
    .into_any()
}

fn mark(words: Words) -> AnyView {
    view! { <span class="desk-photo__mark">{icon_small("shield")} {words}</span> }.into_any()
}
