//! Choosing whom an opinion is about: a street, a community, a grid or a department.

use std::sync::Arc;

use leptos::prelude::*;
use pingan_api::district::{Unit, UnitKind};

use super::{
    Tree, tree,
    unit_list::{UnitList, Wanted},
};
use crate::{
    i18n::t,
    ui::async_view::{AsyncView, Fetched},
};

const UNITS: &[UnitKind] = &[UnitKind::Street, UnitKind::Community, UnitKind::Grid, UnitKind::Department];

static WANTED: Wanted =
    Wanted { kinds: UNITS, found: UNITS, search_label: t::place_search_unit, search_hint: t::place_search_unit_hint };

#[component]
pub fn UnitChooser(#[prop(into)] on_choose: Callback<Unit>) -> impl IntoView {
    let fetched = Fetched::new(tree);
    let ready = move |tree: Arc<Tree>| view! { <UnitList tree wanted=&WANTED on_choose /> }.into_any();
    view! { <AsyncView of=fetched ready=ready /> }
}
