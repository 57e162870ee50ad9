//! The teams of a coordinator: founding, changing and closing them, and who belongs to them.

use leptos::{prelude::*, task::spawn_local};
use pingan_api::{
    account::Me,
    id::TeamId,
    volunteer::{
        TeamCard,
        team::{GetTeam, ListTeams, TeamQuery},
    },
};

use super::{
    members::Members,
    team_form::{Editing, team_form},
};
use crate::{
    client,
    desk::{frame::Frame, gate::ask, office::paged::Paged},
    i18n::{Label, name, t},
    route::{Desk, Route, Volunteer},
    ui::{button::Button, icon::icon, live::live, toast},
};

/// What is open over the list.
#[derive(Clone, Copy)]
struct Open {
    editing: RwSignal<Option<Editing>>,
    /// Whose form is on its way.
    fetching: RwSignal<Option<TeamId>>,
    members: Members,
}

impl Open {
    /// A change is made from all of a team, of which the list has only a part.
    fn edit(self, id: TeamId) {
        self.fetching.set(Some(id));
        spawn_local(async move {
            let answer = ask(&GetTeam { team: id }).await;
            // The page may have been left meanwhile.
            if self.fetching.try_set(None).is_some() {
                return;
            }
            match answer {
                Ok(team) => self.editing.set(Some(Editing::of(team))),
                Err(error) => toast::warn(move || error.words()),
            }
        });
    }
}

pub(super) fn page(me: Me) -> AnyView {
    let open = Open { editing: RwSignal::new(None), fetching: RwSignal::new(None), members: Members::closed() };
    provide_context(open);
    let list = Paged::new(move |cursor| {
        let query = TeamQuery { mine: Some(true), cursor, ..TeamQuery::default() };
        async move { client::send(&ListTeams { query }).await }
    });
    let found = move |_| open.editing.set(Some(Editing::blank()));
    view! {
        <Frame me here=Desk::Teams>
            <div class="desk-office">
                <p class="note">{t::desk_volunteer_teams_hint}</p>
                <div class="button-row">
                    <button type="button" class="button" on:click=found>
                        {icon("plus")}
                        {t::desk_volunteer_found}
                    </button>
                </div>
                <div class="section">{list.view(row, t::desk_volunteer_no_teams, t::desk_volunteer_no_teams_text)}</div>
                {team_form(open.editing, Callback::new(move |()| list.refresh()))}
                {open.members.sheet()}
            </div>
        </Frame>
    }
    .into_any()
}

fn row(_: Paged<TeamCard>, card: TeamCard) -> AnyView {
    let open: Open = use_context().expect("the page provides it above its list");
    let (id, kind, members, shifts) = (card.id, card.kind, card.members, card.shifts);
    let (called, unit) = (card.name.clone(), card.unit_name.clone());
    let mine = card.mine.map(|mine| view! { <span class="state-chip">{live(move || mine.label())}</span> });
    let of = move || format!("{} · {}", kind.label(), name(&unit));
    let count = move || format!("{} · {}", t::desk_volunteer_members(members), t::desk_volunteer_to_come(shifts));
    let busy = Signal::derive(move || open.fetching.get() == Some(id));
    let show = move |_| open.members.show(id, card.name.clone());
    view! {
        <p class="desk-row__top">
            <b>{called}</b>
            {mine}
        </p>
        <p class="note">{live(of)}</p>
        <p class="note">{live(count)}</p>
        <div class="desk-row__tools">
            <button type="button" class="button button--soft button--small" aria-haspopup="dialog" on:click=show>
                {t::desk_volunteer_who}
            </button>
            <Button
                class="button button--soft button--small"
                text=t::desk_edit
                busy
                on_press=move |()| open.edit(id)
            />
            <a class="button button--soft button--small" href=Route::Volunteer(Volunteer::Team(id)).href()>
                {t::desk_volunteer_page}
            </a>
        </div>
    }
    .into_any()
}
