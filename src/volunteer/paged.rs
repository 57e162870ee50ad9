//! A list that comes page by page: the first again whenever it is asked otherwise, the next ones by a button.

use std::{pin::Pin, sync::Arc};

use leptos::{prelude::*, task::spawn_local};
use pingan_api::page::{Cursor, Page};

use crate::{
    client::ClientError,
    i18n::t,
    ui::{
        async_view::{Fetched, Load, failed, skeleton},
        button::Button,
        live::live,
        toast,
    },
};

type Fetching<T> = Pin<Box<dyn Future<Output = Result<Page<T>, ClientError>>>>;
type Fetch<T> = Arc<dyn Fn(Option<Cursor>) -> Fetching<T> + Send + Sync>;

pub(super) struct Paged<T: 'static> {
    first: Fetched<Page<T>>,
    /// Of the pages after the first.
    further: RwSignal<Vec<T>>,
    next: RwSignal<Option<Cursor>>,
    busy: RwSignal<bool>,
    fetch: StoredValue<Fetch<T>>,
}

impl<T> Clone for Paged<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Paged<T> {}

impl<T: Clone + Send + Sync + 'static> Paged<T> {
    /// Fetches the first page now and whenever a signal changes that `fetch` reads before its first await.
    pub(super) fn new<R>(fetch: impl Fn(Option<Cursor>) -> R + Send + Sync + 'static) -> Self
    where
        R: Future<Output = Result<Page<T>, ClientError>> + 'static,
    {
        Self::start(Arc::new(move |cursor| Box::pin(fetch(cursor))))
    }

    fn start(fetch: Fetch<T>) -> Self {
        let asked = fetch.clone();
        let this = Self {
            first: Fetched::new(move || asked(None)),
            further: RwSignal::new(Vec::new()),
            next: RwSignal::new(None),
            busy: RwSignal::new(false),
            fetch: StoredValue::new(fetch),
        };
        Effect::new(move || {
            if let Some(page) = this.first.ready() {
                this.busy.set(false);
                this.further.set(Vec::new());
                this.next.set(page.next);
            }
        });
        this
    }

    /// The first page anew, because something happened.
    pub(super) fn renew(self) {
        self.first.renew();
    }

    fn more(self) {
        let Some(cursor) = self.next.get_untracked() else { return };
        let answer = untrack(|| self.fetch.with_value(|fetch| fetch(Some(cursor.clone()))));
        self.busy.set(true);
        spawn_local(async move {
            let answer = answer.await;
            // The page may be gone, or another question asked meanwhile.
            if self.next.try_get_untracked().flatten() != Some(cursor) {
                return;
            }
            self.busy.set(false);
            match answer {
                Ok(page) => {
                    self.further.update(|further| further.extend(page.items));
                    self.next.set(page.next);
                }
                Err(_) => toast::warn(t::near_more_failed),
            }
        });
    }

    pub(super) fn view(
        self,
        list: impl Fn(Vec<T>) -> AnyView + Send + 'static,
        nothing: impl Fn() -> AnyView + Send + 'static,
    ) -> AnyView {
        let shown = live(move || match self.first.load() {
            Load::Loading => skeleton(3),
            Load::Failed(failure) => failed(failure, Callback::new(move |()| self.first.refresh())),
            Load::Ready(page) => {
                let mut items = page.items;
                items.extend(self.further.get());
                if items.is_empty() { nothing() } else { list(items) }
            }
        });
        // The button stays while the list grows, and keeps the focus.
        let any_more = Memo::new(move |_| self.next.with(Option::is_some));
        let more = live(move || {
            any_more.get().then(|| {
                view! {
                    <div class="button-row">
                        <Button
                            class="button button--soft button--block"
                            text=t::near_more
                            busy=self.busy
                            on_press=move |()| self.more()
                        />
                    </div>
                }
                .into_any()
            })
        });
        view! {
            <div aria-busy=live(move || self.first.is_refreshing().to_string())>
                {shown}
                {more}
            </div>
        }
        .into_any()
    }
}
