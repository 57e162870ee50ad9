//! The way into the outbox: waits for photos and place where the button was quicker.

use leptos::{prelude::*, task::spawn_local};
use pingan_api::{
    FieldError, Issue, Validate,
    cases::{CaseKind, CaseNumber, NewCase},
    id::PhotoId,
};

use super::{
    Step,
    filling::{Filling, Locating},
    slip,
};
use crate::{
    app::Navigate,
    photos::{Item, Phase},
    route::Route,
    ui::recorder::Tape,
};

/// What is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    New,
    Join(CaseNumber),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sending {
    Idle,
    /// The button was pressed; something is still being made ready.
    Wanted(Target),
    /// On its way into the outbox.
    Now(Target),
    /// Photos that can't be sent.
    Stuck,
}

/// Whether everything is there that a send needs. Photos need not have reached the server: the outbox sees to that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wait {
    Nothing,
    Photos,
    /// The recorder hands over what was said.
    Voice,
    Place,
    /// It will not get better by waiting.
    Stuck,
}

fn wait(photos: &[Item], locating: bool) -> Wait {
    let stuck = |photo: &Item| matches!(photo.phase, Phase::Failed(failure) if !failure.mends_itself());
    if photos.iter().any(stuck) {
        Wait::Stuck
    } else if photos.iter().any(|photo| photo.phase == Phase::Preparing) {
        Wait::Photos
    } else if locating {
        Wait::Place
    } else {
        Wait::Nothing
    }
}

impl Filling {
    /// The button was pressed.
    pub(super) fn send(self, target: Target) {
        if matches!(self.sending.get_untracked(), Sending::Wanted(_) | Sending::Now(_)) {
            return;
        }
        if self.draft.voice.tape.get_untracked() == Tape::Running {
            // What is being said goes with it; whether anything is missing shows once it is there.
            self.draft.voice.tape.set(Tape::Ending);
            return self.sending.set(Sending::Wanted(target));
        }
        let locating = self.locating.get_untracked() == Locating::Running;
        let mut faults = match target {
            Target::New => self.new_case(self.photos_as_if_sent()).validate().err().unwrap_or_default(),
            Target::Join(_) => {
                let join = self.draft.draft.with_untracked(|draft| draft.new_join(self.photos_as_if_sent()));
                join.validate().err().unwrap_or_default()
            }
        };
        if locating {
            faults.retain(|fault| {
                fault.code != Issue::Required || Step::of_field(self.kind(), &fault.field) != Step::Place
            });
        }
        let outside = self.draft.draft.with_untracked(|draft| draft.place.as_ref().is_some_and(|place| place.outside));
        if outside && target == Target::New && !locating {
            faults.push(FieldError::new("place", Issue::OutsideDistrict));
        }
        if faults.is_empty() {
            self.sending.set(Sending::Wanted(target));
        } else {
            self.show(faults);
        }
    }

    pub(super) fn kind(self) -> CaseKind {
        self.draft.kind
    }

    fn new_case(self, photos: Vec<PhotoId>) -> NewCase {
        self.draft.draft.with_untracked(|draft| draft.new_case(self.kind(), photos))
    }

    /// Ids for a check of the form before the photos have theirs.
    fn photos_as_if_sent(self) -> Vec<PhotoId> {
        self.draft.photos.items.with_untracked(|photos| photos.iter().map(|photo| PhotoId(photo.key.0)).collect())
    }

    /// Marks what is wrong and goes to the first of it, in the order of the slips.
    fn show(self, faults: Vec<FieldError>) {
        let of_step = |step: &Step| faults.iter().any(|fault| Step::of_field(self.kind(), &fault.field) == *step);
        let first = Step::of(self.kind()).iter().copied().find(of_step);
        if of_step(&Step::Place) {
            self.choosing_grid.set(true);
        }
        self.sending.set(Sending::Idle);
        self.faults.set(faults);
        first.into_iter().for_each(slip::go_to);
    }

    /// Sends as soon as nothing has to be waited for.
    pub(super) fn watch(self) {
        let wait = self.wait();
        let navigate = Navigate::get();
        Effect::new(move || {
            let Sending::Wanted(target) = self.sending.get() else { return };
            match wait.get() {
                Wait::Photos | Wait::Voice => {}
                Wait::Place if target == Target::New => {}
                Wait::Stuck => self.sending.set(Sending::Stuck),
                Wait::Place | Wait::Nothing => self.send_now(target, navigate),
            }
        });
    }

    /// What a send would have to wait for.
    pub(super) fn wait(self) -> Memo<Wait> {
        Memo::new(move |_| {
            let locating = self.kind() != CaseKind::Opinion && self.locating.get() == Locating::Running;
            match self.draft.voice.tape.get() {
                Tape::Still => self.draft.photos.items.with(|photos| wait(photos, locating)),
                Tape::Running | Tape::Ending => Wait::Voice,
            }
        })
    }

    fn send_now(self, target: Target, navigate: Navigate) {
        if target == Target::New {
            // What was waited for may not have come: no place, or one outside.
            let faults = self.new_case(self.photos_as_if_sent()).validate().err().unwrap_or_default();
            if !faults.is_empty() {
                return self.show(faults);
            }
        }
        self.sending.set(Sending::Now(target));
        spawn_local(async move {
            let join = if let Target::Join(number) = target { Some(number) } else { None };
            let key = self.draft.hand_over(join).await;
            navigate.replace(Route::Sending(key));
        });
    }
}
