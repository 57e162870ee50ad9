//! The case that is open: what the server said of it last, and the acts on it.

use leptos::{prelude::*, task::spawn_local};
use pingan_api::{
    cases::CaseNumber,
    desk::{ActKind, DeskCase, GetDeskCase, NewAct},
    id::{PhotoId, ShareId},
    problem::Changed,
};

use super::act::{
    draft::ActDraft,
    send::{Outcome, send},
};
use crate::{
    desk::{
        gate::{ask, turned_away},
        pulse::Pulse,
    },
    i18n::{Label, t},
    random,
    ui::{
        async_view::{Fetched, Load},
        live::live,
        toast,
    },
};

/// An act whose sheet is open, and what it was begun from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Doing {
    pub act: ActKind,
    pub share: Option<ShareId>,
    pub photo: Option<PhotoId>,
}

impl Doing {
    pub const fn new(act: ActKind) -> Self {
        Self { act, share: None, photo: None }
    }
}

/// An act of one tap that was not done, and what others did meanwhile.
#[derive(Clone)]
pub struct Missed {
    pub act: NewAct,
    pub steps: Vec<Changed>,
}

#[derive(Clone, Copy)]
pub struct Opened {
    pub number: CaseNumber,
    /// What was seen last stays, whatever the network does.
    pub case: RwSignal<Option<DeskCase>>,
    answer: Fetched<DeskCase>,
    /// One act at a time.
    pub busy: RwSignal<bool>,
    pub doing: RwSignal<Option<Doing>>,
    pub sheet: RwSignal<bool>,
    /// What was begun on this page, with what it was begun from: photos go on arriving while the sheet is closed.
    pub drafts: StoredValue<Vec<(Doing, ActDraft)>>,
    /// What drafts are made of lives as long as the page.
    pub owner: StoredValue<Owner>,
    /// An act that waits for a yes, and whether it is asked about.
    pub asked: RwSignal<Option<NewAct>>,
    pub asks: RwSignal<bool>,
    /// What was missed last, and whether it is told.
    pub missed: RwSignal<Option<Missed>>,
    pub tells: RwSignal<bool>,
    pulse: Pulse,
}

impl Opened {
    pub fn new(number: CaseNumber) -> Self {
        let answer = Fetched::new(move || async move { ask(&GetDeskCase(number)).await });
        let case = RwSignal::new(None);
        Effect::new(move || {
            if let Some(fresh) = answer.ready()
                && case.with_untracked(|seen| seen.as_ref() != Some(&fresh))
            {
                case.set(Some(fresh));
            }
        });
        Self {
            number,
            case,
            answer,
            busy: RwSignal::new(false),
            doing: RwSignal::new(None),
            sheet: RwSignal::new(false),
            drafts: StoredValue::new(Vec::new()),
            owner: StoredValue::new(Owner::new()),
            asked: RwSignal::new(None),
            asks: RwSignal::new(false),
            missed: RwSignal::new(None),
            tells: RwSignal::new(false),
            pulse: Pulse::get(),
        }
    }

    /// Reactive.
    pub fn load(self) -> Load<DeskCase> {
        self.answer.load()
    }

    pub fn refresh(self) {
        self.answer.refresh();
    }

    /// The same for news, of which a long case may get the next before its answer is there.
    pub fn renew(self) {
        self.answer.renew();
    }

    /// A part of the page, made anew only when what it shows is another.
    pub fn part<T>(self, of: fn(&DeskCase) -> T, show: fn(Opened, T) -> AnyView) -> AnyView
    where
        T: Clone + PartialEq + Send + Sync + 'static,
    {
        let part = Memo::new(move |_| self.case.with(|case| case.as_ref().map(of)));
        live(move || part.get().map(|part| show(self, part))).into_any()
    }

    /// Whether it is possible now; reactive.
    pub fn can(self, act: ActKind) -> bool {
        self.case.with(|case| case.as_ref().is_some_and(|case| case.acts.iter().any(|possible| possible.act == act)))
    }

    pub fn version(self) -> u32 {
        self.case.with_untracked(|case| case.as_ref().map(|case| case.version)).unwrap_or_default()
    }

    /// Opens the sheet of an act.
    pub fn begin(self, doing: Doing) {
        self.doing.set(Some(doing));
        self.sheet.set(true);
    }

    /// Something was done: this page and the queue beside it look again.
    pub fn acted(self) {
        self.refresh();
        self.pulse.beat();
    }

    /// Does it once somebody said yes.
    pub fn ask_first(self, act: NewAct) {
        self.asked.set(Some(act));
        self.asks.set(true);
    }

    /// Does at once what needs nothing more to be said.
    pub fn act_now(self, act: NewAct) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        let kind = act.act;
        spawn_local(async move {
            let outcome = send(self.number, random::key(), act.clone()).await;
            // The page may have been left meanwhile.
            if self.busy.try_set(false).is_some() {
                return;
            }
            match outcome {
                Outcome::Done(_) => toast::done(move || t::desk_done(kind.label())),
                Outcome::Changed(steps) => {
                    self.missed.set(Some(Missed { act, steps }));
                    self.tells.set(true);
                }
                Outcome::Failed(error) if turned_away(&error) => {}
                Outcome::Failed(error) => toast::warn(move || error.words()),
            }
            self.acted();
        });
    }
}
