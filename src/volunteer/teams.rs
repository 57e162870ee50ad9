//! The teams: those around my grid, or all of the district, by what they do.

use leptos::prelude::*;
use pingan_api::volunteer::{
    TeamCard, TeamKind,
    team::{ListTeams, TeamQuery},
};

use super::{card::list, paged::Paged};
use crate::{
    choices_of, client,
    i18n::{Label, name, t},
    route::{Route, Volunteer},
    session::Device,
    ui::{
        async_view::empty,
        choices::{Choice, Segments},
        icon::{icon, icon_small},
        live::live,
        page::Page,
        select::select,
    },
};

const AROUND: &str = "around";
const ALL: &str = "all";

pub(super) fn page() -> AnyView {
    let grid = StoredValue::new(untrack(|| Device::get().grid()));
    let any_grid = grid.with_value(Option::is_some);
    // Teams of my community come first: the others are a tap away.
    let area = RwSignal::new(if any_grid { AROUND } else { ALL });
    let kind = RwSignal::new(None::<TeamKind>);
    let teams = Paged::new(move |cursor| {
        let unit = if area.get() == AROUND { grid.get_value() } else { None };
        let query = TeamQuery { unit, kind: kind.get(), cursor, ..TeamQuery::default() };
        async move { client::send(&ListTeams { query }).await }
    });
    let areas = vec![Choice::new(AROUND, t::volunteer_teams_around), Choice::new(ALL, t::volunteer_teams_all)];
    let choose_area = move |chosen| area.set(chosen);
    let switch = any_grid.then(|| {
        view! {
            <Segments name="team-area" label=t::near_where choices=areas chosen=area on_choose=choose_area />
        }
    });
    let kinds: Vec<Choice> = choices_of!(TeamKind::ALL.iter().copied(), Label::label);
    let kind_now = Signal::derive(move || kind.get().map(TeamKind::as_str));
    let choose = move |word: Option<&'static str>| kind.set(word.and_then(|word| word.parse().ok()));
    let any_kind = Some(t::near_kind_all.into());
    let shown = teams.view(
        |teams| list(teams.into_iter().map(team_card)),
        || empty(t::volunteer_teams_none, t::volunteer_teams_none_text),
    );
    view! {
        <Page title=t::volunteer_teams up=Route::Volunteer(Volunteer::Find).href()>
            <div class="shift-tools">
                {switch}
                {select("team-kind", t::volunteer_kind, any_kind, kinds, kind_now, Callback::new(choose))}
            </div>
            {shown}
        </Page>
    }
    .into_any()
}

/// A team in a list.
pub(super) fn team_card(team: TeamCard) -> AnyView {
    let TeamCard { id, kind, name: called, unit_name, members, shifts, mine, .. } = team;
    let mine = mine.map(|mine| {
        view! {
            <span class="state-chip state-chip--accepted">
                {icon_small("check")}
                <span>{live(move || mine.label())}</span>
            </span>
        }
    });
    view! {
        <a class="shift-card" href=Route::Volunteer(Volunteer::Team(id)).href()>
            <span class="shift-card__title">{called}</span>
            <span class="shift-card__meta">
                {icon("people")}
                <span>{live(move || format!("{} · {}", kind.label(), name(&unit_name)))}</span>
            </span>
            <span class="shift-card__foot">
                {mine}
                <span>{live(move || t::volunteer_members(members))}</span>
                <span>{live(move || t::volunteer_team_shifts(shifts))}</span>
            </span>
        </a>
    }
    .into_any()
}
