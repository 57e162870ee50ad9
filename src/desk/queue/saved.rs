//! Filters that somebody gave a name: one tap brings them back.

use leptos::{prelude::*, task::spawn_local};
use pingan_api::{
    desk::{ListFilters, NewFilter, RemoveFilter, SaveFilter, SavedFilter, settings::MAX_TITLE},
    id::FilterId,
    validate::Validate,
};

use super::state::Queue;
use crate::{
    client,
    i18n::t,
    random,
    ui::{async_view::Fetched, button::Button, field::TextField, icon::icon, live::live, toast},
};

#[component]
pub fn Saved(queue: Queue, open: RwSignal<bool>) -> impl IntoView {
    let filters = Fetched::new(|| client::send(&ListFilters));
    // Without them the list can still be narrowed by hand.
    let chips = live(move || {
        let filters_now = filters.ready().unwrap_or_default();
        (!filters_now.is_empty()).then(|| {
            let items = filters_now.into_iter().map(|filter| chip(queue, open, filters, filter)).collect_view();
            view! {
                <ul class="desk-saved" aria-label=t::desk_saved>
                    {items}
                </ul>
            }
            .into_any()
        })
    });
    view! {
        {chips}
        {save(queue, filters)}
    }
}

fn chip(queue: Queue, open: RwSignal<bool>, filters: Fetched<Vec<SavedFilter>>, filter: SavedFilter) -> AnyView {
    let SavedFilter { id, name, query } = filter;
    let called = name.clone();
    let apply = move |_| {
        queue.change(|now| *now = query.clone());
        open.set(false);
    };
    view! {
        <li class="desk-saved__item">
            <button type="button" class="desk-saved__name" on:click=apply>
                {name}
            </button>
            <button
                type="button"
                class="desk-saved__remove"
                aria-label=move || t::desk_saved_remove(&called)
                on:click=move |_| remove(filters, id)
            >
                {icon("close")}
            </button>
        </li>
    }
    .into_any()
}

fn remove(filters: Fetched<Vec<SavedFilter>>, id: FilterId) {
    spawn_local(async move {
        match client::send(&RemoveFilter(id)).await {
            Ok(()) => filters.refresh(),
            Err(error) => toast::warn(error.words()),
        }
    });
}

/// A name for what is chosen now.
fn save(queue: Queue, filters: Fetched<Vec<SavedFilter>>) -> AnyView {
    let name = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let key = StoredValue::new(random::key());
    let press = move |()| {
        let filter = NewFilter { name: name.get_untracked().trim().to_owned(), query: queue.query.get_untracked() };
        if filter.validate().is_err() {
            toast::warn(t::desk_saved_name_missing);
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let answer = client::send(&SaveFilter { key: key.get_value(), filter }).await;
            busy.set(false);
            match answer {
                Ok(_) => {
                    name.set(String::new());
                    filters.refresh();
                    toast::done(t::desk_saved_done);
                }
                Err(error) => toast::warn(error.words()),
            }
            key.set_value(random::key());
        });
    };
    live(move || {
        queue.is_narrowed().then(|| {
            view! {
                <details class="desk-more">
                    <summary class="desk-more__summary">{t::desk_saved_save}</summary>
                    {TextField::new("desk-filter-name", t::desk_saved_name, name).limit(MAX_TITLE).view()}
                    <div class="button-row">
                        <Button class="button button--soft button--small" text=t::desk_saved_keep busy on_press=press />
                    </div>
                </details>
            }
            .into_any()
        })
    })
    .into_any()
}
