//! Choosing a grid: the remembered one first, then by name, then step by step down the tree.

use std::sync::Arc;

use leptos::prelude::*;
use pingan_api::district::{Unit, UnitKind};

use super::{
    Tree, in_full, tree,
    unit_list::{UnitList, Wanted},
};
use crate::{
    i18n::{name, t},
    session::Device,
    ui::{
        async_view::{AsyncView, Fetched},
        icon::icon,
    },
};

static WANTED: Wanted = Wanted {
    kinds: &[UnitKind::Grid],
    found: &[UnitKind::Street, UnitKind::Community, UnitKind::Grid],
    search_label: t::place_search_grid,
    search_hint: t::place_search_grid_hint,
};

#[component]
pub fn GridChooser(
    #[prop(into)] on_choose: Callback<Unit>,
    /// Offers the grid that the device remembers above all others.
    #[prop(default = true)]
    offer_mine: bool,
) -> impl IntoView {
    let fetched = Fetched::new(tree);
    let mine = move |tree: &Tree| {
        let unit = offer_mine.then(|| Device::get().grid()).flatten().and_then(|id| tree.unit(&id).cloned())?;
        let (label, detail) = (name(&unit.name), in_full(tree, &unit));
        Some(view! {
            <ul class="cells">
                <li>
                    <button
                        type="button"
                        class="weui-cell weui-cell_active"
                        on:click=move |_| on_choose.run(unit.clone())
                    >
                        <span class="weui-cell__hd">{icon("grid")}</span>
                        <span class="weui-cell__bd">
                            <b>{t::place_remembered}</b>
                            {" · "}
                            {label}
                            <span class="weui-cell__desc">{detail}</span>
                        </span>
                    </button>
                </li>
            </ul>
        })
    };
    let ready = move |tree: Arc<Tree>| {
        view! {
            {mine(&tree)}
            <UnitList tree wanted=&WANTED on_choose />
        }
        .into_any()
    };
    view! { <AsyncView of=fetched ready /> }
}
