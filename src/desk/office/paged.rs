//! A list that comes page by page.

use std::{pin::Pin, sync::Arc};

use leptos::{prelude::*, task::spawn_local, text_prop::TextProp};
use pingan_api::page::{Cursor, Page};

use crate::{
    client::ClientError,
    desk::gate::turned_away,
    i18n::t,
    ui::{
        async_view::{Load, empty, failed, skeleton},
        button::Button,
        live::live,
        toast,
    },
};

type Fetching<T> = Pin<Box<dyn Future<Output = Result<Page<T>, ClientError>>>>;
type Fetch<T> = Arc<dyn Fn(Option<Cursor>) -> Fetching<T> + Send + Sync>;

pub struct Paged<T: 'static> {
    items: RwSignal<Vec<T>>,
    next: RwSignal<Option<Cursor>>,
    load: RwSignal<Load<()>>,
    busy: RwSignal<bool>,
    turn: RwSignal<u32>,
    /// The number of the newest first page that was asked for. Answers to older ones come too late.
    asked: StoredValue<u32>,
    fetch: StoredValue<Fetch<T>>,
}

impl<T> Clone for Paged<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Paged<T> {}

impl<T: Clone + Send + Sync + 'static> Paged<T> {
    /// Fetches the first page now, and whenever a signal changes that `fetch` reads before its first await.
    pub fn new<R>(fetch: impl Fn(Option<Cursor>) -> R + Send + Sync + 'static) -> Self
    where
        R: Future<Output = Result<Page<T>, ClientError>> + 'static,
    {
        Self::start(Arc::new(move |cursor| Box::pin(fetch(cursor))))
    }

    fn start(fetch: Fetch<T>) -> Self {
        let this = Self {
            items: RwSignal::new(Vec::new()),
            next: RwSignal::new(None),
            load: RwSignal::new(Load::Loading),
            busy: RwSignal::new(false),
            turn: RwSignal::new(0),
            asked: StoredValue::new(0),
            fetch: StoredValue::new(fetch),
        };
        Effect::new(move || {
            this.turn.track();
            let answer = this.fetch.with_value(|fetch| fetch(None));
            let asked = this.asked.with_value(|asked| asked.wrapping_add(1));
            this.asked.set_value(asked);
            // What follows the rows of before does not follow these.
            this.next.set(None);
            this.busy.set(false);
            this.load.set(Load::Loading);
            spawn_local(async move {
                let answer = answer.await;
                // The page may be gone, or asked again.
                if this.asked.try_get_value() != Some(asked) {
                    return;
                }
                match answer {
                    Ok(page) => {
                        this.items.set(page.items);
                        this.next.set(page.next);
                        this.load.set(Load::Ready(()));
                    }
                    Err(error) if turned_away(&error) => {}
                    Err(error) => this.load.set(Load::Failed(error.into())),
                }
            });
        });
        this
    }

    /// From the top.
    pub fn refresh(self) {
        self.turn.update(|turn| *turn = turn.wrapping_add(1));
    }

    fn more(self) {
        let Some(cursor) = self.next.get_untracked() else { return };
        let asked = self.asked.get_value();
        self.busy.set(true);
        let answer = untrack(|| self.fetch.with_value(|fetch| fetch(Some(cursor))));
        spawn_local(async move {
            let answer = answer.await;
            if self.asked.try_get_value() != Some(asked) {
                return;
            }
            self.busy.set(false);
            match answer {
                Ok(page) => {
                    self.items.update(|items| items.extend(page.items));
                    self.next.set(page.next);
                }
                Err(error) => toast::warn(move || error.words()),
            }
        });
    }

    pub fn view(
        self,
        row: fn(Self, T) -> AnyView,
        nothing: impl Into<TextProp>,
        nothing_text: impl Into<TextProp>,
    ) -> AnyView {
        let (nothing, nothing_text) = (nothing.into(), nothing_text.into());
        let rows = move || {
            let rows = self.items.get().into_iter().map(|item| view! { <li>{row(self, item)}</li> });
            view! { <ul class="desk-rows">{rows.collect_view()}</ul> }.into_any()
        };
        let more = live(move || {
            self.next.with(Option::is_some).then(|| {
                view! {
                    <Button
                        class="button button--soft button--block"
                        text=t::desk_more
                        busy=self.busy
                        on_press=move |()| self.more()
                    />
                }
                .into_any()
            })
        });
        let list = live(move || match self.load.get() {
            Load::Loading => skeleton(4),
            Load::Failed(failure) => failed(failure, Callback::new(move |()| self.refresh())),
            Load::Ready(()) if self.items.with(Vec::is_empty) => empty(nothing.clone(), nothing_text.clone()),
            Load::Ready(()) => rows(),
        });
        view! {
            {list}
            <div class="button-row">{more}</div>
        }
        .into_any()
    }
}
