//! A case's photos in a row, and one of them full screen after a tap.

use leptos::prelude::*;
use pingan_api::photos::Photo;

use crate::{
    i18n::t,
    ui::{dialog::Overlay, icon::icon},
};

#[component]
pub fn PhotoRow(photos: Vec<Photo>) -> impl IntoView {
    let open = RwSignal::new(false);
    let shown = RwSignal::new(0usize);
    let all = photos.len();
    let tiles = photos
        .iter()
        .enumerate()
        .map(|(index, photo)| {
            let enlarge = move |_| {
                shown.set(index);
                open.set(true);
            };
            view! {
                <li class=if all == 1 { "photo-row__item photo-row__item--l" } else { "photo-row__item" }>
                    <button
                        type="button"
                        class="photo-tile photo-tile--view"
                        aria-label=move || t::track_photo_open(index + 1)
                        on:click=enlarge
                    >
                        <img class="photo-tile__image" src=photo.thumb.clone() alt="" loading="lazy" />
                    </button>
                </li>
            }
        })
        .collect_view();
    let photos = StoredValue::new(photos);
    let content = move || viewer(photos, shown, open);
    (all > 0).then(|| {
        view! {
            <ul class="photo-row" aria-label=t::track_photos>
                {tiles}
            </ul>
            <Overlay open class="photo-viewer" label=t::track_photo_view content />
        }
    })
}

fn viewer(photos: StoredValue<Vec<Photo>>, shown: RwSignal<usize>, open: RwSignal<bool>) -> AnyView {
    let all = photos.with_value(Vec::len);
    let photo = move || photos.with_value(|photos| photos.get(shown.get()).cloned());
    let picture = move || {
        photo().map(|photo| {
            view! {
                <img
                    class="photo-viewer__image"
                    src=photo.full
                    width=photo.width
                    height=photo.height
                    alt=t::track_photo(shown.get() + 1)
                />
            }
        })
    };
    let turn = (all > 1).then(|| {
        let step = move |by: usize| move |_| shown.update(|shown| *shown = (*shown + by) % all);
        view! {
            <button type="button" class="icon-button" aria-label=t::track_photo_previous on:click=step(all - 1)>
                {icon("back")}
            </button>
            <p role="status">{move || t::track_photo_of(all, shown.get() + 1)}</p>
            <button type="button" class="icon-button" aria-label=t::track_photo_next on:click=step(1)>
                {icon("chevron")}
            </button>
        }
    });
    view! {
        <div class="photo-viewer__stage">{picture}</div>
        <div class="photo-viewer__bar">
            {turn}
            <button type="button" class="icon-button" aria-label=t::action_close on:click=move |_| open.set(false)>
                {icon("close")}
            </button>
        </div>
    }
    .into_any()
}
