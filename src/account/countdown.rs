//! Seconds until something may be done again, counted down.

use std::time::Duration;

use leptos::prelude::*;

#[derive(Clone, Copy)]
pub(super) struct Countdown {
    left: RwSignal<u32>,
    /// Tells a countdown from the one that took its place.
    turn: RwSignal<u32>,
}

impl Countdown {
    pub(super) fn new() -> Self {
        Self { left: RwSignal::new(0), turn: RwSignal::new(0) }
    }

    /// Reactive.
    pub(super) fn left(self) -> u32 {
        self.left.get()
    }

    pub(super) fn begin(self, seconds: u32) {
        let turn = self.turn.get_untracked() + 1;
        self.turn.set(turn);
        self.left.set(seconds);
        self.tick(turn);
    }

    fn tick(self, turn: u32) {
        set_timeout(
            move || {
                // The page may be gone by now.
                if self.turn.try_get_untracked() != Some(turn) {
                    return;
                }
                let left = self.left.get_untracked().saturating_sub(1);
                self.left.set(left);
                if left > 0 {
                    self.tick(turn);
                }
            },
            Duration::from_secs(1),
        );
    }
}
