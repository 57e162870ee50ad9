//! The chunks that the app is fetched in: the first screen at once, every other page when it is first needed or when
//! the phone has nothing else to do.
//!
//! A chunk gives its pages as one plain function, so that once it is here its pages open without waiting.

use std::pin::Pin;

use leptos::{prelude::*, task::spawn_local};
use wasm_split_helpers::SplitLoaderError;

use crate::{
    i18n::t,
    route::Route,
    ui::{
        async_view::{Failure, failed, skeleton},
        page::announce,
    },
};

/// The pages of one chunk.
pub type Pages = fn(Route) -> AnyView;

/// The chunk did not come: no network, or a new version is out and the old files are gone.
#[derive(Clone, Copy, Debug)]
pub struct Lost;

impl From<SplitLoaderError> for Lost {
    fn from(_: SplitLoaderError) -> Self {
        Self
    }
}

/// Tells a page that it is part of another.
#[derive(Clone, Copy)]
struct Part;

/// Whether what is drawn here stands inside another page.
pub fn is_part() -> bool {
    use_context::<Part>().is_some()
}

#[derive(Clone, Copy)]
enum Arrival {
    Waited,
    Here(Pages),
    Lost,
}

/// Fetches a chunk, or gives it at once if it is here. Boxed, so that all chunks share the code that waits for it.
pub type Fetch = fn() -> Pin<Box<dyn Future<Output = Result<Pages, Lost>>>>;

/// One chunk on its way from the server to the pages.
#[derive(Clone, Copy)]
pub struct Chunk {
    arrival: RwSignal<Arrival>,
    under_way: StoredValue<bool>,
    fetch: Fetch,
}

impl Chunk {
    /// Written once: there are two dozen chunks, and the first screen holds the table of them.
    #[inline(never)]
    pub fn new(fetch: Fetch) -> Self {
        Self { arrival: RwSignal::new(Arrival::Waited), under_way: StoredValue::new(false), fetch }
    }

    /// Has it fetched, unless it is here or on its way.
    pub fn expect(self) {
        let here = matches!(self.arrival.get_untracked(), Arrival::Here(_));
        if !here && !self.under_way.get_value() {
            self.under_way.set_value(true);
            let coming = (self.fetch)();
            spawn_local(async move {
                let arrival = coming.await.map_or(Arrival::Lost, Arrival::Here);
                self.under_way.set_value(false);
                self.arrival.set(arrival);
            });
        }
    }

    /// A page of the chunk, as soon as it is there.
    #[inline(never)]
    pub fn page(self, route: Route) -> AnyView {
        self.again();
        (move || match self.arrival.get() {
            Arrival::Here(pages) => pages(route),
            Arrival::Waited => {
                view! { <main class="page" id="content"><div class="page-head"></div> {skeleton(3)}</main> }.into_any()
            }
            Arrival::Lost => self.lost(),
        })
        .into_any()
    }

    /// A page of the chunk as a part of the page that is shown: it brings no frame of its own. Grey cards hold its place.
    pub fn part(self, route: Route, cards: usize) -> AnyView {
        self.again();
        (move || match self.arrival.get() {
            Arrival::Here(pages) => {
                provide_context(Part);
                pages(route)
            }
            Arrival::Waited => skeleton(cards),
            Arrival::Lost => self.ways(),
        })
        .into_any()
    }

    fn again(self) {
        if matches!(self.arrival.get_untracked(), Arrival::Lost) {
            self.arrival.set(Arrival::Waited);
        }
        self.expect();
    }

    fn failure() -> Failure {
        let offline = !window().navigator().on_line();
        let words = if offline { t::load_offline_text } else { t::app_new_version };
        Failure { offline, missing: false, text: words.into(), request: None }
    }

    /// A second try helps against a bad network, a reload against a new version.
    fn lost(self) -> AnyView {
        let heading = NodeRef::new();
        announce(t::load_failed.into(), heading);
        view! {
            <main class="page" id="content">
                <h1 class="visually-hidden" tabindex="-1" node_ref=heading>
                    {t::load_failed}
                </h1>
                {self.ways()}
            </main>
        }
        .into_any()
    }

    fn ways(self) -> AnyView {
        view! {
            {failed(Self::failure(), Callback::new(move |()| self.again()))}
            <p class="button-row">
                <a class="button button--block" href="" rel="external">
                    {t::action_reload}
                </a>
            </p>
        }
        .into_any()
    }
}
