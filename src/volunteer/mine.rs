//! What somebody has of volunteering: shifts to come and past, hours and certificates, teams, a private calendar, and
//! what they registered.

mod calendar;
mod hours;
mod organised;
mod registered;
mod shifts;

use leptos::prelude::*;
use pingan_api::volunteer::{
    person::Me,
    team::{ListTeams, TeamQuery},
};

use super::{
    card::list,
    links::cell,
    reader::{reader, registration_for, sign_in_first},
    teams::team_card,
};
use crate::{
    client,
    i18n::t,
    route::{Route, Volunteer},
    ui::{
        async_view::{AsyncView, Fetched},
        icon::icon,
        live::live,
        page::Page,
    },
};

pub(super) fn page() -> AnyView {
    let me = Fetched::new(reader);
    let again = Callback::new(move |()| me.refresh());
    // The server tells it once: it stays while what is around it is read anew.
    let address = RwSignal::new(None);
    let ready = Callback::new(move |who: Option<Me>| match who {
        Some(who) => whole(who, again, address),
        None => sign_in_first(Volunteer::Mine),
    });
    view! {
        <Page title=t::volunteer_mine up=Route::Mine.href()>
            <AsyncView of=me ready=ready />
        </Page>
    }
    .into_any()
}

/// `again` reads anew who they are.
fn whole(me: Me, again: Callback<()>, address: RwSignal<Option<String>>) -> AnyView {
    let Me { registration, qualifications, no_shows, organises, calendar } = me;
    let is_registered = registration.is_some();
    view! {
        {(!is_registered).then(not_registered)}
        {is_registered.then(shifts::shifts)}
        {organises.then(organised::organised)}
        {hours::hours()}
        {is_registered.then(teams)}
        {is_registered.then(|| calendar::calendar(calendar, address))}
        {registration.map(|registration| registered::registered(registration, qualifications, no_shows, again))}
    }
    .into_any()
}

fn not_registered() -> AnyView {
    view! {
        <section class="card">
            <p>{t::volunteer_register_why}</p>
            <div class="button-row">
                <a class="button button--block" href=registration_for(Volunteer::Mine)>
                    {icon("heart")}
                    {t::volunteer_register}
                </a>
            </div>
        </section>
    }
    .into_any()
}

/// Those that somebody belongs to, asked to, or organises.
fn teams() -> AnyView {
    let teams = Fetched::new(|| async {
        let query = TeamQuery { mine: Some(true), ..TeamQuery::default() };
        client::send(&ListTeams { query }).await.map(|page| page.items)
    });
    let shown = live(move || {
        let teams = teams.ready()?;
        Some(if teams.is_empty() {
            view! { <p class="note">{t::volunteer_no_team}</p> }.into_any()
        } else {
            list(teams.into_iter().map(team_card))
        })
    });
    view! {
        <section class="section">
            <h2 class="section__title">{t::volunteer_my_teams}</h2>
            {shown}
            <ul class="cells volunteer-more">
                {cell(Route::Volunteer(Volunteer::Teams), "people", t::volunteer_see_teams)}
            </ul>
        </section>
    }
    .into_any()
}
