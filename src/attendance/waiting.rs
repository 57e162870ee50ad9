//! What of the ticks the server does not have yet: how many wait, and which it would not take.

use leptos::{ev::MouseEvent, prelude::*, task::spawn_local};

use super::{board::Board, line::full_name};
use crate::{
    i18n::{Label, t},
    network::{Network, network},
    outbox::Tick,
    ui::{icon::icon, live::live},
};

/// Nobody is told of ticks that are sent at once.
#[derive(Clone, Copy, PartialEq)]
enum Sending {
    Unseen,
    Waits(usize),
    Sent,
}

pub(super) fn waiting(board: Board) -> AnyView {
    let sending = Memo::new(move |before: Option<&Sending>| {
        let before = before.copied().unwrap_or(Sending::Unseen);
        match (board.waiting(), network(), before) {
            (0, _, Sending::Unseen) => Sending::Unseen,
            (0, ..) => Sending::Sent,
            (waiting, Network::Weak | Network::Offline, _) | (waiting, _, Sending::Waits(_)) => Sending::Waits(waiting),
            _ => before,
        }
    });
    let note = live(move || match sending.get() {
        Sending::Unseen => None,
        Sending::Waits(waiting) => {
            let words = move || match board.outbox.is_in_memory() {
                true => t::attendance_waiting_here(waiting),
                false => t::attendance_waiting(waiting),
            };
            Some(view! { <p class="banner">{icon("clock")} <span>{live(words)}</span></p> }.into_any())
        }
        Sending::Sent => Some(
            view! { <p class="banner banner--calm">{icon("check")} <span>{t::attendance_all_sent}</span></p> }
                .into_any(),
        ),
    });
    let refused = Memo::new(move |_| board.refused());
    view! {
        <div role="status">{note}</div>
        <div role="alert">
            {live(move || refused.get().into_iter().map(|tick| refusal(board, tick)).collect_view())}
        </div>
    }
    .into_any()
}

/// What does not count, why, and what to do about it.
fn refusal(board: Board, Tick { mark, refusal }: Tick) -> AnyView {
    let key = mark.key;
    let words = move || {
        let named = mark.sign_up.and_then(|id| board.line(id)).map(|line| full_name(&line));
        let who = named.or_else(|| mark.name.clone()).unwrap_or_default();
        let why = refusal.as_ref().map(|problem| problem.code.label()).unwrap_or_default();
        t::attendance_refused(mark.kind.label(), who, why)
    };
    let again = move |_: MouseEvent| spawn_local(board.outbox.retry(key));
    let drop_it = move |_: MouseEvent| spawn_local(board.outbox.discard(key));
    view! {
        <div class="banner banner--error roster-refused">
            {icon("warning")} <div>
                <p>{live(words)}</p>
                <button type="button" class="button button--plain button--small" on:click=again>
                    {t::outbox_again}
                </button>
                " "
                <button type="button" class="button button--plain button--small" on:click=drop_it>
                    {t::attendance_drop}
                </button>
            </div>
        </div>
    }
    .into_any()
}
