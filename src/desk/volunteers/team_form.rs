//! Founding a team, or changing one.

use leptos::{prelude::*, task::spawn_local};
use pingan_api::{
    desk::UnitName,
    id::{IdempotencyKey, TeamId, UnitId},
    validate::Validate,
    volunteer::{
        JoinPolicy, MAX_ABOUT, MAX_TITLE, NewTeam, Team, TeamKind,
        team::{ChangeTeam, CreateTeam, GetTeam, TeamChange},
    },
};

use super::fields::{FormFaults, fault_line, is_meanwhile, switch};
use crate::{
    choices_of,
    desk::{
        gate::ask,
        units::{UnitPicker, chosen_unit},
    },
    i18n::{Label, name, t},
    random,
    ui::{
        button::Button,
        choices::{Choice, Segments},
        dialog::Overlay,
        field::TextField,
        icon::icon,
        live::live,
        select::select,
        toast,
    },
};

/// What is being written; `of` is none for a new team, else which one and the version that was read.
#[derive(Clone, PartialEq)]
pub(super) struct Editing {
    of: Option<(TeamId, u32)>,
    team: NewTeam,
    unit: Option<UnitName>,
}

impl Editing {
    pub(super) fn blank() -> Self {
        let team = NewTeam {
            kind: TeamKind::Policy,
            name: String::new(),
            about: String::new(),
            unit: UnitId(String::new()),
            join: JoinPolicy::Open,
            closed: false,
        };
        Self { of: None, team, unit: None }
    }

    pub(super) fn of(team: Team) -> Self {
        let Team { card, about, join, closed, version, .. } = team;
        let unit = UnitName { id: card.unit.clone(), name: card.unit_name };
        let team = NewTeam { kind: card.kind, name: card.name, about, unit: card.unit, join, closed };
        Self { of: Some((card.id, version)), team, unit: Some(unit) }
    }
}

/// Over the page as long as something is edited.
pub(super) fn team_form(editing: RwSignal<Option<Editing>>, on_saved: Callback<()>) -> AnyView {
    let open = RwSignal::new(false);
    Effect::new(move || {
        let wanted = editing.with(Option::is_some);
        if open.get_untracked() != wanted {
            open.set(wanted);
        }
    });
    Effect::new(move || {
        if !open.get() && editing.with_untracked(Option::is_some) {
            editing.set(None);
        }
    });
    // Another one than before fills the form anew, as the one does that somebody else made of it.
    let content = move || live(move || editing.get().map(|now| form(now, editing, open, on_saved))).into_any();
    view! { <Overlay open class="desk-sheet" label=t::desk_volunteer_team content /> }.into_any()
}

/// The fields, as signals.
#[derive(Clone, Copy)]
struct Fields {
    kind: RwSignal<TeamKind>,
    name: RwSignal<String>,
    about: RwSignal<String>,
    unit: RwSignal<Option<UnitName>>,
    join: RwSignal<JoinPolicy>,
    closed: RwSignal<bool>,
    /// The version that a change is made from.
    of: StoredValue<Option<(TeamId, u32)>>,
    /// What somebody else made of it meanwhile.
    newer: RwSignal<Option<Team>>,
    /// Names the last try to found it, so that the same one arrives once; another one gets another name.
    tried: StoredValue<Option<(IdempotencyKey, NewTeam)>>,
    faults: FormFaults,
    busy: RwSignal<bool>,
}

impl Fields {
    fn new(editing: Editing) -> Self {
        let Editing { of, team, unit } = editing;
        Self {
            kind: RwSignal::new(team.kind),
            name: RwSignal::new(team.name),
            about: RwSignal::new(team.about),
            unit: RwSignal::new(unit),
            join: RwSignal::new(team.join),
            closed: RwSignal::new(team.closed),
            of: StoredValue::new(of),
            newer: RwSignal::new(None),
            tried: StoredValue::new(None),
            faults: FormFaults::none(),
            busy: RwSignal::new(false),
        }
    }

    fn team(self) -> NewTeam {
        NewTeam {
            kind: self.kind.get_untracked(),
            name: self.name.with_untracked(|name| name.trim().to_owned()),
            about: self.about.with_untracked(|about| about.trim().to_owned()),
            unit: self.unit.get_untracked().map_or_else(|| UnitId(String::new()), |unit| unit.id),
            join: self.join.get_untracked(),
            closed: self.closed.get_untracked(),
        }
    }

    fn key(self, team: &NewTeam) -> IdempotencyKey {
        if let Some((key, _)) = self.tried.get_value().filter(|(_, tried)| tried == team) {
            return key;
        }
        let key = random::key();
        self.tried.set_value(Some((key, team.clone())));
        key
    }

    fn save(self, open: RwSignal<bool>, on_saved: Callback<()>) {
        let team = self.team();
        if let Err(wrong) = team.validate() {
            self.faults.show(wrong);
            return;
        }
        self.faults.clear();
        self.busy.set(true);
        let (of, key) = (self.of.get_value(), self.key(&team));
        spawn_local(async move {
            let answer = match of {
                None => ask(&CreateTeam { key, body: team }).await,
                Some((id, version)) => ask(&ChangeTeam { team: id, body: TeamChange { version, team } }).await,
            };
            let newer = match (&answer, of) {
                (Err(error), Some((id, _))) if is_meanwhile(error) => Some(ask(&GetTeam { team: id }).await),
                _ => None,
            };
            // The page may have been left meanwhile.
            if self.busy.try_set(false).is_some() {
                return;
            }
            match (answer, newer) {
                (Ok(_), _) => {
                    toast::done(t::desk_saved_done);
                    open.set(false);
                    on_saved.run(());
                }
                (Err(_), Some(Ok(newer))) => self.newer.set(Some(newer)),
                (Err(error), _) => self.faults.refused(error),
            }
        });
    }
}

fn form(now: Editing, editing: RwSignal<Option<Editing>>, open: RwSignal<bool>, on_saved: Callback<()>) -> AnyView {
    let is_new = now.of.is_none();
    let fields = Fields::new(now);
    let faults = fields.faults;
    let closed = (!is_new).then(|| switch(t::desk_volunteer_close, t::desk_volunteer_close_hint, fields.closed));
    let save = Callback::new(move |()| fields.save(open, on_saved));
    let meanwhile = live(move || fields.newer.get().map(|newer| meanwhile(fields, newer, editing, save)));
    let title = if is_new { t::desk_volunteer_found } else { t::desk_volunteer_team };
    view! {
        <h2 class="desk-sheet__title">{title}</h2>
        {meanwhile}
        {choosers(fields)}
        {TextField::new("team-name", t::desk_volunteer_team_name, fields.name)
            .limit(MAX_TITLE)
            .error(faults.of("name"))
            .view()}
        {TextField::new("team-about", t::desk_volunteer_team_about, fields.about)
            .long()
            .limit(MAX_ABOUT)
            .error(faults.of("about"))
            .view()}
        <div class="field">
            <p class="field__label">{t::desk_unit}</p>
            {unit(fields)}
            {fault_line("team-unit-error".to_owned(), faults.of("unit"))}
        </div>
        {closed}
        <div class="button-row button-row--two desk-sheet__foot">
            <button type="button" class="button button--plain" on:click=move |_| open.set(false)>
                {t::action_cancel}
            </button>
            <Button text=t::desk_save busy=fields.busy on_press=save />
        </div>
    }
    .into_any()
}

/// What it does, and how one becomes a member.
fn choosers(fields: Fields) -> AnyView {
    let kinds: Vec<Choice> = choices_of!(TeamKind::ALL.iter().copied(), Label::label);
    let kind = Signal::derive(move || Some(fields.kind.get().as_str()));
    let choose_kind = move |word: Option<&'static str>| {
        word.and_then(|word| word.parse().ok()).into_iter().for_each(|kind| fields.kind.set(kind));
    };
    let joins: Vec<Choice> = choices_of!(JoinPolicy::ALL.iter().copied(), Label::label);
    let join = Signal::derive(move || fields.join.get().as_str());
    let choose_join = move |word: &'static str| word.parse().into_iter().for_each(|join| fields.join.set(join));
    view! {
        {select("team-kind", t::desk_volunteer_team_kind, None, kinds, kind, Callback::new(choose_kind))}
        <div class="field">
            <p class="field__label">{t::desk_volunteer_join}</p>
            <Segments name="team-join" label=t::desk_volunteer_join choices=joins chosen=join on_choose=choose_join />
        </div>
    }
    .into_any()
}

fn unit(fields: Fields) -> AnyView {
    live(move || match fields.unit.get() {
        Some(unit) => chosen_unit(unit, t::action_change, Callback::new(move |()| fields.unit.set(None))),
        None => {
            let choose = move |unit: UnitName| fields.unit.set(Some(unit));
            view! { <UnitPicker only=Vec::new() on_choose=choose /> }.into_any()
        }
    })
    .into_any()
}

/// Somebody else was quicker: what they made of it, and the two ways on.
fn meanwhile(fields: Fields, newer: Team, editing: RwSignal<Option<Editing>>, save: Callback<()>) -> AnyView {
    let (id, version) = (newer.card.id, newer.version);
    let (called, about, kind) = (newer.card.name.clone(), newer.about.clone(), newer.card.kind);
    let unit_name = newer.card.unit_name.clone();
    let keep = move |_| {
        fields.of.set_value(Some((id, version)));
        fields.newer.set(None);
        save.run(());
    };
    let load = move |_| editing.set(Some(Editing::of(newer.clone())));
    view! {
        <div class="desk-changed" role="alert">
            <p class="desk-changed__title">{icon("warning")} {t::desk_volunteer_edited}</p>
            <ul class="desk-changed__steps">
                <li>{called}</li>
                <li>{live(move || format!("{} · {}", kind.label(), name(&unit_name)))}</li>
                <li>{about}</li>
            </ul>
            <p>{t::desk_volunteer_edited_text}</p>
            <div class="button-row button-row--two">
                <button type="button" class="button button--plain" on:click=keep>
                    {t::desk_volunteer_keep_mine}
                </button>
                <button type="button" class="button" on:click=load>
                    {t::desk_volunteer_load_new}
                </button>
            </div>
        </div>
    }
    .into_any()
}
