//! Choosing a unit of the district: any, or one of a few.

use std::sync::Arc;

use leptos::prelude::*;
use pingan_api::{
    desk::UnitName,
    district::{Unit, UnitKind},
    id::UnitId,
};

use crate::{
    i18n::{Words, name, t},
    place::{
        Tree, in_full, tree,
        unit_list::{UnitList, Wanted},
    },
    ui::{
        async_view::{AsyncView, Fetched},
        icon::icon_small,
        live::live,
    },
};

const ALL: &[UnitKind] =
    &[UnitKind::District, UnitKind::Street, UnitKind::Community, UnitKind::Grid, UnitKind::Department];

static WANTED: Wanted =
    Wanted { kinds: ALL, found: ALL, search_label: t::place_search_unit, search_hint: t::place_search_unit_hint };

/// A unit as it is passed on.
pub fn named(unit: &Unit) -> UnitName {
    UnitName { id: unit.id.clone(), name: unit.name.clone() }
}

/// The one that was chosen, and what can be done about that.
pub fn chosen_unit(unit: UnitName, action: Words, on_press: Callback<()>) -> AnyView {
    let called = unit.name.clone();
    let button = move || format!("{} · {}", action(), name(&called));
    view! {
        <p class="desk-chosen">
            {icon_small("building")} <b>{live(move || name(&unit.name))}</b>
            <button type="button" class="link-button" aria-label=live(button) on:click=move |_| on_press.run(())>
                {action}
            </button>
        </p>
    }
    .into_any()
}

/// Any unit; or, where `only` names some, one of those.
#[component]
pub fn UnitPicker(only: Vec<UnitId>, #[prop(into)] on_choose: Callback<UnitName>) -> impl IntoView {
    let fetched = Fetched::new(tree);
    let only = StoredValue::new(only);
    let ready = move |tree: Arc<Tree>| {
        let only = only.get_value();
        if only.is_empty() {
            let choose = Callback::new(move |unit: Unit| on_choose.run(named(&unit)));
            return view! { <UnitList tree wanted=&WANTED on_choose=choose /> }.into_any();
        }
        let cells = only
            .iter()
            .filter_map(|id| tree.unit(id))
            .map(|unit| {
                let (chosen, label, above) = (named(unit), unit.name.clone(), in_full(&tree, unit));
                view! {
                    <li>
                        <button
                            type="button"
                            class="weui-cell weui-cell_active"
                            on:click=move |_| on_choose.run(chosen.clone())
                        >
                            <span class="weui-cell__bd">
                                {live(move || name(&label))} <span class="weui-cell__desc">{above}</span>
                            </span>
                        </button>
                    </li>
                }
            })
            .collect_view();
        view! { <ul class="cells">{cells}</ul> }.into_any()
    };
    view! { <AsyncView of=fetched cards=2 ready /> }
}
