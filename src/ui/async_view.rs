//! Something fetched, in its four faces: loading, failed (or offline), empty, ready. No page rolls its own.

use std::{pin::Pin, sync::Arc};

use leptos::{prelude::*, task::spawn_local, text_prop::TextProp};

use super::{
    button::Button,
    icon::{icon, scene},
    live::live,
};
use crate::i18n::t;

/// Why something could not be shown, in words that say what to do.
#[derive(Clone, Debug)]
pub struct Failure {
    pub offline: bool,
    /// There is no such thing: asking again will not bring it.
    pub missing: bool,
    pub text: TextProp,
    /// Finds the request in the server's log.
    pub request: Option<String>,
}

#[derive(Clone, Debug)]
pub enum Load<T> {
    Loading,
    Ready(T),
    Failed(Failure),
}

type Fetching<T> = Pin<Box<dyn Future<Output = Result<T, Failure>>>>;
type Fetch<T> = Arc<dyn Fn() -> Fetching<T> + Send + Sync>;

/// Something that is fetched, and again whenever it should be. Copy, lives as long as the page that made it.
pub struct Fetched<T: 'static> {
    load: RwSignal<Load<T>>,
    again: RwSignal<u32>,
    /// A new answer is on its way while the old one is still shown.
    refreshing: RwSignal<bool>,
    /// Something changed after the question on its way was asked.
    behind: StoredValue<bool>,
}

impl<T> Clone for Fetched<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Fetched<T> {}

impl<T: Clone + Send + Sync + 'static> Fetched<T> {
    /// Fetches now and whenever a signal changes that `fetch` reads before its first await.
    pub fn new<F, R, E>(fetch: F) -> Self
    where
        F: Fn() -> R + Send + Sync + 'static,
        R: Future<Output = Result<T, E>> + 'static,
        E: Into<Failure>,
    {
        Self::start(Load::Loading, |_, _| false, boxed(fetch))
    }

    /// The same, showing `first` until there is an answer. One that says nothing new changes nothing.
    pub fn after<F, R, E>(first: Option<T>, fetch: F) -> Self
    where
        T: PartialEq,
        F: Fn() -> R + Send + Sync + 'static,
        R: Future<Output = Result<T, E>> + 'static,
        E: Into<Failure>,
    {
        Self::start(first.map_or(Load::Loading, Load::Ready), T::eq, boxed(fetch))
    }

    fn start(first: Load<T>, same: fn(&T, &T) -> bool, fetch: Fetch<T>) -> Self {
        let this = Self {
            load: RwSignal::new(first),
            again: RwSignal::new(0),
            refreshing: RwSignal::new(false),
            behind: StoredValue::new(false),
        };
        let latest = StoredValue::new(0u32);
        Effect::new(move || {
            this.again.track();
            let answer = fetch();
            let turn = latest.with_value(|latest| latest + 1);
            latest.set_value(turn);
            if this.load.with_untracked(|load| matches!(load, Load::Failed(_))) {
                this.load.set(Load::Loading);
            }
            this.refreshing.set(true);
            spawn_local(async move {
                let answer = answer.await;
                // The page may be gone, or a newer question asked.
                if latest.try_get_value() == Some(turn) {
                    this.refreshing.set(false);
                    let is_known = |load: &Load<T>| match (load, &answer) {
                        (Load::Ready(before), Ok(value)) => same(before, value),
                        _ => false,
                    };
                    if !this.load.with_untracked(is_known) {
                        this.load.set(match answer {
                            Ok(value) => Load::Ready(value),
                            Err(failure) => Load::Failed(failure),
                        });
                    }
                    if this.behind.try_update_value(std::mem::take) == Some(true) {
                        this.refresh();
                    }
                }
            });
        });
        this
    }

    /// Asks again, keeping what is shown until the answer is there.
    pub fn refresh(self) {
        self.again.update(|turn| *turn += 1);
    }

    /// The same for news, of which the next may come before the answer: what is on its way is waited for, or on a slow
    /// network none would ever arrive.
    pub fn renew(self) {
        if self.refreshing.get_untracked() {
            self.behind.set_value(true);
        } else {
            self.refresh();
        }
    }

    /// Reactive.
    pub fn load(self) -> Load<T> {
        self.load.get()
    }

    /// What is there; reactive.
    pub fn ready(self) -> Option<T> {
        self.load.with(|load| match load {
            Load::Ready(value) => Some(value.clone()),
            Load::Loading | Load::Failed(_) => None,
        })
    }

    pub fn is_refreshing(self) -> bool {
        self.refreshing.get()
    }
}

fn boxed<T, F, R, E>(fetch: F) -> Fetch<T>
where
    F: Fn() -> R + Send + Sync + 'static,
    R: Future<Output = Result<T, E>> + 'static,
    E: Into<Failure>,
{
    Arc::new(move || {
        let answer = fetch();
        Box::pin(async move { answer.await.map_err(Into::into) })
    })
}

/// Shows `of` through `ready`, and the other faces by itself.
#[component]
pub fn AsyncView<T: Clone + Send + Sync + 'static>(
    of: Fetched<T>,
    /// Grey cards to hold the place while loading.
    #[prop(default = 3)]
    cards: usize,
    /// What stands above the grey cards, such as the heading that will stay there.
    #[prop(optional, into)]
    heading: ViewFn,
    #[prop(into)] ready: Callback<T, AnyView>,
) -> impl IntoView {
    live(move || match of.load() {
        Load::Loading => (heading.run(), skeleton(cards)).into_any(),
        Load::Ready(value) => ready.run(value),
        Load::Failed(failure) => failed(failure, Callback::new(move |()| of.refresh())),
    })
}

/// Grey cards in the place of what is loading.
pub fn skeleton(cards: usize) -> AnyView {
    let cards: Vec<_> = (0..cards).map(|_| view! { <div class="skeleton skeleton--card"></div> }).collect();
    view! {
        <div aria-busy="true">
            <p class="visually-hidden" role="status">
                {t::load_loading}
            </p>
            {cards}
        </div>
    }
    .into_any()
}

/// Answers calls when no page opens.
const CITY_HOTLINE: &str = "tel:12345";

/// Says what went wrong and what to do now: try again where that can help, and call if it is urgent.
pub fn failed(failure: Failure, retry: Callback<()>) -> AnyView {
    let Failure { offline, missing, text, request } = failure;
    let (picture, title) = match (offline, missing) {
        (true, _) => ("offline", t::load_offline),
        (false, true) => ("lost", t::load_missing),
        (false, false) => ("error", t::load_failed),
    };
    let ways = (!missing).then(|| {
        view! {
            <Button class="button button--plain" picture="retry" text=t::action_retry on_press=retry />
            <a class="button button--soft" href=CITY_HOTLINE>
                {icon("phone")}
                {t::load_urgent}
            </a>
        }
    });
    view! {
        <div class="async-view" role="alert">
            {scene(picture)} <p class="async-view__title">{title}</p>
            <p class="async-view__text">{live(move || text.get())}</p>
            {ways}
            {request.map(|id| view! { <p class="async-view__id">{live(move || t::load_request(&id))}</p> })}
        </div>
    }
    .into_any()
}

/// Says that there is nothing, and what to do about it.
pub fn empty(title: impl Into<TextProp>, text: impl Into<TextProp>) -> AnyView {
    let (title, text) = (title.into(), text.into());
    view! {
        <div class="async-view">
            {scene("empty")} <p class="async-view__title">{live(move || title.get())}</p>
            <p class="async-view__text">{live(move || text.get())}</p>
        </div>
    }
    .into_any()
}

/// A line of warning inside a page, such as "no connection" above what was last known.
pub fn banner(text: impl Into<TextProp>) -> AnyView {
    let text = text.into();
    view! { <p class="banner" role="status">{icon("warning")} <span>{live(move || text.get())}</span></p> }.into_any()
}
