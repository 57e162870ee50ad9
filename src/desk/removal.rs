//! What a desk takes back after a question: a role, a block, a standard answer, a filter.

use leptos::{prelude::*, task::spawn_local};
use pingan_api::Endpoint;

use super::gate::ask;
use crate::{
    i18n::Words,
    ui::{dialog::Dialog, toast},
};

/// Which one it is about, whether it is asked about, and whether it is under way: one at a time.
pub struct Removal<T: Send + Sync + 'static> {
    of: RwSignal<Option<T>>,
    asks: RwSignal<bool>,
    busy: RwSignal<bool>,
}

impl<T: Send + Sync + 'static> Clone for Removal<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Removal<T> {}

/// What the question says.
pub struct Asking<T> {
    pub title: fn(&T) -> String,
    pub text: Words,
    pub confirm: Words,
    /// Said when it is done, where the list does not say it.
    pub done: Option<Words>,
}

impl<T: Clone + PartialEq + Send + Sync + 'static> Removal<T> {
    pub fn none() -> Self {
        Self { of: RwSignal::new(None), asks: RwSignal::new(false), busy: RwSignal::new(false) }
    }

    /// Asks whether it shall be.
    pub fn begin(self, of: T) {
        if !self.busy.get_untracked() {
            self.of.set(Some(of));
            self.asks.set(true);
        }
    }

    /// Reactive.
    pub fn is_busy(self) -> bool {
        self.busy.get()
    }

    /// Reactive.
    pub fn is_under_way(self, of: &T) -> bool {
        self.busy.get() && self.of.with(|now| now.as_ref() == Some(of))
    }

    /// The question; after a yes `request` is sent, and `after` called whatever came of it.
    pub fn question<E: Endpoint + 'static>(
        self,
        asking: Asking<T>,
        request: fn(T) -> E,
        after: impl Fn() + Copy + Send + Sync + 'static,
    ) -> AnyView {
        let Asking { title, text, confirm, done } = asking;
        let title = move || self.of.with(|of| of.as_ref().map(title).unwrap_or_default());
        let go = move |()| {
            let Some(of) = self.of.get_untracked() else { return };
            self.busy.set(true);
            spawn_local(async move {
                let answer = ask(&request(of)).await;
                // The page may have been left meanwhile.
                if self.busy.try_set(false).is_some() {
                    return;
                }
                match (answer, done) {
                    (Ok(_), Some(done)) => toast::done(done),
                    (Ok(_), None) => {}
                    (Err(error), _) => toast::warn(move || error.words()),
                }
                after();
            });
        };
        view! { <Dialog open=self.asks title text confirm on_confirm=go /> }.into_any()
    }
}
