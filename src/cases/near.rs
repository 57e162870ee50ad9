//! Near me: public cases on a map and in a list, around a point, in my grid or in the whole district.

pub mod case_map;
pub mod cells;
pub mod filters;
pub mod found;
pub mod query;

use leptos::prelude::*;

use self::{filters::Filters, found::Found, query::Asked};
use crate::{i18n::t, ui::page::TabPage};

#[component]
pub fn Near() -> impl IntoView {
    let asked = Asked::at_first();
    view! {
        <TabPage title=t::near_title>
            <Filters asked />
            <Found asked />
        </TabPage>
    }
}
