//! The key of what a page sends: the same again, after an answer that was lost, goes under the same key and counts once.

use leptos::prelude::*;
use pingan_api::id::IdempotencyKey;

use crate::random;

/// The last try, kept while the page is open.
pub struct Tried<T: 'static>(StoredValue<Option<(IdempotencyKey, T)>>);

impl<T> Clone for Tried<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Tried<T> {}

impl<T: Clone + PartialEq + Send + Sync> Tried<T> {
    pub fn nothing() -> Self {
        Self(StoredValue::new(None))
    }

    /// That of the last try if it was the same, else a new one.
    pub fn key(self, what: &T) -> IdempotencyKey {
        if let Some((key, _)) = self.0.get_value().filter(|(_, tried)| tried == what) {
            return key;
        }
        let key = random::key();
        self.0.set_value(Some((key, what.clone())));
        key
    }

    /// It was answered: what is sent from here on is new, even if it says the same.
    pub fn arrived(self) {
        self.0.set_value(None);
    }
}
