//! What a case is split into: each part with its words, its category and its photos.

use leptos::prelude::*;
use pingan_api::{
    cases::Category,
    desk::act::{MAX_PART_TEXT, MAX_PARTS},
    id::PhotoId,
};

use super::{
    draft::{ActDraft, Part},
    fields::fault_line,
    sheet::Trouble,
};
use crate::{
    choices_of,
    desk::case::{opened::Opened, photos::taken},
    i18n::{Label, t},
    ui::{choices::Choice, icon::icon_small, live::live, select::select},
};

pub fn parts(opened: Opened, draft: ActDraft, trouble: Trouble) -> AnyView {
    let add = live(move || {
        (draft.parts.with(Vec::len) < MAX_PARTS).then(|| {
            view! {
                <button
                    type="button"
                    class="button button--soft button--small"
                    on:click=move |_| draft.add_part()
                >
                    {icon_small("plus")}
                    {t::desk_part_add}
                </button>
            }
            .into_any()
        })
    });
    view! {
        <p class="note">{t::desk_parts_hint}</p>
        <For
            each=move || draft.parts.get()
            key=|part| part.key
            children=move |part| one(opened, draft, part)
        />
        {fault_line(trouble, "parts")}
        {add}
    }
    .into_any()
}

fn one(opened: Opened, draft: ActDraft, part: Part) -> AnyView {
    let place = Memo::new(move |_| {
        draft.parts.with(|parts| parts.iter().position(|other| other.key == part.key)).map_or(1, |place| place + 1)
    });
    let title = move || t::desk_part_title(place.get());
    let kind = opened.case.with_untracked(|case| case.as_ref().map(|case| case.kind));
    let of_kind = Category::ALL.iter().copied().filter(|category| Some(category.kind()) == kind);
    let choices: Vec<Choice> = choices_of!(of_kind, Label::label);
    let category = Signal::derive(move || part.category.get().map(Category::as_str));
    let choose = move |word: Option<&'static str>| part.category.set(word.and_then(|word| word.parse().ok()));
    let same = Some(t::desk_part_same_category.into());
    let id = format!("desk-part-category-{}", part.key);
    let category =
        (!choices.is_empty()).then(|| select(id, t::desk_category, same, choices, category, Callback::new(choose)));
    let photos = opened.case.with_untracked(|case| case.as_ref().map(taken)).unwrap_or_default();
    let photos =
        photos.into_iter().enumerate().map(|(index, photo)| pick(part, index, photo.photo.id, photo.photo.thumb));
    let remove = move |_| draft.parts.update(|parts| parts.retain(|other| other.key != part.key));
    view! {
        <fieldset class="card desk-part">
            <legend class="field__label">{live(title)}</legend>
            <textarea
                class="field__input"
                aria-label=t::desk_part_text
                maxlength=MAX_PART_TEXT
                prop:value=part.text
                on:input=move |event| part.text.set(event_target_value(&event))
            ></textarea>
            {category}
            <ul class="desk-photos desk-photos--s">{photos.collect_view()}</ul>
            <button type="button" class="link-button" on:click=remove>
                {t::desk_part_remove}
            </button>
        </fieldset>
    }
    .into_any()
}

/// A photo that goes with the part.
fn pick(part: Part, index: usize, id: PhotoId, thumb: String) -> AnyView {
    let is_picked = live(move || part.photos.with(|photos| photos.contains(&id)));
    let turn = move |_| {
        part.photos.update(|photos| match photos.iter().position(|other| *other == id) {
            Some(at) => {
                photos.remove(at);
            }
            None => photos.push(id),
        });
    };
    view! {
        <li class="desk-photo">
            <label class="desk-photo__pick">
                <input
                    class="cover-input"
                    type="checkbox"
                    aria-label=move || t::photo_name(index + 1)
                    prop:checked=is_picked
                    on:change=turn
                />
                <img class="desk-photo__image" src=thumb alt="" />
            </label>
        </li>
    }
    .into_any()
}
