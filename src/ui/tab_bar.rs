//! The four tabs at the foot of the main pages. A switch between them replaces the page in the history: iOS shows a
//! bar of its own once the history has more than one page.

use leptos::prelude::*;

use super::{icon::icon, live::live};
use crate::i18n::{Words, t};

pub struct Tab {
    pub href: String,
    pub icon: &'static str,
    pub name: Words,
    pub current: bool,
    /// The camera's tab wears the seal's colour and leads away from the tabs, so it is a step in the history.
    pub snap: bool,
    /// What waits there.
    pub count: Option<Signal<u32>>,
}

/// A number in a spot of colour; who does not see it hears it in words.
pub fn count_badge(count: u32) -> AnyView {
    let shown = if count > 99 { "99+".to_owned() } else { count.to_string() };
    view! {
        <span class="count-badge" aria-hidden="true">
            {shown}
        </span>
        <span class="visually-hidden">{live(move || t::inbox_badge(count))}</span>
    }
    .into_any()
}

#[component]
pub fn TabBar(tabs: Vec<Tab>) -> impl IntoView {
    let items = tabs.into_iter().map(|tab| {
        view! {
            <li class="tab-bar__item">
                <a
                    class=if tab.snap { "tab-bar__link tab-bar__link--snap" } else { "tab-bar__link" }
                    href=tab.href
                    prop:replace=!tab.snap
                    aria-current=tab.current.then_some("page")
                >
                    {icon(tab.icon)}
                    {tab.name}
                    {tab.count.map(|count| live(move || Some(count.get()).filter(|count| *count > 0).map(count_badge)))}
                </a>
            </li>
        }
    });
    view! {
        <nav class="tab-bar" aria-label=t::tab_label>
            <ul class="tab-bar__list">{items.collect_view()}</ul>
        </nav>
    }
}
