//! One shift: how it stands, what can be done with it, and its form filled in. Somebody else may change it meanwhile:
//! then nothing is lost on either side, and whoever comes second decides.

mod differences;

use leptos::{prelude::*, task::spawn_local};
use pingan_api::{
    account::{Me, Permission},
    id::ShiftId,
    problem::FieldError,
    volunteer::{
        NewShift, Shift, ShiftState,
        shift::{ChangeShift, GetShift, ShiftChange},
    },
};

use self::differences::differences;
use super::{
    fields::{FormFaults, is_meanwhile},
    shift_acts::acts,
    shift_draft::{Draft, as_written},
    shift_form::form,
    shifts::{places, state_chip},
};
use crate::{
    desk::{
        frame::Frame,
        gate::{ask, may},
    },
    i18n::{Words, moment, t},
    route::{Desk, Route, Volunteer},
    shift_times::dated,
    ui::{
        async_view::{Fetched, Load, empty, failed, skeleton},
        button::Button,
        focus::focus_id,
        icon::icon,
        live::live,
        toast,
    },
};

const NEWER: &str = "shift-newer";

/// The shift that is open.
#[derive(Clone, Copy)]
pub(super) struct Opened {
    pub(super) id: ShiftId,
    answer: Fetched<Shift>,
    /// As it was last seen.
    pub(super) shift: RwSignal<Option<Shift>>,
    /// What the form was filled with.
    filled: RwSignal<Option<Shift>>,
    /// A change says which version it was made from.
    version: StoredValue<u32>,
    draft: StoredValue<Option<Draft>>,
    /// What somebody else made of it.
    newer: RwSignal<Option<Shift>>,
    faults: FormFaults,
    pub(super) busy: RwSignal<bool>,
}

impl Opened {
    fn new(id: ShiftId) -> Self {
        let opened = Self {
            id,
            answer: Fetched::new(move || async move { ask(&GetShift { shift: id }).await }),
            shift: RwSignal::new(None),
            filled: RwSignal::new(None),
            version: StoredValue::new(0),
            draft: StoredValue::new(None),
            newer: RwSignal::new(None),
            faults: FormFaults::none(),
            busy: RwSignal::new(false),
        };
        Effect::new(move || {
            if let Some(fresh) = opened.answer.ready()
                && opened.shift.with_untracked(Option::is_none)
            {
                opened.fill(fresh);
            }
        });
        opened
    }

    /// Fills the form anew.
    fn fill(self, fresh: Shift) {
        self.newer.set(None);
        self.faults.clear();
        self.version.set_value(fresh.version);
        self.filled.set(Some(fresh.clone()));
        self.shift.set(Some(fresh));
    }

    /// After an act: what was typed stays, and goes on from this version unless more than the act is new in it.
    pub(super) fn acted(self, fresh: Shift) {
        let filled = self.filled.with_untracked(|filled| filled.as_ref().map(as_written));
        if filled == Some(as_written(&fresh)) {
            self.version.set_value(fresh.version);
        }
        self.shift.set(Some(fresh));
    }

    fn written(self, draft: Draft) -> Result<NewShift, Vec<FieldError>> {
        let now = moment::now();
        let before = self.filled.with_untracked(|filled| filled.as_ref().map(|shift| shift.card.starts_at));
        untrack(|| {
            // What has begun already may still be put right in all but its time.
            let moved = Some(draft.written(now).0.starts_at) != before;
            draft.checked(now, moved)
        })
    }

    fn save(self) {
        let Some(draft) = self.draft.get_value() else { return };
        let shift = match self.written(draft) {
            Ok(shift) => shift,
            Err(faults) => {
                self.faults.show(faults);
                toast::warn(t::desk_volunteer_mend);
                return;
            }
        };
        self.faults.clear();
        self.busy.set(true);
        let body = ShiftChange { version: self.version.get_value(), shift };
        spawn_local(async move {
            let answer = ask(&ChangeShift { shift: self.id, body }).await;
            let newer = match &answer {
                Err(error) if is_meanwhile(error) => Some(ask(&GetShift { shift: self.id }).await),
                _ => None,
            };
            // The page may have been left meanwhile.
            if self.busy.try_set(false).is_some() {
                return;
            }
            match (answer, newer) {
                (Ok(fresh), _) => {
                    self.fill(fresh);
                    toast::done(t::desk_saved_done);
                }
                (Err(_), Some(Ok(newer))) => {
                    self.newer.set(Some(newer));
                    request_animation_frame(|| focus_id(NEWER));
                }
                (Err(error), _) => self.faults.refused(error),
            }
        });
    }
}

pub(super) fn page(me: Me, id: ShiftId) -> AnyView {
    let opened = Opened::new(id);
    let title = move || {
        let called = opened.shift.with(|shift| shift.as_ref().map(|shift| shift.card.title.clone()));
        called.unwrap_or_else(|| t::desk_volunteer_shift().to_owned())
    };
    let there = Memo::new(move |_| opened.shift.with(|shift| shift.as_ref().map(|shift| shift.organises)));
    let body = live(move || match (there.get(), opened.answer.load()) {
        (Some(true), _) => whole(opened),
        (Some(false), _) => empty(t::desk_not_yours, t::desk_not_yours_text),
        (None, Load::Failed(failure)) => failed(failure, Callback::new(move |()| opened.answer.refresh())),
        (None, Load::Loading | Load::Ready(_)) => skeleton(3),
    });
    view! {
        <Frame me here=Desk::Shift(id) title>
            <div class="desk-office">{body}</div>
        </Frame>
    }
    .into_any()
}

fn whole(opened: Opened) -> AnyView {
    let head = live(move || opened.shift.get().map(head));
    let cancelled = Memo::new(move |_| {
        opened.shift.with(|shift| shift.as_ref().is_some_and(|shift| shift.card.state == ShiftState::Cancelled))
    });
    let editor = live(move || (!cancelled.get()).then(|| editor(opened)));
    view! {
        {head}
        {acts(opened)}
        {editor}
    }
    .into_any()
}

fn link(href: String, words: Words) -> AnyView {
    view! {
        <a class="button button--soft button--small" href=href>
            {words}
        </a>
    }
    .into_any()
}

fn head(shift: Shift) -> AnyView {
    let Shift { card, series, case, cancelled_because, .. } = shift;
    let (id, state, starts_at, ends_at) = (card.id, card.state, card.starts_at, card.ends_at);
    let of = format!("{} · {}", card.team_name, card.place);
    let because = cancelled_because.map(|because| view! { <p>{because}</p> });
    let series = series.map(|_| view! { <p class="note">{t::desk_volunteer_in_series}</p> });
    let case = case.filter(|_| may(Permission::ReadCase));
    let case = case.map(|number| link(Route::Desk(Desk::Case(number)).href(), t::desk_volunteer_case));
    view! {
        <section class="card">
            <p class="desk-row__top">
                <b>{live(move || dated(starts_at, ends_at))}</b>
                {state_chip(state)}
            </p>
            {because}
            <p class="note">{of}</p>
            <p class="note">{live(move || places(&card))}</p>
            {series}
            <div class="desk-row__tools">
                {link(Route::Volunteer(Volunteer::Roster(id)).href(), t::desk_volunteer_roster)}
                {link(Route::Volunteer(Volunteer::Shift(id)).href(), t::desk_volunteer_page)} {case}
            </div>
        </section>
    }
    .into_any()
}

fn editor(opened: Opened) -> AnyView {
    let fields = live(move || {
        let shift = opened.filled.get()?;
        let draft = Draft::of(&shift);
        opened.draft.set_value(Some(draft));
        Some(form(draft, opened.faults, Signal::stored(Some(shift.card.unit)), None))
    });
    view! {
        <div class="section">{fields}</div>
        {live(move || opened.newer.get().map(|newer| meanwhile(opened, newer)))}
        <div class="button-row">
            <Button
                class="button button--block"
                text=t::desk_volunteer_save
                busy=opened.busy
                on_press=move |()| opened.save()
            />
        </div>
        <p class="note desk-form__hint">{t::desk_volunteer_save_hint}</p>
    }
    .into_any()
}

/// Somebody else was quicker: what they made of it, and the two ways on.
fn meanwhile(opened: Opened, newer: Shift) -> AnyView {
    let (version, card) = (newer.version, newer.card.clone());
    let (title, place, starts_at, ends_at) = (card.title.clone(), card.place.clone(), card.starts_at, card.ends_at);
    let (filled, theirs) = (opened.filled.get_untracked(), newer.clone());
    let besides = live(move || {
        let lines = filled.as_ref().map(|filled| differences(filled, &theirs)).unwrap_or_default();
        lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view().into_any()
    });
    let load = move |_| opened.fill(newer.clone());
    let keep = (card.state != ShiftState::Cancelled).then(|| {
        let press = move |_| {
            opened.version.set_value(version);
            opened.newer.set(None);
            opened.save();
        };
        view! {
            <button type="button" class="button button--plain" on:click=press>
                {t::desk_volunteer_keep_mine}
            </button>
        }
    });
    view! {
        <div class="desk-changed section" role="alert" id=NEWER tabindex="-1">
            <p class="desk-changed__title">{icon("warning")} {t::desk_volunteer_edited}</p>
            <ul class="desk-changed__steps">
                <li>{title}</li>
                <li>{live(move || dated(starts_at, ends_at))}</li>
                <li>{place}</li>
                <li>{live(move || places(&card))}</li>
                {besides}
            </ul>
            <p>{t::desk_volunteer_edited_text}</p>
            <div class="button-row button-row--two">
                {keep}
                <button type="button" class="button" on:click=load>
                    {t::desk_volunteer_load_new}
                </button>
            </div>
        </div>
    }
    .into_any()
}
