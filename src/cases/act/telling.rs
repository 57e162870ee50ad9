//! Words and photos to the desk: an answer, "not fixed", an appeal, "it is back". Ready-made words spare the typing.

use leptos::{prelude::*, task::spawn_local};
use pingan_api::cases::{Event, new_case::MAX_TEXT};

use super::{Begun, Seen};
use crate::{
    i18n::{Words, t},
    photos::tiles::photo_tiles,
    ui::{button::Button, field::TextField, icon::icon},
};

/// What one of the forms says.
struct Text {
    /// None where the question says it.
    title: Option<Words>,
    label: Words,
    placeholder: Words,
    /// What comes of it.
    note: Option<Words>,
    send: Words,
    /// Said with one tap.
    ready: &'static [Words],
    photos: bool,
}

fn text_of(event: Event) -> Text {
    match event {
        Event::Dispute => Text {
            title: Some(t::act_dispute_title),
            label: t::act_dispute_label,
            placeholder: t::act_dispute_placeholder,
            note: Some(t::act_dispute_note),
            send: t::act_dispute_send,
            ready: &[t::act_dispute_ready_same, t::act_dispute_ready_half, t::act_dispute_ready_nobody],
            photos: true,
        },
        Event::AppealRejection => Text {
            title: Some(t::act_appeal_title),
            label: t::act_appeal_label,
            placeholder: t::act_appeal_placeholder,
            note: Some(t::act_appeal_note),
            send: t::act_appeal_send,
            ready: &[t::act_appeal_ready_still, t::act_appeal_ready_other, t::act_appeal_ready_look],
            photos: false,
        },
        Event::Reopen => Text {
            title: Some(t::act_reopen_title),
            label: t::act_dispute_label,
            placeholder: t::act_dispute_placeholder,
            note: Some(t::act_reopen_note),
            send: t::act_reopen_send,
            ready: &[t::act_reopen_ready_again, t::act_reopen_ready_worse],
            photos: true,
        },
        _ => Text {
            title: None,
            label: t::act_answer_label,
            placeholder: t::act_answer_placeholder,
            note: None,
            send: t::act_answer_send,
            ready: &[],
            photos: true,
        },
    }
}

pub(super) fn telling(event: Event, seen: StoredValue<Seen>, begun: Begun) -> AnyView {
    let Text { title, label, placeholder, note, send, ready, photos } = text_of(event);
    let missing = move || {
        let nothing = begun.words.with(|words| words.trim().is_empty());
        nothing && !(photos && begun.photos.items.with(|items| !items.is_empty()))
    };
    let too_long = move || begun.words.with(|words| words.chars().count() > MAX_TEXT);
    let error = Signal::derive(move || match (begun.tried.get(), missing(), too_long()) {
        (true, true, _) if photos => Some(t::act_missing().to_owned()),
        (true, true, _) => Some(t::act_missing_words().to_owned()),
        (_, _, true) => Some(t::report_too_long(MAX_TEXT)),
        _ => None,
    });
    let press = move |()| {
        begun.tried.set(true);
        if untrack(missing) || untrack(too_long) {
            return;
        }
        if let Some(act) = begun.act(event) {
            spawn_local(begun.send(seen.get_value(), act));
        }
    };
    let field = TextField::new("act-words", label, begun.words).placeholder(placeholder).error(error);
    let field = if photos { field.optional() } else { field };
    view! {
        <div class="act__form">
            {title.map(|title| view! { <h3 class="act__subtitle">{title}</h3> })}
            {photos.then(|| photo_tiles(begun.photos, t::track_photos))}
            {(!ready.is_empty()).then(|| ready_made(ready, begun))}
            {field.limit(MAX_TEXT).long().view()}
            {note.map(|note| view! { <p class="banner banner--calm">{icon("info")} <span>{note}</span></p> })}
            <Button class="button button--block" text=send busy=begun.sending on_press=press />
        </div>
    }
    .into_any()
}

/// Sentences that a tap puts into the field.
fn ready_made(ready: &'static [Words], begun: Begun) -> AnyView {
    let chips = ready.iter().map(|words| {
        let words = *words;
        let put = move |_| {
            begun.words.update(|text| {
                if !text.contains(words()) {
                    text.push_str(words());
                }
            });
        };
        view! {
            <button type="button" class="choice act__ready" on:click=put>
                <span class="choice__face">{words}</span>
            </button>
        }
    });
    view! { <div class="choices" role="group" aria-label=t::act_ready>{chips.collect_view()}</div> }.into_any()
}
