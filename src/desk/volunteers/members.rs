//! Who belongs to a team: taking in, sending away, who leads, and what each is qualified for.

use leptos::{prelude::*, task::spawn_local};
use pingan_api::{
    id::{AccountId, TeamId},
    volunteer::{
        Membership, Qualification,
        team::{ChangeMember, ChangeQualification, ListMembers, Member, MemberAct, MemberChange, QualificationChange},
    },
};

use super::fields::toggles;
use crate::{
    choices_of,
    desk::{
        gate::ask,
        removal::{Asking, Removal},
    },
    i18n::{Label, moment, t},
    ui::{
        async_view::{Load, empty, failed, skeleton},
        button::Button,
        choices::Choice,
        dialog::Overlay,
        focus::focus_id,
        live::live,
        toast,
    },
};

const TITLE: &str = "members-title";

/// Who is about to be sent away, and from which team.
type Leaving = (TeamId, AccountId, String);

/// The sheet, and the team that it is of.
#[derive(Clone, Copy)]
pub(super) struct Members {
    open: RwSignal<bool>,
    of: RwSignal<Option<(TeamId, String)>>,
    list: RwSignal<Load<Vec<Member>>>,
    /// With whom something is being done.
    busy: RwSignal<Option<AccountId>>,
    removing: Removal<Leaving>,
}

impl Members {
    pub(super) fn closed() -> Self {
        Self {
            open: RwSignal::new(false),
            of: RwSignal::new(None),
            list: RwSignal::new(Load::Loading),
            busy: RwSignal::new(None),
            removing: Removal::none(),
        }
    }

    pub(super) fn show(self, team: TeamId, called: String) {
        self.of.set(Some((team, called)));
        self.open.set(true);
        self.fetch();
    }

    fn team(self) -> Option<TeamId> {
        self.of.with_untracked(|of| of.as_ref().map(|(team, _)| *team))
    }

    fn fetch(self) {
        let Some(team) = self.team() else { return };
        self.list.set(Load::Loading);
        spawn_local(async move {
            let answer = ask(&ListMembers { team }).await;
            // The page may have been left meanwhile, or another team opened.
            let of = self.of.try_get_untracked().flatten();
            if of.is_none_or(|(now, _)| now != team) {
                return;
            }
            self.list.set(match answer {
                Ok(members) => Load::Ready(members),
                Err(error) => Load::Failed(error.into()),
            });
        });
    }

    fn act(self, account: AccountId, act: MemberAct) {
        let Some(team) = self.team().filter(|_| self.busy.with_untracked(Option::is_none)) else { return };
        self.busy.set(Some(account));
        spawn_local(async move {
            let answer = ask(&ChangeMember { team, account, body: MemberChange { act } }).await;
            // The page may have been left meanwhile.
            if self.busy.try_set(None).is_some() {
                return;
            }
            match answer {
                Ok(members) => {
                    self.list.set(Load::Ready(members));
                    // The button that was pressed is gone.
                    request_animation_frame(|| focus_id(TITLE));
                }
                Err(error) => toast::warn(move || error.words()),
            }
        });
    }

    pub(super) fn sheet(self) -> AnyView {
        let asking = Asking {
            title: |leaving: &Leaving| t::desk_volunteer_remove_ask(&leaving.2),
            text: t::desk_volunteer_remove_text,
            confirm: t::desk_volunteer_remove,
            done: None,
        };
        let remove = |(team, account, _): Leaving| {
            let body = MemberChange { act: MemberAct::Remove };
            ChangeMember { team, account, body }
        };
        view! {
            <Overlay open=self.open class="desk-sheet" label=t::desk_volunteer_who content=move || self.content() />
            {self.removing.question(asking, remove, move || self.fetch())}
        }
        .into_any()
    }

    fn content(self) -> AnyView {
        let called = self.of.with_untracked(|of| of.as_ref().map(|(_, called)| called.clone())).unwrap_or_default();
        let list = live(move || match self.list.get() {
            Load::Loading => skeleton(3),
            Load::Failed(failure) => failed(failure, Callback::new(move |()| self.fetch())),
            Load::Ready(members) if members.is_empty() => {
                empty(t::desk_volunteer_no_members, t::desk_volunteer_no_members_text)
            }
            Load::Ready(members) => {
                let rows = members.into_iter().map(|member| self.row(member)).collect_view();
                view! { <ul class="desk-rows">{rows}</ul> }.into_any()
            }
        });
        view! {
            <h2 class="desk-sheet__title" id=TITLE tabindex="-1">
                {live(move || t::desk_volunteer_members_of(&called))}
            </h2>
            {list}
            <div class="button-row desk-sheet__foot">
                <button type="button" class="button button--plain" on:click=move |_| self.open.set(false)>
                    {t::action_close}
                </button>
            </div>
        }
        .into_any()
    }

    fn row(self, member: Member) -> AnyView {
        let Member { account, name: called, membership, since, qualifications } = member;
        let class = match membership {
            Membership::Requested => "state-chip state-chip--awaiting_resident",
            Membership::Member => "state-chip",
            Membership::Lead => "state-chip state-chip--accepted",
        };
        let ways: &[MemberAct] = match membership {
            Membership::Requested => &[MemberAct::Accept, MemberAct::Refuse],
            Membership::Member => &[MemberAct::MakeLead, MemberAct::Remove],
            Membership::Lead => &[MemberAct::EndLead, MemberAct::Remove],
        };
        let busy = Signal::derive(move || self.busy.get() == Some(account));
        let leaving = called.clone();
        let begin = Callback::new(move |act: MemberAct| match (act, self.team()) {
            (MemberAct::Remove, Some(team)) => self.removing.begin((team, account, leaving.clone())),
            _ => self.act(account, act),
        });
        let buttons = ways.iter().map(|act| {
            let act = *act;
            view! {
                <Button
                    class="button button--soft button--small"
                    text=move || act.label()
                    busy
                    on_press=move |()| begin.run(act)
                />
            }
        });
        let buttons = buttons.collect_view();
        let qualified = (membership != Membership::Requested).then(|| self.qualified(account, qualifications));
        view! {
            <li>
                <p class="desk-row__top">
                    <b>{called}</b>
                    <span class=class>{live(move || membership.label())}</span>
                </p>
                <p class="note">{live(move || t::desk_volunteer_since(moment::at(since)))}</p>
                <div class="desk-row__tools">{buttons}</div>
                {qualified}
            </li>
        }
        .into_any()
    }

    /// What somebody is qualified for, each granted or taken back with a tap.
    fn qualified(self, account: AccountId, qualifications: Vec<Qualification>) -> AnyView {
        let own = RwSignal::new(qualifications);
        let turn = move |which: Qualification| {
            own.update(|own| match own.iter().position(|known| *known == which) {
                Some(at) => {
                    own.remove(at);
                }
                None => own.push(which),
            });
        };
        let change = Callback::new(move |word: &'static str| {
            let (Ok(qualification), Some(team)) = (word.parse::<Qualification>(), self.team()) else { return };
            turn(qualification);
            let granted = own.with_untracked(|own| own.contains(&qualification));
            let body = QualificationChange { qualification, granted };
            spawn_local(async move {
                if let Err(error) = ask(&ChangeQualification { team, account, body }).await {
                    // What the box shows has to be what the server has. The sheet may have been closed meanwhile.
                    if own.try_get_untracked().is_some_and(|own| own.contains(&qualification) == granted) {
                        turn(qualification);
                    }
                    toast::warn(move || error.words());
                }
            });
        });
        let choices: Vec<Choice> = choices_of!(Qualification::ALL.iter().copied(), Label::label);
        let is_on =
            Callback::new(move |word: &'static str| own.with(|own| own.iter().any(|known| known.as_str() == word)));
        let said = move || {
            let names = own.with(|own| own.iter().map(|known| known.label()).collect::<Vec<_>>().join(" · "));
            if names.is_empty() { t::desk_volunteer_unqualified().to_owned() } else { names }
        };
        view! {
            <details class="desk-more">
                <summary class="desk-more__summary">{live(said)}</summary>
                <p class="note">{t::desk_volunteer_qualified_hint}</p>
                {toggles(t::desk_volunteer_qualifications.into(), choices, is_on, change)}
            </details>
        }
        .into_any()
    }
}
