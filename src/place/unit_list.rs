//! Choosing a unit: search by name, or climb down the tree. Big cells, one list at a time.

use std::sync::Arc;

use leptos::{ev, html, prelude::*};
use pingan_api::{
    district::{Unit, UnitKind},
    id::UnitId,
};

use super::{Tree, highlight::highlight, in_full};
use crate::{
    i18n::{Words, name, t},
    ui::icon::icon,
};

/// What may be chosen, and how it is asked for.
pub struct Wanted {
    /// Kinds that a tap chooses; others lead further down.
    pub kinds: &'static [UnitKind],
    /// Kinds that a search shows: those above a wanted one help to find it.
    pub found: &'static [UnitKind],
    pub search_label: Words,
    pub search_hint: Words,
}

/// Where one stands, and what a tap on a unit does.
#[derive(Clone, Copy)]
struct Place {
    wanted: &'static Wanted,
    tree: StoredValue<Arc<Tree>>,
    typed: RwSignal<String>,
    /// None at the district.
    here: RwSignal<Option<UnitId>>,
    trail: NodeRef<html::Ol>,
    on_choose: Callback<Unit>,
}

impl Place {
    fn chooses(self, kind: UnitKind) -> bool {
        self.wanted.kinds.contains(&kind)
    }

    /// Whether there is something to choose further down.
    fn leads_on(kind: UnitKind) -> bool {
        matches!(kind, UnitKind::Street | UnitKind::Community)
    }

    fn go(self, to: Option<UnitId>) {
        self.typed.set(String::new());
        self.here.set(to);
        // The cell that was tapped is gone: the trail says where one is, and keeps the focus.
        request_animation_frame(move || {
            if let Some(trail) = self.trail.get_untracked() {
                let _ = trail.focus();
            }
        });
    }
}

#[component]
pub fn UnitList(tree: Arc<Tree>, wanted: &'static Wanted, on_choose: Callback<Unit>) -> impl IntoView {
    let place = Place {
        wanted,
        tree: StoredValue::new(tree),
        typed: RwSignal::new(String::new()),
        here: RwSignal::new(None),
        trail: NodeRef::new(),
        on_choose,
    };
    let searching = Memo::new(move |_| place.typed.with(|typed| !typed.trim().is_empty()));
    view! {
        <div class="search-field">
            {icon("search")}
            <input
                class="field__input"
                type="search"
                autocomplete="off"
                aria-label=wanted.search_label
                placeholder=wanted.search_hint
                prop:value=place.typed
                on:input:target=move |event| place.typed.set(event.target().value())
                on:keydown=keep_enter
            />
        </div>
        <Show when=move || searching.get() fallback=move || branch(place)>
            {move || found(place)}
        </Show>
    }
}

/// Enter would send the form that the chooser may stand in.
fn keep_enter(event: ev::KeyboardEvent) {
    if event.key() == "Enter" {
        event.prevent_default();
    }
}

/// What a search finds.
fn found(place: Place) -> AnyView {
    let tree = place.tree.get_value();
    let typed = place.typed.get();
    let hits = tree.search(&typed, place.wanted.found);
    if hits.is_empty() {
        return view! {
            <p class="note tree-cells" role="status">
                {t::place_search_none(typed)}
            </p>
        }
        .into_any();
    }
    let count = hits.len();
    let cells = hits.into_iter().map(|unit| cell(place, &tree, unit, Some(&typed))).collect_view();
    view! {
        <p class="visually-hidden" role="status">
            {t::place_search_found(count)}
        </p>
        <ul class="cells tree-cells">{cells}</ul>
    }
    .into_any()
}

/// The trail, and the units below where one stands.
fn branch(place: Place) -> impl IntoView {
    let below = move || {
        let tree = place.tree.get_value();
        let here = place.here.get();
        let Some(unit) = here.as_ref().and_then(|id| tree.unit(id)).or_else(|| tree.root()) else {
            return ().into_any();
        };
        // Departments hang on the district beside the streets.
        let (offices, places): (Vec<_>, Vec<_>) =
            tree.below(&unit.id).partition(|below| below.kind == UnitKind::Department);
        let itself = place.chooses(unit.kind).then(|| itself(place, unit));
        let places = places.into_iter().map(|unit| cell(place, &tree, unit, None)).collect_view();
        let offices = (place.chooses(UnitKind::Department) && !offices.is_empty()).then(|| {
            let offices = offices.into_iter().map(|unit| cell(place, &tree, unit, None)).collect_view();
            view! {
                <h3 class="tree-trail">{t::place_departments}</h3>
                <ul class="cells">{offices}</ul>
            }
        });
        view! {
            <ul class="cells">{itself} {places}</ul>
            {offices}
        }
        .into_any()
    };
    view! {
        <ol class="tree-trail" node_ref=place.trail tabindex="-1" aria-label=t::place_trail>
            {move || trail(place)}
        </ol>
        {below}
    }
}

fn trail(place: Place) -> AnyView {
    let tree = place.tree.get_value();
    let root = tree.root().map(|unit| name(&unit.name)).unwrap_or_default();
    let Some(here) = place.here.get().and_then(|id| tree.unit(&id).cloned()) else {
        return view! {
            <li class="tree-trail__step" aria-current="true">
                {root}
            </li>
        }
        .into_any();
    };
    let mut way: Vec<(Option<UnitId>, String)> =
        tree.above(&here).map(|unit| (Some(unit.id.clone()), name(&unit.name))).collect();
    way.push((None, root));
    let back = way
        .into_iter()
        .rev()
        .map(|(to, label)| {
            view! {
                <li class="tree-trail__step">
                    <button type="button" class="link-button" on:click=move |_| place.go(to.clone())>
                        {label}
                    </button>
                </li>
            }
        })
        .collect_view();
    view! {
        {back}
        <li class="tree-trail__step" aria-current="true">
            {name(&here.name)}
        </li>
    }
    .into_any()
}

/// One unit: chosen by a tap, or opened.
fn cell(place: Place, tree: &Tree, unit: &Unit, typed: Option<&str>) -> AnyView {
    let unit = unit.clone();
    let opens = Place::leads_on(unit.kind);
    let label = name(&unit.name);
    let below = tree.below(&unit.id).count();
    let detail = match (typed, unit.kind) {
        (Some(_), _) => in_full(tree, &unit),
        (None, UnitKind::Street) => t::place_communities(below),
        (None, UnitKind::Community) => t::place_grids(below),
        (None, _) => String::new(),
    };
    let (before, hit, after) = highlight(&label, typed.unwrap_or_default());
    let hit = (!hit.is_empty()).then(|| view! { <mark class="tree-mark">{hit.to_owned()}</mark> });
    let detail = (!detail.is_empty()).then(|| view! { <span class="weui-cell__desc">{detail}</span> });
    let (before, after) = (before.to_owned(), after.to_owned());
    let pick = move |_| {
        if opens {
            place.go(Some(unit.id.clone()));
        } else {
            place.on_choose.run(unit.clone());
        }
    };
    view! {
        <li>
            <button type="button" class="weui-cell weui-cell_active" on:click=pick>
                <span class="weui-cell__bd">{before} {hit} {after} {detail}</span>
                <span class="weui-cell__ft">{opens.then(|| icon("chevron"))}</span>
            </button>
        </li>
    }
    .into_any()
}

/// The unit where one stands, for those who mean it and nothing below it.
fn itself(place: Place, unit: &Unit) -> impl IntoView + use<> {
    let chosen = unit.clone();
    view! {
        <li>
            <button
                type="button"
                class="weui-cell weui-cell_active"
                on:click=move |_| place.on_choose.run(chosen.clone())
            >
                <span class="weui-cell__hd">
                    {icon("check")}
                </span>
                <span class="weui-cell__bd">
                    <b>{t::place_choose_itself(name(&unit.name))}</b>
                </span>
            </button>
        </li>
    }
}
