//! The frame of a page: its one h1, the way back, the document's title, and the focus after a change of page.

use std::{cell::Cell, time::Duration};

use leptos::{html, prelude::*, text_prop::TextProp};

use super::focus::focus_quietly;
use super::{icon::icon, live::live};
use crate::i18n::t;

/// A step back within the app changes the address in a few milliseconds.
const NO_STEP_BACK: Duration = Duration::from_millis(400);

thread_local! {
    /// Pages shown since the app began: more than one means that there is something to go back to.
    static SHOWN: Cell<u32> = const { Cell::new(0) };
}

/// Sets the document's title, and moves the focus to the page's heading unless the app has only just begun (a reader
/// then begins at the top by itself). Every page calls this once; [`Page`] does it for those that use it.
pub fn announce(title: TextProp, heading: NodeRef<html::H1>) {
    Effect::new(move || document().set_title(&t::app_title(title.get())));
    let first = SHOWN.get() == 0;
    SHOWN.set(SHOWN.get() + 1);
    Effect::new(move || {
        if let Some(heading) = heading.get()
            && !first
        {
            focus_quietly(&heading);
        }
    });
}

/// A page below one of the tabs, with a way back.
#[component]
pub fn Page(
    #[prop(into)] title: TextProp,
    /// Where "back" leads when the app began on this page.
    #[prop(into)]
    up: String,
    /// Besides `page`: `page page--send` leaves room for a send bar.
    #[prop(default = "page")]
    class: &'static str,
    children: Children,
) -> impl IntoView {
    let heading = NodeRef::new();
    announce(title.clone(), heading);
    let back = {
        let up = up.clone();
        move |event: leptos::ev::MouseEvent| {
            if SHOWN.get() > 1 {
                event.prevent_default();
                go_back(up.clone());
            }
        }
    };
    view! {
        <main class=class id="content">
            <header class="page-head">
                <a class="page-head__back" href=up prop:replace=true aria-label=t::action_back on:click=back>
                    {icon("back")}
                </a>
                <h1 class="page-head__title" tabindex="-1" node_ref=heading>
                    {live(move || title.get())}
                </h1>
            </header>
            {children()}
        </main>
    }
}

/// One step back; where there is none, because all pages so far replaced one another, up.
fn go_back(up: String) {
    let (here, shown) = (window().location().href().ok(), SHOWN.get());
    // Refused only in a document that is no longer shown.
    let _ = window().history().and_then(|history| history.back());
    let stay = move || {
        // Whoever went back and came here again is where they want to be.
        if SHOWN.get() == shown && window().location().href().ok() == here {
            let _ = window().location().assign(&up);
        }
    };
    set_timeout(stay, NO_STEP_BACK);
}

/// A page that a tab leads to: no way back.
#[component]
pub fn TabPage(#[prop(into)] title: TextProp, children: Children) -> impl IntoView {
    let heading = NodeRef::new();
    announce(title.clone(), heading);
    view! {
        <main class="page page--tabs" id="content">
            <header class="page-head page-head--root">
                <h1 class="page-head__title" tabindex="-1" node_ref=heading>
                    {live(move || title.get())}
                </h1>
            </header>
            {children()}
        </main>
    }
}
