//! The one big button: camera first, album beside it. What happens to the photos is the reporting feature's affair.

use leptos::prelude::*;
use web_sys::File;

use crate::{
    i18n::t,
    ui::{
        file_input::chosen_files,
        icon::{icon, icon_of_class},
    },
};

/// What the reporting feature does for the button.
#[derive(Clone, Copy)]
pub struct TakePhotos {
    /// The camera is about to open: the page may not live to see the photo.
    pub before_camera: Callback<()>,
    /// Photos have come.
    pub photos: Callback<Vec<File>>,
}

#[component]
pub fn SnapCard(take: TakePhotos) -> impl IntoView {
    let came = move |event: leptos::ev::Event| {
        let files = chosen_files(&event_target(&event));
        if !files.is_empty() {
            take.photos.run(files);
        }
    };
    view! {
        <section class="snap-card" aria-label=t::home_snap>
            <label class="snap-button">
                <input
                    class="cover-input"
                    type="file"
                    accept="image/*"
                    capture="environment"
                    on:click=move |_| take.before_camera.run(())
                    on:change=came
                />
                {icon_of_class("snap-button__roofs", "roofs")}
                <span class="snap-button__text">
                    <b class="snap-button__title">{t::home_snap}</b>
                    <span class="snap-button__hint">{t::home_snap_hint}</span>
                </span>
                <span class="snap-button__shutter">{icon("camera")}</span>
            </label>
            <label class="snap-album">
                <input class="cover-input" type="file" accept="image/*" multiple on:change=came />
                <span>{icon("album")} {t::home_album}</span>
            </label>
        </section>
    }
}
