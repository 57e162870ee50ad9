//! Filters that somebody gave a name: one tap brings them back.

use leptos::{prelude::*, task::spawn_local};
use pingan_api::{
    desk::{ListFilters, NewFilter, RemoveFilter, SaveFilter, SavedFilter, settings::MAX_TITLE},
    id::FilterId,
    validate::Validate,
};

use super::state::Queue;
use crate::{
    desk::gate::ask,
    i18n::t,
    random,
    ui::{
        async_view::Fetched,
        button::Button,
        dialog::Dialog,
        field::TextField,
        icon::{icon, icon_of_class},
        live::live,
        toast,
    },
};

/// The filter that is about to be removed. What asks first stands beside the sheet: a layer in another would share its
/// keys.
#[derive(Clone, Copy)]
pub struct Removal {
    filter: RwSignal<Option<(FilterId, String)>>,
    asks: RwSignal<bool>,
    busy: RwSignal<bool>,
    /// Turns with each that was tried.
    tried: RwSignal<u32>,
}

impl Removal {
    pub fn none() -> Self {
        Self {
            filter: RwSignal::new(None),
            asks: RwSignal::new(false),
            busy: RwSignal::new(false),
            tried: RwSignal::new(0),
        }
    }

    fn begin(self, id: FilterId, name: &str) {
        if !self.busy.get_untracked() {
            self.filter.set(Some((id, name.to_owned())));
            self.asks.set(true);
        }
    }

    /// Reactive.
    fn is_under_way(self, id: FilterId) -> bool {
        self.busy.get() && self.filter.with(|filter| filter.as_ref().is_some_and(|(of, _)| *of == id))
    }

    pub fn question(self) -> AnyView {
        let title = move || {
            self.filter
                .with(|filter| filter.as_ref().map(|(_, name)| t::desk_saved_remove_ask(name)))
                .unwrap_or_default()
        };
        let go = move |()| self.go();
        let text = t::desk_saved_remove_text;
        view! { <Dialog open=self.asks title text confirm=t::desk_remove on_confirm=go /> }.into_any()
    }

    fn go(self) {
        let Some((id, _)) = self.filter.get_untracked() else { return };
        self.busy.set(true);
        spawn_local(async move {
            let removed = ask(&RemoveFilter(id)).await;
            // The page may have been left meanwhile.
            if self.busy.try_set(false).is_some() {
                return;
            }
            if let Err(error) = removed {
                toast::warn(move || error.words());
            }
            self.tried.update(|tried| *tried = tried.wrapping_add(1));
        });
    }
}

#[component]
pub fn Saved(queue: Queue, open: RwSignal<bool>, removal: Removal) -> impl IntoView {
    let filters = Fetched::new(move || {
        removal.tried.track();
        ask(&ListFilters)
    });
    // Without them the list can still be narrowed by hand.
    let chips = live(move || {
        let filters_now = filters.ready().unwrap_or_default();
        (!filters_now.is_empty()).then(|| {
            let items = filters_now.into_iter().map(|filter| chip(queue, open, removal, filter)).collect_view();
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

fn chip(queue: Queue, open: RwSignal<bool>, removal: Removal, filter: SavedFilter) -> AnyView {
    let SavedFilter { id, name, query } = filter;
    let (called, asked) = (name.clone(), name.clone());
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
                aria-busy=live(move || if removal.is_under_way(id) { "true" } else { "false" })
                on:click=move |_| removal.begin(id, &asked)
            >
                {live(move || if removal.is_under_way(id) { icon_of_class("icon icon--turn", "busy") } else { icon("close") })}
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
