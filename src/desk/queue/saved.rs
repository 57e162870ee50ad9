//! Filters that somebody gave a name: one tap brings them back.

use leptos::{prelude::*, task::spawn_local};
use pingan_api::{
    desk::{ListFilters, NewFilter, RemoveFilter, SaveFilter, SavedFilter, settings::MAX_TITLE},
    id::FilterId,
    validate::Validate,
};

use super::state::Queue;
use crate::{
    desk::{
        gate::ask,
        removal::{Asking, Removal},
    },
    i18n::t,
    random,
    ui::{
        async_view::Fetched,
        button::Button,
        field::TextField,
        icon::{icon, icon_of_class},
        live::live,
        toast,
    },
};

/// The filter that is about to be removed, with its name. What asks first stands beside the sheet: a layer in another would
/// share its keys.
#[derive(Clone, Copy)]
pub struct Removing {
    filter: Removal<(FilterId, String)>,
    /// Turns with each that was tried.
    tried: RwSignal<u32>,
}

impl Removing {
    pub fn none() -> Self {
        Self { filter: Removal::none(), tried: RwSignal::new(0) }
    }

    pub fn question(self) -> AnyView {
        let asking = Asking {
            title: |(_, name): &(FilterId, String)| t::desk_saved_remove_ask(name),
            text: t::desk_saved_remove_text,
            confirm: t::desk_remove,
            done: None,
        };
        let after = move || self.tried.update(|tried| *tried = tried.wrapping_add(1));
        self.filter.question(asking, |(id, _)| RemoveFilter(id), after)
    }
}

#[component]
pub fn Saved(queue: Queue, open: RwSignal<bool>, removing: Removing) -> impl IntoView {
    let filters = Fetched::new(move || {
        removing.tried.track();
        ask(&ListFilters)
    });
    // Without them the list can still be narrowed by hand.
    let chips = live(move || {
        let filters_now = filters.ready().unwrap_or_default();
        (!filters_now.is_empty()).then(|| {
            let items = filters_now.into_iter().map(|filter| chip(queue, open, removing, filter)).collect_view();
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

fn chip(queue: Queue, open: RwSignal<bool>, removing: Removing, filter: SavedFilter) -> AnyView {
    let SavedFilter { id, name, query } = filter;
    let called = name.clone();
    let of = StoredValue::new((id, name.clone()));
    let is_under_way = move || of.with_value(|of| removing.filter.is_under_way(of));
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
                aria-busy=live(move || if is_under_way() { "true" } else { "false" })
                on:click=move |_| removing.filter.begin(of.get_value())
            >
                {live(move || if is_under_way() { icon_of_class("icon icon--turn", "busy") } else { icon("close") })}
            </button>
        </li>
    }
    .into_any()
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
            let answer = ask(&SaveFilter { key: key.get_value(), filter }).await;
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
