//! A team's page: what it does, who leads it, what comes next, and joining it.

use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};
use pingan_api::{
    id::TeamId,
    volunteer::{
        JoinPolicy, Membership, Team,
        team::{GetTeam, JoinTeam, LeaveTeam},
    },
};

use super::{
    card::{card_with_day, list},
    links::cell,
    reader::{note_if_nobody, trouble},
};
use crate::{
    client::{self, ClientError},
    i18n::{Label, Words, name, t},
    news::News,
    route::{Desk, Route, Volunteer},
    session::follow_signed_in,
    ui::{
        async_view::{AsyncView, Fetched},
        button::Button,
        dialog::Dialog,
        focus::focus_id,
        icon::icon,
        live::live,
        page::Page,
        toast,
    },
};

/// Where the focus goes after an act.
const MEMBERSHIP: &str = "membership";

/// A team that is looked at; copied into every part of the page.
#[derive(Clone, Copy)]
struct Opened {
    id: TeamId,
    team: Fetched<Team>,
    busy: RwSignal<bool>,
    trouble: RwSignal<Option<ClientError>>,
    /// Something was done, and what came of it is not drawn yet.
    done: StoredValue<bool>,
}

pub(super) fn page(id: TeamId) -> AnyView {
    // What says nothing new is not drawn anew.
    let team = Fetched::after(None, move || async move { client::send(&GetTeam { team: id }).await });
    News::get().on_news(move || team.renew());
    let opened =
        Opened { id, team, busy: RwSignal::new(false), trouble: RwSignal::new(None), done: StoredValue::new(false) };
    let ready = Callback::new(move |team: Team| {
        if opened.done.try_update_value(std::mem::take) == Some(true) {
            set_timeout(|| focus_id(MEMBERSHIP), Duration::ZERO);
        }
        whole(opened, team)
    });
    view! {
        <Page title=t::volunteer_team up=Route::Volunteer(Volunteer::Teams).href()>
            <AsyncView of=team ready=ready />
            {trouble(opened.trouble, Volunteer::Team(id))}
        </Page>
    }
    .into_any()
}

fn whole(opened: Opened, team: Team) -> AnyView {
    let Team { card, about, join, leads, next, organises, closed, .. } = team;
    let leads = if leads.is_empty() { t::volunteer_no_lead().to_owned() } else { leads.join(t::volunteer_and()) };
    let facts = vec![
        fact(t::volunteer_kind, card.kind.label().to_owned()),
        fact(t::volunteer_belongs_to, name(&card.unit_name)),
        fact(t::volunteer_leads, leads),
        fact(t::volunteer_team_size, t::volunteer_members(card.members)),
        fact(t::volunteer_joining, join.label().to_owned()),
    ];
    let shifts = if next.is_empty() {
        view! { <p class="note">{t::volunteer_team_no_shifts}</p> }.into_any()
    } else {
        list(next.into_iter().map(card_with_day))
    };
    // Who leads a team plans its shifts; what else there is at the desk is for coordinators, who find it there.
    let leads_it = card.mine == Some(Membership::Lead);
    let for_organisers = organises.then(|| {
        let members = (!leads_it).then(|| cell(Route::Desk(Desk::Teams), "people", t::volunteer_organise_members));
        view! {
            <section class="section">
                <h2 class="section__title">{t::volunteer_organise}</h2>
                <ul class="cells">
                    {cell(Route::Desk(Desk::Shifts), "list", t::volunteer_organise_shifts)} {members}
                </ul>
            </section>
        }
    });
    view! {
        <section class="shift-head">
            <h2 class="shift-head__title">{card.name}</h2>
        </section>
        <div class="card">
            <p class="shift-text">{about}</p>
            <dl>{facts}</dl>
        </div>
        <section class="section" id=MEMBERSHIP tabindex="-1" aria-label=t::volunteer_membership>
            {membership(opened, card.mine, join, closed)}
        </section>
        <section class="section">
            <h2 class="section__title">{t::volunteer_team_next}</h2>
            {shifts}
        </section>
        {for_organisers}
    }
    .into_any()
}

fn fact(label: Words, value: String) -> AnyView {
    view! {
        <div class="fact">
            <dt class="fact__name">{label}</dt>
            <dd class="fact__value">{value}</dd>
        </div>
    }
    .into_any()
}

/// What the reader is in the team, and the one step from there.
fn membership(opened: Opened, mine: Option<Membership>, join: JoinPolicy, closed: bool) -> AnyView {
    match mine {
        Some(mine) => {
            let stands = match mine {
                Membership::Requested => t::volunteer_team_requested,
                Membership::Member => t::volunteer_team_member,
                Membership::Lead => t::volunteer_team_lead,
            };
            view! {
                <p class="banner banner--calm">{icon("check")} <span>{stands}</span></p>
                {leave(opened, mine)}
            }
            .into_any()
        }
        None if closed => {
            view! { <p class="banner">{icon("info")} <span>{t::volunteer_team_closed}</span></p> }.into_any()
        }
        None => {
            let word = match join {
                JoinPolicy::Open => t::volunteer_team_join,
                JoinPolicy::Request => t::volunteer_team_ask,
            };
            live(move || if follow_signed_in() { join_button(opened, word) } else { sign_in(opened) }).into_any()
        }
    }
}

fn sign_in(opened: Opened) -> AnyView {
    view! {
        <div class="button-row">
            <a class="button button--block" href=Route::Volunteer(Volunteer::Team(opened.id)).after_sign_in()>
                {t::volunteer_sign_in_to_join}
            </a>
        </div>
    }
    .into_any()
}

fn join_button(opened: Opened, word: Words) -> AnyView {
    let team = opened.id;
    let press = move |()| {
        let answer = async move { client::send(&JoinTeam { team, body: () }).await };
        opened.ask(answer, |mine| match mine {
            Some(Membership::Requested) => t::volunteer_team_asked,
            _ => t::volunteer_team_joined,
        });
    };
    view! {
        <div class="button-row">
            <Button class="button button--block" picture="people" text=word busy=opened.busy on_press=press />
        </div>
    }
    .into_any()
}

/// A request that nobody has answered yet is taken back; whoever is in leaves.
fn leave(opened: Opened, mine: Membership) -> AnyView {
    let team = opened.id;
    let asking = RwSignal::new(false);
    let is_request = mine == Membership::Requested;
    let (word, text) = if is_request {
        (t::volunteer_withdraw, t::volunteer_withdraw_text)
    } else {
        (t::volunteer_team_leave, t::volunteer_team_leave_text)
    };
    let (yes, done) = if is_request {
        (t::volunteer_withdraw_yes, t::volunteer_withdrawn)
    } else {
        (t::volunteer_leave_yes, t::volunteer_left)
    };
    let go = move |()| {
        let answer = async move { client::send(&LeaveTeam { team, body: () }).await };
        opened.ask(answer, move |_| done);
    };
    view! {
        <div class="button-row">
            <Button
                class="button button--plain button--block"
                text=word
                busy=opened.busy
                on_press=move |()| asking.set(true)
            />
        </div>
        <Dialog open=asking title=word text=text confirm=yes on_confirm=go />
    }
    .into_any()
}

impl Opened {
    /// `done` are the words for what somebody is in the team then.
    fn ask(
        self,
        answer: impl Future<Output = Result<Team, ClientError>> + 'static,
        done: impl Fn(Option<Membership>) -> Words + 'static,
    ) {
        self.busy.set(true);
        self.trouble.set(None);
        spawn_local(async move {
            let answer = answer.await;
            // The page may be gone by now.
            if self.busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(team) => {
                    toast::done(done(team.card.mine));
                    self.done.set_value(true);
                    self.team.refresh();
                }
                Err(error) => {
                    note_if_nobody(&error);
                    self.trouble.set(Some(error));
                }
            }
        });
    }
}
