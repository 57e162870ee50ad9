//! My grid's page: its member and service team, each one tap away, and where it is.

use leptos::prelude::*;
use pingan_api::district::{GetGrid, GridCard, GridMember, TeamMember, TeamRole};

use crate::{
    client::{self, ClientError, Seen},
    i18n::{Label, Words, name, t},
    place::AreaMap,
    route::Route,
    session::Device,
    ui::{
        async_view::{AsyncView, Fetched, banner, empty},
        call_button::call_button,
        icon::{icon, icon_small},
        page::Page,
    },
};

#[component]
pub fn MyGrid() -> impl IntoView {
    let device = Device::get();
    view! {
        <Page title=t::grid_title up=Route::Home.href()>
            {move || match device.grid() {
                Some(grid) => {
                    let last = client::last("grid", &GetGrid(grid.clone())).map(Some);
                    let card = Fetched::after(last, move || {
                        let grid = grid.clone();
                        async move { card_if_any(&GetGrid(grid)).await }
                    });
                    view! { <AsyncView of=card ready=page /> }.into_any()
                }
                None => choose(t::grid_none_title, t::grid_none_text),
            }}
        </Page>
    }
}

fn page(card: Option<Seen<GridCard>>) -> AnyView {
    match card {
        Some(Seen { value, old }) => view! {
            {old.then(|| banner(t::offline_seen))}
            {grid_page(value)}
        }
        .into_any(),
        None => gone(),
    }
}

/// None if there is no such grid any more.
async fn card_if_any(request: &GetGrid) -> Result<Option<Seen<GridCard>>, ClientError> {
    match client::send_or_last("grid", request).await {
        Ok(card) => Ok(Some(card)),
        Err(ClientError::Problem(problem)) if problem.status == 404 => Ok(None),
        Err(error) => Err(error),
    }
}

/// The device remembers a grid that was redrawn since.
fn gone() -> AnyView {
    choose(t::grid_gone_title, t::grid_gone_text)
}

fn choose(title: Words, text: Words) -> AnyView {
    view! {
        {empty(title, text)}
        <div class="button-row">
            <a class="button button--block" href=Route::ChooseGrid.href()>
                {t::grid_choose}
            </a>
        </div>
    }
    .into_any()
}

fn grid_page(card: GridCard) -> AnyView {
    let GridCard { grid, community, street, member, team, demo, .. } = card;
    let team = team.into_iter().map(team_member).collect_view();
    let call = {
        let who = member.name.clone();
        call_button(&member.phone, move || t::grid_call_person(name(&who), t::grid_member()))
    };
    view! {
        {demo.then(|| view! { <p class="grid-demo"><span class="demo-badge">{t::grid_demo}</span></p> })}
        <section class="grid-card card">
            <div class="grid-card__top">
                <span class="grid-card__face" aria-hidden="true">{initial(&member)}</span>
                <div class="grid-card__body">
                    <p class="grid-card__grid">{name(&grid.name)}</p>
                    <p class="grid-card__name">{name(&member.name)}</p>
                    <p class="grid-card__grid">{t::grid_member}</p>
                </div>
                {call}
            </div>
        </section>
        <section class="section">
            <h2 class="section__title">{t::grid_team}</h2>
            <ul class="card team">{team}</ul>
        </section>
        <section class="section">
            <h2 class="section__title">{t::grid_where}</h2>
            <div class="card">
                <dl>
                    <div class="fact">
                        <dt class="fact__name">{t::grid_community}</dt>
                        <dd class="fact__value">{name(&community.name)}</dd>
                    </div>
                    <div class="fact">
                        <dt class="fact__name">{t::grid_street}</dt>
                        <dd class="fact__value">{name(&street.name)}</dd>
                    </div>
                </dl>
                <AreaMap grid=grid.id community=community.id />
            </div>
        </section>
        <div class="button-row">
            <a class="button button--plain button--block" href=Route::ChooseGrid.href()>
                {icon_small("grid")}
                {t::grid_change}
            </a>
        </div>
    }
    .into_any()
}

/// The family name, as on a staff badge.
fn initial(member: &GridMember) -> String {
    name(&member.name).chars().take(1).collect()
}

fn team_member(TeamMember { role, person }: TeamMember) -> impl IntoView {
    let picture = match role {
        TeamRole::Police => "shield",
        TeamRole::UrbanManagement => "building",
        TeamRole::Health => "heart",
        TeamRole::Justice => "scale",
    };
    let who = name(&person.name);
    view! {
        <li class="team-member">
            {icon(picture)} <div class="team-member__body">
                <p>{who.clone()}</p>
                <p class="team-member__role">{role.label()}</p>
            </div>
            <a
                class="icon-button"
                href=format!("tel:{}", person.phone)
                aria-label=t::grid_call_person(who, role.label())
            >
                {icon("phone")}
            </a>
        </li>
    }
}
