//! The search field, and the sheet with everything else that narrows the queue.

use leptos::prelude::*;
use pingan_api::{
    cases::{CaseKind, Category, State},
    desk::{ClockFilter, DeskQuery, UnitName},
};

use super::{
    saved::{Removing, Saved},
    state::Queue,
};
use crate::{
    choices_of,
    desk::{steps::state, units::UnitPicker},
    i18n::{Label, name, t},
    place::tree,
    ui::{
        async_view::{Fetched, Load},
        choices::Choice,
        dialog::Overlay,
        icon::{icon, icon_small},
        live::live,
        select::select,
    },
};

#[component]
pub fn Filters(queue: Queue) -> impl IntoView {
    let open = RwSignal::new(false);
    let removing = Removing::none();
    let typed = RwSignal::new(queue.query.with_untracked(|query| query.q.clone()).unwrap_or_default());
    let asked = Memo::new(move |_| queue.query.with(|query| query.q.clone()).unwrap_or_default());
    // A saved filter brings its own words.
    Effect::new(move |_| {
        let asked = asked.get();
        if typed.with_untracked(|typed| typed.trim() != asked) {
            typed.set(asked);
        }
    });
    let search = move |event: leptos::ev::Event| {
        typed.set(event_target_value(&event));
        typed.with_untracked(|typed| queue.search(typed));
    };
    let count = Memo::new(move |_| queue.query.with(narrowings));
    let too_short = live(move || {
        typed
            .with(|typed| typed.trim().chars().count() == 1)
            .then(|| view! { <p class="note">{t::desk_search_short}</p> }.into_any())
    });
    let face = live(move || match count.get() {
        0 => t::desk_filter().to_owned(),
        n => t::desk_filter_count(n),
    });
    view! {
        <div class="desk-tools">
            <div class="search-field desk-tools__search">
                {icon("search")}
                <input
                    class="field__input"
                    id="desk-search"
                    type="search"
                    autocomplete="off"
                    aria-label=t::desk_search
                    placeholder=t::desk_search_hint
                    prop:value=typed
                    on:input=search
                />
            </div>
            <button
                type="button"
                class="button button--soft button--small"
                aria-haspopup="dialog"
                on:click=move |_| open.set(true)
            >
                {icon_small("layers")}
                {face}
            </button>
        </div>
        <div role="status">{too_short}</div>
        <Overlay open class="desk-sheet" label=t::desk_filter content=move || sheet(queue, removing, open) />
        {removing.question()}
    }
}

/// How many things besides the view and the words narrow the list.
fn narrowings(query: &DeskQuery) -> usize {
    let set = [
        query.kind.is_some(),
        query.category.is_some(),
        query.state.is_some(),
        query.unit.is_some(),
        query.clock.is_some(),
    ];
    set.into_iter().filter(|set| *set).count()
}

fn sheet(queue: Queue, removing: Removing, open: RwSignal<bool>) -> AnyView {
    macro_rules! narrowed_by {
        ($field:ident) => {
            (
                Signal::derive(move || queue.query.with(|query| query.$field.map(|word| word.as_str()))),
                Callback::new(move |word: Option<&'static str>| {
                    queue.change(|query| query.$field = word.and_then(|word| word.parse().ok()));
                }),
            )
        };
    }
    let any = || Some(t::desk_any.into());
    let kinds: Vec<Choice> = choices_of!(CaseKind::ALL.iter().copied(), Label::label);
    let states: Vec<Choice> = choices_of!(State::ALL.iter().copied(), state);
    let clocks: Vec<Choice> = choices_of!(ClockFilter::ALL.iter().copied(), Label::label);
    let (kind, choose_kind) = narrowed_by!(kind);
    let (category, choose_category) = narrowed_by!(category);
    let (state_now, choose_state) = narrowed_by!(state);
    let (clock, choose_clock) = narrowed_by!(clock);
    let choose_kind = Callback::new(move |word: Option<&'static str>| {
        queue.query.update(|query| query.category = None);
        choose_kind.run(word);
    });
    // Only the chosen kind's categories, if one is chosen.
    let categories = live(move || {
        let only = queue.query.with(|query| query.kind);
        let some = Category::ALL.iter().copied().filter(|category| only.is_none_or(|kind| category.kind() == kind));
        let choices: Vec<Choice> = choices_of!(some, Label::label);
        select("desk-category", t::desk_category, any(), choices, category, choose_category)
    });
    let clear = move |_| queue.change(|query| *query = DeskQuery { view: query.view, ..DeskQuery::default() });
    view! {
        <h2 class="desk-sheet__title">{t::desk_filter}</h2>
        <Saved queue open removing />
        <div class="desk-fields">
            {select("desk-kind", t::desk_kind, any(), kinds, kind, choose_kind)} {categories}
            {select("desk-state", t::desk_state, any(), states, state_now, choose_state)}
            {select("desk-clock", t::desk_clock, any(), clocks, clock, choose_clock)}
        </div>
        {unit_field(queue)}
        <div class="button-row button-row--two">
            <button type="button" class="button button--plain" on:click=clear>
                {t::desk_filter_clear}
            </button>
            <button type="button" class="button" on:click=move |_| open.set(false)>
                {t::desk_filter_done}
            </button>
        </div>
    }
    .into_any()
}

/// The unit that is chosen, or the way to choose one.
fn unit_field(queue: Queue) -> AnyView {
    let choosing = RwSignal::new(false);
    // The query has its id alone.
    let names = Fetched::new(tree);
    let choose = move |chosen: Option<UnitName>| {
        choosing.set(false);
        queue.change(|query| query.unit = chosen.map(|unit| unit.id));
    };
    let inside = live(move || {
        let chosen = queue.query.with(|query| query.unit.clone());
        if choosing.get() {
            return view! { <UnitPicker only=Vec::new() on_choose=move |unit| choose(Some(unit)) /> }.into_any();
        }
        let Some(id) = chosen else {
            return view! {
                <button type="button" class="button button--soft button--small" on:click=move |_| choosing.set(true)>
                    {icon_small("building")}
                    {t::desk_unit_choose}
                </button>
            }
            .into_any();
        };
        let called = move || match names.load() {
            Load::Loading => String::new(),
            Load::Ready(tree) => tree.unit(&id).map_or_else(|| id.to_string(), |unit| name(&unit.name)),
            Load::Failed(_) => id.to_string(),
        };
        view! {
            <p class="desk-chosen">
                <b>{live(called)}</b>
                <button type="button" class="link-button" on:click=move |_| choose(None)>
                    {t::desk_unit_clear}
                </button>
            </p>
        }
        .into_any()
    });
    view! {
        <div class="field desk-unit-field">
            <p class="field__label">{t::desk_unit}</p>
            {inside}
        </div>
    }
    .into_any()
}
