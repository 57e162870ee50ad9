//! What it looks like now: photos taken on the spot, sent while the words are written.

use leptos::{ev, prelude::*};
use pingan_api::{id::IdempotencyKey, photos::MAX_PER_CASE};

use super::{draft::ActDraft, fields::fault_line, sheet::Trouble};
use crate::{
    i18n::{Words, t},
    photos::{Phase, Photos},
    ui::{file_input::chosen_files, icon::icon, live::live},
};

pub fn photos(draft: ActDraft, trouble: Trouble) -> AnyView {
    let photos = draft.photos;
    let adders = live(move || {
        (photos.items.with(Vec::len) < MAX_PER_CASE).then(|| {
            view! {
                {adder(photos, "photo-add photo-add--snap", Some("environment"), "camera", t::photo_camera)}
                {adder(photos, "photo-add", None, "album", t::photo_album)}
            }
            .into_any()
        })
    });
    view! {
        <div class="field">
            <p class="field__label">
                {t::desk_photos_after} " " <span class="field__optional">{t::action_optional}</span>
            </p>
            <div class="photo-strip" role="group" aria-label=t::desk_photos_after>
                <For
                    each=move || photos.items.with(|items| items.iter().map(|item| item.key).collect::<Vec<_>>())
                    key=|key| *key
                    children=move |key| tile(photos, key)
                />
                {adders}
            </div>
            {fault_line(trouble, "photos")}
        </div>
    }
    .into_any()
}

fn adder(photos: Photos, class: &'static str, capture: Option<&'static str>, picture: &str, words: Words) -> AnyView {
    let take = move |event: ev::Event| photos.add(chosen_files(&event_target(&event)));
    view! {
        <label class=class>
            <input class="cover-input" type="file" accept="image/*" capture=capture multiple=capture.is_none() on:change=take />
            <span class="photo-add__face">{icon(picture)} {words}</span>
        </label>
    }
    .into_any()
}

fn tile(photos: Photos, key: IdempotencyKey) -> AnyView {
    let find = move || photos.items.with(|items| items.iter().find(|item| item.key == key).cloned());
    let phase = Memo::new(move |_| find().map(|item| item.phase));
    let preview = Memo::new(move |_| find().and_then(|item| item.preview));
    let number =
        Memo::new(move |_| photos.items.with(|items| items.iter().position(|item| item.key == key).unwrap_or(0) + 1));
    let picture = live(move || {
        let url = preview.get()?;
        Some(view! { <img class="photo-tile__image" src=url alt=move || t::photo_name(number.get()) /> }.into_any())
    });
    let veil = live(move || match phase.get()? {
        Phase::Failed(_) => Some(
            view! {
                <button type="button" class="photo-tile__veil" on:click=move |_| photos.retry(key)>
                    {icon("retry")}
                    {t::photo_retry}
                </button>
            }
            .into_any(),
        ),
        Phase::Sent(_) => None,
        Phase::Sending(percent) => Some(waiting(t::photo_sending(percent))),
        Phase::Preparing => Some(waiting(t::photo_preparing().to_owned())),
        Phase::Waiting => Some(waiting(t::photo_waiting().to_owned())),
    });
    let class = move || {
        let failed = matches!(phase.get(), Some(Phase::Failed(_)));
        if failed { "photo-tile photo-tile--failed" } else { "photo-tile" }
    };
    view! {
        <div class=live(class)>
            {picture} {veil}
            <button
                type="button"
                class="photo-tile__remove"
                aria-label=move || t::photo_remove_name(number.get())
                on:click=move |_| photos.remove(key)
            >
                {icon("close")}
            </button>
        </div>
    }
    .into_any()
}

fn waiting(words: String) -> AnyView {
    view! {
        <span class="photo-tile__veil" role="status">
            {words}
        </span>
    }
    .into_any()
}
