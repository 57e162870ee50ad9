//! The first screen: one big button, four other doors, my grid, and what goes on around.

use leptos::prelude::*;
use pingan_api::{
    district::{GridCard, Name},
    home::{GetHome, Home, HomeQuery},
};

use crate::{
    case_card::case_card,
    client::{Seen, glance, last},
    i18n::{self, Lang, t},
    route::{Form, Route, Volunteer},
    session::Device,
    ui::{
        async_view::{AsyncView, Fetched, Load, banner, empty, skeleton},
        call_button::call_button,
        icon::{icon, icon_of_class, icon_small},
        live::live,
        page::announce,
    },
};

pub mod snap_card;

use snap_card::SnapCard;
pub use snap_card::TakePhotos;

#[component]
pub fn HomePage(#[prop(into)] take: TakePhotos) -> impl IntoView {
    let device = Device::get();
    let last = last("home", &GetHome(HomeQuery { grid: untrack(|| device.grid()) }));
    let home = Fetched::after(last, move || {
        let grid = device.grid();
        async move { glance("home", &GetHome(HomeQuery { grid })).await }
    });
    let heading = NodeRef::new();
    announce(t::home_title.into(), heading);
    let ready = Callback::new(move |home: Seen<Home>| {
        view! {
            {home.old.then(|| banner(t::offline_seen))}
            {live(move || around(home.value.clone(), device.care()))}
        }
        .into_any()
    });
    view! {
        <main class="page page--tabs" id="content">
            <header class="home-head">
                <div class="home-head__brand">
                    {icon_of_class("house-mark", "house")} <div>
                        <h1 class="home-head__name" tabindex="-1" node_ref=heading>
                            {t::app_name}
                        </h1>
                        <Place home=home />
                    </div>
                </div>
                <Switches />
            </header>
            {live(move || device.care().then(|| call_first(home)))}
            <SnapCard take=take />
            <Entries />
            <AsyncView of=home cards=4 heading=move || (!device.care()).then(|| grid_heading(false)) ready=ready />
        </main>
    }
}

/// The district's name, and that the data are invented where they are.
#[component]
fn Place(home: Fetched<Seen<Home>>) -> impl IntoView {
    // The district's name is known before the answer, as in the static shell; the answer has the last word.
    let name = live(move || match home.ready() {
        Some(home) => i18n::name(&home.value.district),
        None => t::home_district().to_owned(),
    });
    let demo = move || home.ready().is_some_and(|home| home.value.demo);
    view! {
        <p class="home-head__place">
            <span>{name}</span> {live(move || demo().then(|| view! { <span class="demo-badge">{t::home_demo}</span> }.into_any()))}
        </p>
    }
}

/// Language and care mode in one tap: who needs them can't be sent to the settings first.
#[component]
fn Switches() -> impl IntoView {
    let device = Device::get();
    let other_lang = || i18n::lang().other();
    view! {
        <div class="home-head__switches">
            <button
                class="quick-switch"
                type="button"
                lang=live(move || other_lang().tag())
                aria-label=t::home_other_lang_label
                on:click=move |_| device.set_lang(untrack(other_lang))
            >
                <span class="quick-switch__face">{t::home_other_lang}</span>
            </button>
            <button
                class="quick-switch"
                type="button"
                aria-label=t::home_care_label
                aria-pressed=live(move || if device.care() { "true" } else { "false" })
                on:click=move |_| device.set_care(!untrack(move || device.care()))
            >
                <span class="quick-switch__face">{t::home_care}</span>
            </button>
        </div>
    }
}

#[component]
fn Entries() -> impl IntoView {
    let entries = [
        (Route::Report(Form::Appeal), "chat", t::home_appeal, t::home_appeal_hint),
        (Route::Report(Form::Opinion), "edit", t::home_opinion, t::home_opinion_hint),
        (Route::LookUp, "search", t::home_lookup, t::home_lookup_hint),
        (Route::Volunteer(Volunteer::Find), "people", t::home_volunteer, t::home_volunteer_hint),
    ];
    let tiles = entries.map(|(route, picture, name, hint)| {
        view! {
            <a class="entry-tile" href=route.href()>
                {icon(picture)}
                <span class="entry-tile__name">{name}</span>
                <span class="entry-tile__hint">{hint}</span>
            </a>
        }
    });
    view! {
        <nav class="entry-grid" aria-label=t::home_more>
            {tiles.into_iter().collect_view()}
        </nav>
    }
}

/// For whoever has not chosen a grid.
const CITY_HOTLINE: &str = "12345";

/// In care mode whoever rather calls than photographs finds the number above everything else.
fn call_first(home: Fetched<Seen<Home>>) -> AnyView {
    let card = live(move || match home.load() {
        Load::Loading => skeleton(1),
        Load::Ready(home) => {
            let city = home.value.grid.is_none().then(|| call_button(CITY_HOTLINE, t::home_call_city));
            (grid_section(home.value.grid), city).into_any()
        }
        // What went wrong is said once, further down.
        Load::Failed(_) => ().into_any(),
    });
    view! { <div class="call-first">{card}</div> }.into_any()
}

fn grid_section(grid: Option<GridCard>) -> AnyView {
    let change = grid.is_some();
    let grid = match grid {
        Some(grid) => my_grid(grid),
        None => no_grid(),
    };
    view! {
        <section class="section" aria-labelledby="my-grid">
            {grid_heading(change)}
            {grid}
        </section>
    }
    .into_any()
}

/// My grid, unless it stands above already, and the newest cases.
fn around(home: Home, grid_above: bool) -> AnyView {
    let Home { demo, grid, latest, .. } = home;
    let latest = if latest.is_empty() {
        empty(t::home_none_yet, t::home_none_yet_hint)
    } else {
        let cards = latest.into_iter().map(|case| {
            let href = Route::PublicCase(case.number).href();
            view! { <li>{case_card(case, href)}</li> }
        });
        view! { <ul class="case-list">{cards.collect_view()}</ul> }.into_any()
    };
    view! {
        {(!grid_above).then(|| grid_section(grid))}
        <section class="section" aria-labelledby="latest">
            <div class="section__head">
                <h2 class="section__title" id="latest">
                    {t::home_latest}
                </h2>
                {more(Route::Near, t::action_all)}
            </div>
            {latest}
        </section>
        {demo.then(|| view! { <p class="about">{t::home_demo_note}</p> })}
    }
    .into_any()
}

/// `change`: there is a grid to change; without one the card below leads on.
fn grid_heading(change: bool) -> AnyView {
    view! {
        <div class="section__head">
            <h2 class="section__title" id="my-grid">
                {t::home_my_grid}
            </h2>
            {change.then(|| more(Route::ChooseGrid, t::action_change))}
        </div>
    }
    .into_any()
}

fn more(route: Route, words: i18n::Words) -> AnyView {
    view! {
        <a class="section__more" href=route.href()>
            {words}
            {icon_small("chevron")}
        </a>
    }
    .into_any()
}

fn my_grid(card: GridCard) -> AnyView {
    let GridCard { grid, community, member, .. } = card;
    let place = live(move || t::home_grid_of(i18n::name(&community.name), i18n::name(&grid.name)));
    let call = {
        let name = member.name.clone();
        call_button(&member.phone, move || t::grid_call_person(i18n::name(&name), t::home_member()))
    };
    let initial = {
        let name = member.name.clone();
        live(move || first_character(&name))
    };
    view! {
        <div class="grid-card card">
            <div class="grid-card__top">
                <span class="grid-card__face" aria-hidden="true">
                    {initial}
                </span>
                <div class="grid-card__body">
                    <p class="grid-card__grid">{place}</p>
                    <p class="grid-card__name">{live(move || i18n::name(&member.name))}</p>
                    <p class="grid-card__grid">{t::home_member}</p>
                </div>
                {call}
            </div>
            <a class="grid-card__team" href=Route::Grid.href()>
                {icon("people")}
                <span>{t::home_team}</span>
                {icon_small("chevron")}
            </a>
        </div>
    }
    .into_any()
}

fn first_character(name: &Name) -> String {
    let name = match i18n::lang() {
        Lang::Zh => &name.zh,
        Lang::En => &name.en,
    };
    name.chars().take(1).collect()
}

fn no_grid() -> AnyView {
    view! {
        <div class="grid-card grid-card--none card">
            <div class="grid-card__top">
                <span class="grid-card__face">{icon("grid")}</span>
                <div class="grid-card__body">
                    <p class="grid-card__name">{t::home_no_grid}</p>
                    <p class="grid-card__grid">{t::home_no_grid_hint}</p>
                </div>
            </div>
            <a class="grid-card__team" href=Route::ChooseGrid.href()>
                {icon("locate")}
                <span>{t::action_choose}</span>
                {icon_small("chevron")}
            </a>
        </div>
    }
    .into_any()
}
