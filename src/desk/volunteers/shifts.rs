//! The shifts that somebody organises: those to come and those that are over, drafts and what was called off too.

use leptos::{prelude::*, text_prop::TextProp};
use leptos_router::hooks::use_location;
use pingan_api::{
    account::Me,
    id::TeamId,
    volunteer::{
        ShiftCard, ShiftState, TeamCard,
        desk::{OrganisedQuery, OrganisedShifts},
    },
};

use super::{
    fields::pick,
    my_teams,
    plan::{self, Plan},
};
use crate::{
    choices_of, client,
    desk::{frame::Frame, office::paged::Paged},
    i18n::{Label, Words, t},
    route::{Desk, Route, Volunteer},
    shift_times::dated,
    ui::{
        async_view::Fetched,
        choices::{Choice, Segments},
        icon::icon,
        live::live,
        select::select,
    },
};

const COMING: &str = "coming";
const PAST: &str = "past";

/// The list; or, if the query says so, the form for a new one.
pub(super) fn page(me: Me) -> AnyView {
    let search = use_location().search;
    let plan = Memo::new(move |_| search.with(|query| Plan::parse(query)));
    live(move || match plan.get() {
        Some(plan) => plan::page(me.clone(), plan),
        None => list(me.clone()),
    })
    .into_any()
}

/// What narrows the list.
#[derive(Clone, Copy)]
struct Narrowed {
    past: RwSignal<bool>,
    team: RwSignal<Option<TeamId>>,
    state: RwSignal<Option<ShiftState>>,
}

fn list(me: Me) -> AnyView {
    let who = me.clone();
    let narrowed = Narrowed { past: RwSignal::new(false), team: RwSignal::new(None), state: RwSignal::new(None) };
    let list = Paged::new(move |cursor| {
        let past = narrowed.past.get().then_some(true);
        let (team, state) = (narrowed.team.get(), narrowed.state.get());
        let query = OrganisedQuery { team, state, past, cursor, limit: None };
        async move { client::send(&OrganisedShifts { query }).await }
    });
    view! {
        <Frame me here=Desk::Shifts>
            <div class="desk-office">
                <p class="note">{t::desk_volunteer_shifts_hint}</p>
                <div class="button-row">
                    <a class="button" href=Plan::Blank.href()>
                        {icon("plus")}
                        {t::desk_volunteer_plan}
                    </a>
                </div>
                <div class="section">{filters(who, narrowed)}</div>
                <div class="section">{list.view(row, t::desk_volunteer_no_shifts, t::desk_volunteer_no_shifts_text)}</div>
            </div>
        </Frame>
    }
    .into_any()
}

fn filters(me: Me, narrowed: Narrowed) -> AnyView {
    let Narrowed { past, team, state } = narrowed;
    let kinds = vec![Choice::new(COMING, t::desk_volunteer_coming), Choice::new(PAST, t::desk_volunteer_past)];
    let kind = Signal::derive(move || if past.get() { PAST } else { COMING });
    let states: Vec<Choice> = choices_of!(ShiftState::ALL.iter().copied(), Label::label);
    let state_now = Signal::derive(move || state.get().map(ShiftState::as_str));
    let choose_state = move |word: Option<&'static str>| state.set(word.and_then(|word| word.parse().ok()));
    let teams = Fetched::new(move || my_teams(me.clone()));
    // A list of one is none to choose from, and without the list all teams are shown.
    let team = live(move || teams.ready().filter(|teams| teams.len() > 1).map(|teams| of_team(team, teams)));
    view! {
        <Segments
            name="shifts-when"
            label=t::desk_volunteer_which
            choices=kinds
            chosen=kind
            on_choose=move |word: &'static str| past.set(word == PAST)
        />
        <div class="desk-fields desk-volunteer-filters">
            {team}
            {select(
                "shifts-state",
                t::desk_volunteer_state,
                Some(t::desk_any.into()),
                states,
                state_now,
                Callback::new(choose_state),
            )}
        </div>
    }
    .into_any()
}

fn of_team(team: RwSignal<Option<TeamId>>, teams: Vec<TeamCard>) -> AnyView {
    let any = (String::new(), TextProp::from(t::desk_any));
    let some = teams.into_iter().map(|team| (team.id.to_string(), TextProp::from(team.name)));
    pick(
        "shifts-team".to_owned(),
        t::desk_volunteer_team,
        std::iter::once(any).chain(some).collect(),
        Signal::derive(move || team.get().map(|team| team.to_string()).unwrap_or_default()),
        Callback::new(move |id: String| team.set(id.parse().ok())),
        Signal::stored(None),
    )
}

/// Where a shift is in its life, in a chip.
pub(super) fn state_chip(state: ShiftState) -> AnyView {
    let class = match state {
        ShiftState::Draft => "state-chip state-chip--awaiting_resident",
        ShiftState::Published => "state-chip state-chip--accepted",
        ShiftState::Cancelled => "state-chip",
    };
    view! { <span class=class>{live(move || state.label())}</span> }.into_any()
}

/// How many are needed, have a place, and wait; reactive.
pub(super) fn places(card: &ShiftCard) -> String {
    let taken = t::desk_volunteer_places(card.needed, card.taken);
    if card.waiting > 0 { format!("{taken} · {}", t::desk_volunteer_waiting(card.waiting)) } else { taken }
}

fn row(_: Paged<ShiftCard>, card: ShiftCard) -> AnyView {
    let (id, state, starts_at, ends_at) = (card.id, card.state, card.starts_at, card.ends_at);
    let (title, of) = (card.title.clone(), format!("{} · {}", card.team_name, card.place));
    let link = |href: String, words: Words| {
        view! {
            <a class="button button--soft button--small" href=href>
                {words}
            </a>
        }
    };
    let roster = (state == ShiftState::Published)
        .then(|| link(Route::Volunteer(Volunteer::Roster(id)).href(), t::desk_volunteer_roster));
    view! {
        <p class="desk-row__top">
            <b>{title}</b>
            {state_chip(state)}
        </p>
        <p>{live(move || dated(starts_at, ends_at))}</p>
        <p class="note">{of}</p>
        <p class="note">{live(move || places(&card))}</p>
        <div class="desk-row__tools">
            {link(Route::Desk(Desk::Shift(id)).href(), t::desk_edit)} {roster}
            {link(Route::Volunteer(Volunteer::Shift(id)).href(), t::desk_volunteer_page)}
        </div>
    }
    .into_any()
}
