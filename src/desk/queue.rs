//! The queue: what waits, what is overdue, what units are called to; on a wide screen with its map and the open case
//! beside it.

pub mod card;
pub mod filters;
pub mod keys;
pub mod map;
pub mod saved;
pub mod state;
pub mod tabs;

use leptos::prelude::*;
use pingan_api::{account::Me, cases::CaseNumber};

use self::{card::card, filters::Filters, keys::Keys, map::QueueMap, state::Queue, tabs::Tabs};
use super::{
    frame::Frame,
    gate::gate,
    pulse::{Pulse, again_and_again},
    wide::is_wide,
};
use crate::{
    i18n::t,
    route::Desk,
    ui::{
        async_view::{Load, banner, empty, failed, skeleton},
        button::Button,
        icon::icon,
        live::live,
    },
};

/// Shows one case in a column of the queue's page: the app ties it to the case's own chunk.
#[derive(Clone, Copy)]
pub struct CasePane(pub Callback<CaseNumber, AnyView>);

/// Behind the door.
pub fn page() -> AnyView {
    gate(Desk::Queue, |me| view! { <QueuePage me /> }.into_any())
}

#[component]
fn QueuePage(me: Me) -> impl IntoView {
    let queue = Queue::get();
    let wide = is_wide();
    queue.begin();
    again_and_again(move || queue.look_again());
    let pulse = Pulse::get();
    Effect::new(move |before: Option<()>| {
        pulse.track();
        if before.is_some() {
            queue.look_again();
        }
    });
    let class =
        live(move || if queue.open.get().is_some() { "desk-columns desk-columns--open" } else { "desk-columns" });
    let beside = live(move || wide.get().then(|| beside(queue)));
    let keys = live(move || wide.get().then(|| view! { <Keys queue /> }.into_any()));
    view! {
        <Frame me here=Desk::Queue wide=true>
            <div class=class>
                <section class="desk-columns__list" aria-label=t::desk_list>
                    <Tabs queue />
                    <Filters queue />
                    {list(queue, wide)}
                </section>
                {beside}
            </div>
            {keys}
        </Frame>
    }
}

/// The map, and the case that is open.
fn beside(queue: Queue) -> AnyView {
    let CasePane(pane) = use_context().expect("the app provides the pane before any page");
    let case = live(move || queue.open.get().map(|number| pane.run(number)));
    let close = live(move || {
        queue.open.get().map(|_| {
            view! {
                <button
                    type="button"
                    class="icon-button desk-columns__close"
                    aria-label=t::action_close
                    on:click=move |_| queue.open.set(None)
                >
                    {icon("close")}
                </button>
            }
            .into_any()
        })
    });
    view! {
        <div class="desk-columns__map">
            <QueueMap queue />
        </div>
        <section class="desk-columns__case" aria-label=t::desk_open_case tabindex="-1" id="desk-open-case">
            {close}
            {case}
        </section>
    }
    .into_any()
}

fn list(queue: Queue, wide: Signal<bool>) -> AnyView {
    let retry = Callback::new(move |()| queue.ask());
    // New lines go into the list that stands, so that focus and scroll stay where they are.
    let face = Memo::new(move |_| match queue.load.get() {
        Load::Loading => Face::Loading,
        Load::Failed(_) if queue.lines.with(Vec::is_empty) => Face::Failed,
        Load::Ready(()) if queue.lines.with(Vec::is_empty) => Face::Empty,
        Load::Failed(_) => Face::Old,
        Load::Ready(()) => Face::Ready,
    });
    let face = live(move || match face.get() {
        Face::Loading => skeleton(4),
        Face::Failed => match queue.load.get_untracked() {
            Load::Failed(failure) => failed(failure, retry),
            Load::Loading | Load::Ready(()) => ().into_any(),
        },
        Face::Empty if queue.is_narrowed() => empty(t::desk_none_found, t::desk_none_found_text),
        Face::Empty => empty(t::desk_none, t::desk_none_text),
        Face::Old => view! { {banner(t::desk_old)} {lines(queue, wide)} }.into_any(),
        Face::Ready => lines(queue, wide),
    });
    view! { <div class="desk-list">{face}</div> }.into_any()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Face {
    Loading,
    Failed,
    Empty,
    /// The last answer stays while the network is gone.
    Old,
    Ready,
}

fn lines(queue: Queue, wide: Signal<bool>) -> AnyView {
    let more = live(move || {
        queue.next.with(Option::is_some).then(|| {
            view! {
                <Button
                    class="button button--soft button--block"
                    text=t::desk_more
                    busy=queue.more_busy
                    on_press=move |()| queue.ask_more()
                />
            }
            .into_any()
        })
    });
    view! {
        <ul class="desk-list__lines">
            <For
                each=move || queue.lines.get()
                key=|line| (line.number, line.version, line.overdue_since, line.joined, line.hidden)
                children=move |line| card(queue, wide, line)
            />
        </ul>
        <div class="button-row">{more}</div>
    }
    .into_any()
}
