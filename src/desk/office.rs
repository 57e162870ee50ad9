//! What a desk keeps beside its cases: standard answers, the calendar, blocks, roles, and the log of what was done.

pub mod answer_form;
pub mod answers;
pub mod audit;
pub mod blocks;
pub mod calendar;
pub mod days;
pub mod paged;
pub mod role_form;
pub mod roles;
pub mod week;

use leptos::prelude::*;
use pingan_api::account::Me;

use self::{answers::answers, audit::audit, blocks::blocks, calendar::calendar, roles::roles};
use super::{frame::Frame, gate::gate};
use crate::route::Desk;

/// Behind the door.
pub fn page(page: Desk) -> AnyView {
    gate(page, move |me| view! { <OfficePage me page /> }.into_any())
}

#[component]
fn OfficePage(me: Me, page: Desk) -> impl IntoView {
    let inside = move || match page {
        Desk::Answers => answers(),
        Desk::Calendar => calendar(),
        Desk::Blocks => blocks(),
        Desk::Roles => roles(),
        Desk::Audit => audit(),
        _ => ().into_any(),
    };
    view! {
        <Frame me here=page>
            <div class="desk-office">{inside()}</div>
        </Frame>
    }
}
