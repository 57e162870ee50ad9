//! Short messages over the page, read aloud by screen readers.

use std::{sync::LazyLock, time::Duration};

use leptos::{prelude::*, text_prop::TextProp};

use super::{icon::icon, live::live};

/// Long enough to read a line twice.
const SHOWN: Duration = Duration::from_secs(4);

#[derive(Clone)]
struct Toast {
    icon: &'static str,
    text: TextProp,
    /// Tells a message from the next one that says the same.
    turn: u32,
}

static TOAST: LazyLock<ArcRwSignal<(u32, Option<Toast>)>> = LazyLock::new(|| ArcRwSignal::new((0, None)));

/// Says that something worked.
pub fn done(text: impl Into<TextProp>) {
    show("check", text.into());
}

/// Says that something did not work and what to do.
pub fn warn(text: impl Into<TextProp>) {
    show("warning", text.into());
}

fn show(icon: &'static str, text: TextProp) {
    let turn = TOAST.with_untracked(|(turn, _)| turn + 1);
    TOAST.set((turn, Some(Toast { icon, text, turn })));
    set_timeout(
        move || {
            if TOAST.with_untracked(|(_, toast)| toast.as_ref().is_some_and(|toast| toast.turn == turn)) {
                TOAST.update(|(_, toast)| *toast = None);
            }
        },
        SHOWN,
    );
}

/// Where messages appear; once in the app.
#[component]
pub fn ToastArea() -> impl IntoView {
    view! {
        <div role="status" aria-live="polite">
            {live(|| {
                TOAST
                    .get()
                    .1
                    .map(|Toast { icon: name, text, .. }| {
                        view! {
                            <div class="toast">
                                {icon(name)} <p class="toast__text">{live(move || text.get())}</p>
                            </div>
                        }
                        .into_any()
                    })
            })}
        </div>
    }
}
