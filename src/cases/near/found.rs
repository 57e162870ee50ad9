//! What was found: the map if it is wanted, and the list, page after page.

use leptos::{html, prelude::*, task::spawn_local};
use pingan_api::{
    cases::{CaseSummary, ListCases},
    page::Cursor,
};

use super::{
    case_map::CaseMap,
    cells::{Cell, cells},
    query::{Asked, Show, after},
};
use crate::{
    case_card::case_card,
    client,
    i18n::t,
    route::Route,
    ui::{
        async_view::{Fetched, Load, empty, failed, skeleton},
        button::Button,
        focus::focus,
        map::MapSlot,
        toast,
    },
};

/// The pages so far.
#[derive(Clone, Copy)]
struct List {
    asked: Asked,
    cases: RwSignal<Vec<CaseSummary>>,
    next: RwSignal<Option<Cursor>>,
    more_under_way: RwSignal<bool>,
}

impl List {
    fn more(self) {
        let Some(cursor) = self.next.get_untracked() else { return };
        let query = after(untrack(|| self.asked.query()), cursor.clone());
        self.more_under_way.set(true);
        spawn_local(async move {
            let answer = client::send(&ListCases(query)).await;
            // The page may be gone, or another question asked meanwhile.
            if self.next.try_get_untracked().flatten() != Some(cursor) {
                return;
            }
            self.more_under_way.set(false);
            match answer {
                Ok(page) => {
                    self.cases.update(|cases| cases.extend(page.items));
                    self.next.set(page.next);
                }
                Err(_) => toast::warn(t::near_more_failed),
            }
        });
    }
}

#[component]
pub fn Found(asked: Asked) -> impl IntoView {
    let first = Fetched::new(move || {
        let query = asked.query();
        async move { client::send(&ListCases(query)).await }
    });
    let list = List {
        asked,
        cases: RwSignal::new(Vec::new()),
        next: RwSignal::new(None),
        more_under_way: RwSignal::new(false),
    };
    let chosen = RwSignal::new(None::<usize>);
    Effect::new(move || {
        if let Some(page) = first.ready() {
            chosen.set(None);
            list.more_under_way.set(false);
            list.cases.set(page.items);
            list.next.set(page.next);
        }
    });
    let cells = Memo::new(move |_| list.cases.with(|cases| cells(cases)));
    let map = move || {
        (asked.show.get() == Show::Map).then(|| {
            let map = MapSlot::empty();
            view! { <CaseMap map cells=cells.into() chosen area=asked.area.into() /> }
        })
    };
    let below = move || match first.load() {
        Load::Loading => skeleton(3),
        Load::Failed(failure) => failed(failure, Callback::new(move |()| first.refresh())),
        Load::Ready(_) if list.cases.with(Vec::is_empty) => empty(t::near_empty, t::near_empty_text),
        Load::Ready(_) => match chosen_cell(asked, cells, chosen) {
            Some(cell) => of_one_dot(cell, chosen),
            None => all(list),
        },
    };
    view! {
        {map}
        <section class="section" aria-busy=move || first.is_refreshing().to_string()>
            {below}
        </section>
    }
}

fn chosen_cell(asked: Asked, cells: Memo<Vec<Cell>>, chosen: RwSignal<Option<usize>>) -> Option<Cell> {
    let index = chosen.get().filter(|_| asked.show.get() == Show::Map)?;
    cells.with(|cells| cells.get(index).cloned())
}

fn cards(cases: Vec<CaseSummary>) -> impl IntoView {
    let cards = cases.into_iter().map(|case| {
        let href = Route::PublicCase(case.number).href();
        view! { <li>{case_card(case, href)}</li> }
    });
    view! { <ul class="case-list">{cards.collect_view()}</ul> }
}

/// The cases of the dot that was tapped.
fn of_one_dot(cell: Cell, chosen: RwSignal<Option<usize>>) -> AnyView {
    let count = cell.cases.len();
    // The cards lie below the map: the focus takes the eye there, and the ear.
    let heading = NodeRef::<html::H2>::new();
    Effect::new(move |_| {
        if let Some(heading) = heading.get() {
            focus(&heading);
        }
    });
    view! {
        <div class="section__head">
            <h2 class="section__title" tabindex="-1" node_ref=heading>
                {move || t::near_dots(count)}
            </h2>
            <button type="button" class="section__more link-button" on:click=move |_| chosen.set(None)>
                {t::near_show_all}
            </button>
        </div>
        {cards(cell.cases)}
    }
    .into_any()
}

fn all(list: List) -> AnyView {
    let more = move || {
        list.next.with(Option::is_some).then(|| {
            view! {
                <div class="button-row">
                    <Button
                        class="button button--soft button--block"
                        text=t::near_more
                        busy=list.more_under_way
                        on_press=move |()| list.more()
                    />
                </div>
            }
        })
    };
    view! {
        {cards(list.cases.get())}
        {more}
    }
    .into_any()
}
