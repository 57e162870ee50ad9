//! For whoever organises: their next shifts, each with its roster a tap away.

use leptos::prelude::*;
use pingan_api::volunteer::{
    ShiftCard,
    desk::{OrganisedQuery, OrganisedShifts},
};

use crate::{
    client,
    i18n::t,
    route::{Desk, Route, Volunteer},
    shift_times::whole,
    ui::{
        async_view::{AsyncView, Fetched},
        live::live,
    },
    volunteer::{
        card::places,
        links::{cell, row},
    },
};

/// More of them are on the desk.
const SHOWN: u32 = 5;

pub(super) fn organised() -> AnyView {
    let shifts = Fetched::new(|| async {
        let query = OrganisedQuery { limit: Some(SHOWN), ..OrganisedQuery::default() };
        client::send(&OrganisedShifts { query }).await.map(|page| page.items)
    });
    let ready = Callback::new(|shifts: Vec<ShiftCard>| {
        let rows = shifts.into_iter().map(roster);
        view! {
            <ul class="cells">
                {rows.collect_view()} {cell(Route::Desk(Desk::Shifts), "list", t::volunteer_organise_shifts)}
            </ul>
        }
        .into_any()
    });
    view! {
        <section class="section">
            <h2 class="section__title">{t::volunteer_i_organise}</h2>
            <AsyncView of=shifts cards=1 ready=ready />
        </section>
    }
    .into_any()
}

fn roster(card: ShiftCard) -> AnyView {
    let ShiftCard { id, title, starts_at, ends_at, needed, taken, waiting, .. } = card;
    let about = move || format!("{} · {}", whole(starts_at, ends_at), places(needed, taken, waiting));
    let inside = view! {
        {title}
        <span class="weui-cell__desc">{live(about)}</span>
    };
    row(Route::Volunteer(Volunteer::Roster(id)).href(), "people", inside.into_any())
}
