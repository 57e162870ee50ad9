//! Photos that are on their way, each with its progress, retry and remove, and two ways to add one: the part that the
//! report, what is said later and what a desk shows have in common.

use leptos::prelude::*;
use pingan_api::{id::IdempotencyKey, photos::MAX_PER_CASE};
use web_sys::File;

use super::{Failure, Phase, Photos};
use crate::{
    i18n::{Label, Words, t},
    ui::{file_input::chosen_files, icon::icon},
};

/// A strip of its own, outside the report.
pub fn photo_tiles(photos: Photos, label: Words) -> AnyView {
    let count = Memo::new(move |_| photos.items.with(Vec::len));
    let take = Callback::new(move |files| photos.add(files));
    let adders = move || (count.get() < MAX_PER_CASE).then(|| adders(take, || {}));
    let left_out = move || {
        let text = photos.left_out.get().then(|| t::photo_too_many(MAX_PER_CASE));
        text.map(|text| view! { <p class="field__error">{icon("warning")} <span>{text}</span></p> })
    };
    view! {
        <div class="photo-strip" role="group" aria-label=label>
            {tiles(photos)}
            {adders}
        </div>
        <div aria-live="polite">{left_out} {move || troubles(photos)}</div>
    }
    .into_any()
}

/// One for each photo. A list that keeps what stays costs seven kilobytes of code wherever it is written.
pub fn tiles(photos: Photos) -> AnyView {
    view! {
        <For
            each=move || photos.items.with(|items| items.iter().map(|item| item.key).collect::<Vec<_>>())
            key=|key| *key
            children=move |key| tile(photos, key)
        />
    }
    .into_any()
}

/// Camera and album are both always there: `capture` leaves no choice where it works.
pub fn adders(take: Callback<Vec<File>>, before_camera: fn()) -> AnyView {
    let chosen = move |event: leptos::ev::Event| {
        let files = chosen_files(&event_target(&event));
        if !files.is_empty() {
            take.run(files);
        }
    };
    view! {
        <label class="photo-add photo-add--snap">
            <input
                class="cover-input"
                type="file"
                accept="image/*"
                capture="environment"
                on:click=move |_| before_camera()
                on:change=chosen
            />
            <span class="photo-add__face">{icon("camera")} {t::photo_camera}</span>
        </label>
        <label class="photo-add">
            <input class="cover-input" type="file" accept="image/*" multiple on:change=chosen />
            <span class="photo-add__face">{icon("album")} {t::photo_album}</span>
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
    let picture = move || {
        preview.get().map(|url| {
            view! { <img class="photo-tile__image" src=url alt=move || t::photo_name(number.get()) /> }
        })
    };
    let failed = move || matches!(phase.get(), Some(Phase::Failed(_)));
    let class = move || if failed() { "photo-tile photo-tile--failed" } else { "photo-tile" };
    // The ring turns without the veil around it being made anew, so that its movement is smooth.
    let percent = move || if let Some(Phase::Sending(percent)) = phase.get() { percent } else { 0 };
    let sends = Memo::new(move |_| matches!(phase.get(), Some(Phase::Sending(_))));
    let ring = move || {
        sends.get().then(|| {
            view! {
                <span
                    class="photo-tile__veil"
                    role="progressbar"
                    aria-label=move || t::photo_name(number.get())
                    aria-valuemin="0"
                    aria-valuemax="100"
                    aria-valuenow=percent
                >
                    <svg class="progress-ring" viewBox="0 0 36 36" aria-hidden="true">
                        <circle class="progress-ring__track" cx="18" cy="18" r="15.9155"></circle>
                        <circle
                            class="progress-ring__bar"
                            cx="18"
                            cy="18"
                            r="15.9155"
                            stroke-dasharray=move || format!("{} 100", percent())
                        ></circle>
                    </svg>
                    <span>{move || t::photo_sending(percent())}</span>
                </span>
            }
        })
    };
    let veil = move || match phase.get() {
        Some(Phase::Preparing) => Some(waiting(t::photo_preparing)),
        Some(Phase::Waiting) => Some(waiting(t::photo_waiting)),
        Some(Phase::Failed(_)) => Some(
            view! {
                <button
                    type="button"
                    class="photo-tile__veil"
                    aria-label=move || t::photo_retry_name(number.get())
                    on:click=move |_| photos.retry(key)
                >
                    {icon("retry")}
                    {t::photo_retry}
                </button>
            }
            .into_any(),
        ),
        Some(Phase::Sent(_)) => {
            Some(view! { <span class="visually-hidden" role="status">{t::photo_sent}</span> }.into_any())
        }
        Some(Phase::Sending(_)) | None => None,
    };
    view! {
        <div class=class>
            {picture} {ring} {veil}
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

fn waiting(words: Words) -> AnyView {
    view! {
        <span class="photo-tile__veil" role="progressbar" aria-label=words>
            {words}
        </span>
    }
    .into_any()
}

/// What is wrong with photos and what to do, each trouble once.
pub fn troubles(photos: Photos) -> AnyView {
    let mut failures: Vec<Failure> = Vec::new();
    photos.items.with(|items| {
        for item in items {
            if let Phase::Failed(failure) = item.phase
                && !failures.contains(&failure)
            {
                failures.push(failure);
            }
        }
    });
    failures
        .into_iter()
        .map(|failure| {
            let words = match failure {
                Failure::Unreadable => t::photo_unreadable(),
                Failure::Offline => t::photo_offline(),
                Failure::Busy => t::photo_busy(),
                Failure::Refused(code) => code.label(),
            };
            view! { <p class="field__error">{icon("warning")} <span>{words}</span></p> }
        })
        .collect_view()
        .into_any()
}
