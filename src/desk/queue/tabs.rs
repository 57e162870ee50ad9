//! The views as tabs, each with how many it has now.

use leptos::prelude::*;
use pingan_api::desk::{Counters, View, queue::MAX_COUNT};

use super::state::Queue;
use crate::{
    i18n::{Label, t},
    ui::choices::{Chips, Choice},
};

/// None where nobody counts.
fn count(view: View, counters: &Counters) -> Option<u32> {
    match view {
        View::Waiting => Some(counters.waiting),
        View::Overdue => Some(counters.overdue),
        View::Called => Some(counters.called),
        View::Returned => Some(counters.returned),
        View::All => None,
    }
}

/// "待我办 12"; reactive.
fn face(queue: Queue, view: View) -> String {
    let count = queue.counters.with(|counters| counters.as_ref().and_then(|counters| count(view, counters)));
    match count {
        Some(count) if count >= MAX_COUNT => format!("{} {count}+", view.label()),
        Some(count) => format!("{} {count}", view.label()),
        None => view.label().to_owned(),
    }
}

#[component]
pub fn Tabs(queue: Queue) -> impl IntoView {
    let choices = View::ALL.iter().map(|view| Choice::new(view.as_str(), move || face(queue, *view))).collect();
    let chosen = Signal::derive(move || queue.query.with(|query| Some(query.view.unwrap_or(View::Waiting).as_str())));
    let choose = move |word: Option<&'static str>| {
        let view = word.and_then(|word| word.parse().ok());
        queue.change(|query| query.view = view);
    };
    view! {
        <Chips name="desk-view" label=t::desk_views choices chosen on_choose=choose clearable=false row=true />
    }
}
