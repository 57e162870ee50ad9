//! The way to the server: waits for photos and place where the button was quicker, and loses nothing if it fails.

use leptos::{prelude::*, task::spawn_local};
use pingan_api::{
    FieldError, Issue, Problem, ProblemCode, Validate,
    cases::{CaseKind, CaseNumber, CreateCase, NewCase, Receipt, State},
    id::PhotoId,
};

use super::{
    Step,
    filling::{Filling, Locating},
    slip,
};
use crate::{
    app::Navigate,
    cases::{
        join,
        photos::{Failure, Item, Phase},
    },
    client::{self, ClientError},
    i18n::t,
    random,
    route::Route,
    session::{Device, KnownCase},
    ui::toast,
};

/// What is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    New,
    Join(CaseNumber),
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Sending {
    Idle,
    /// The button was pressed; something is still on its way.
    Wanted(Target),
    Now(Target),
    Failed(Trouble),
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Trouble {
    Request(ClientError),
    /// Photos that do not mend by themselves.
    Photos,
}

/// Whether everything that a send needs is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wait {
    Nothing,
    Photos {
        done: usize,
        total: usize,
    },
    Place,
    /// It will not get better by waiting.
    Stuck(Failure),
}

fn wait(photos: &[Item], locating: bool) -> Wait {
    let done = photos.iter().filter(|photo| matches!(photo.phase, Phase::Sent(_))).count();
    let failure = photos.iter().find_map(|photo| match photo.phase {
        Phase::Failed(failure) => Some(failure),
        _ => None,
    });
    match failure {
        Some(failure) => Wait::Stuck(failure),
        None if done < photos.len() => Wait::Photos { done, total: photos.len() },
        None if locating => Wait::Place,
        None => Wait::Nothing,
    }
}

impl Filling {
    /// The button was pressed.
    pub(super) fn send(self, target: Target) {
        if matches!(self.sending.get_untracked(), Sending::Wanted(_) | Sending::Now(_)) {
            return;
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
            // Whatever waits for its next try by itself has it now.
            self.draft.photos.retry_all();
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

    fn sent_photos(self) -> Vec<PhotoId> {
        let id = |photo: &Item| if let Phase::Sent(id) = photo.phase { Some(id) } else { None };
        self.draft.photos.items.with_untracked(|photos| photos.iter().filter_map(id).collect())
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
        let (navigate, device) = (Navigate::get(), Device::get());
        Effect::new(move || {
            let Sending::Wanted(target) = self.sending.get() else { return };
            match wait.get() {
                Wait::Photos { .. } => {}
                Wait::Place if target == Target::New => {}
                Wait::Stuck(failure) => self.sending.set(Sending::Failed(match failure {
                    Failure::Offline => Trouble::Request(ClientError::Offline),
                    Failure::Busy => {
                        Trouble::Request(ClientError::Problem(Box::new(Problem::new(ProblemCode::Unavailable))))
                    }
                    Failure::Unreadable | Failure::Refused(_) => Trouble::Photos,
                })),
                Wait::Place | Wait::Nothing => self.send_now(target, navigate, device),
            }
        });
    }

    /// What a send would have to wait for.
    pub(super) fn wait(self) -> Memo<Wait> {
        Memo::new(move |_| {
            let locating = self.kind() != CaseKind::Opinion && self.locating.get() == Locating::Running;
            self.draft.photos.items.with(|photos| wait(photos, locating))
        })
    }

    fn send_now(self, target: Target, navigate: Navigate, device: Device) {
        if target == Target::New {
            // What was waited for may not have come: no place, or one outside.
            let faults = self.new_case(self.sent_photos()).validate().err().unwrap_or_default();
            if !faults.is_empty() {
                return self.show(faults);
            }
        }
        self.sending.set(Sending::Now(target));
        spawn_local(async move {
            let answer = match target {
                Target::New => self.create(device).await,
                Target::Join(number) => self.join(number, device).await,
            };
            let is_open = !self.sending.is_disposed();
            match answer {
                Ok(receipt) => {
                    if is_open {
                        navigate.replace(Route::Receipt(receipt.number));
                    }
                    self.draft.clear();
                }
                Err(error) if is_open => self.failed(target, error),
                Err(_) => {}
            }
        });
    }

    /// Sends the case, and remembers the receipt on the device before anything else happens.
    async fn create(self, device: Device) -> Result<Receipt, ClientError> {
        let case = self.new_case(self.sent_photos());
        let key = self.draft.draft.with_untracked(|draft| draft.key);
        self.draft.edit(|draft| {
            draft.tried.retain(|tried| *tried != case);
            draft.tried.push(case.clone());
        });
        self.draft.save_now();
        let mut answer = client::send(&CreateCase { key, case }).await;
        match &answer {
            Err(ClientError::Problem(problem)) if problem.code == ProblemCode::IdempotencyKeyReused => {
                // An earlier try did reach the server and only its answer was lost.
                let tried = self.draft.draft.with_untracked(|draft| draft.tried.clone());
                for case in tried.into_iter().rev().skip(1) {
                    answer = client::send(&CreateCase { key, case }).await;
                    if answer.is_ok() {
                        toast::warn(t::report_already_had);
                        break;
                    }
                }
            }
            Err(ClientError::Problem(problem)) if problem.code.status() < 500 => {
                // Refused for good: this body made no case.
                self.draft.edit(|draft| {
                    draft.tried.pop();
                });
            }
            _ => {}
        }
        let receipt = answer?;
        device.remember(KnownCase { receipt: receipt.clone(), state: State::Submitted });
        Ok(receipt)
    }

    async fn join(self, number: CaseNumber, device: Device) -> Result<Receipt, ClientError> {
        let photos = self.sent_photos();
        let (body, begun) = self.draft.draft.with_untracked(|draft| (draft.new_join(photos), draft.join));
        let key = match begun {
            Some((same, key)) if same == number => key,
            _ => random::key(),
        };
        self.draft.edit(|draft| draft.join = Some((number, key)));
        self.draft.save_now();
        join::join(device, number, key, body).await
    }

    fn failed(self, target: Target, error: ClientError) {
        let faults = error.problem().map(|problem| problem.errors.clone()).unwrap_or_default();
        let photos = self.sent_photos();
        let gone: Vec<_> = faults
            .iter()
            .filter(|fault| fault.code == Issue::UnknownPhoto)
            .filter_map(|fault| fault.field.strip_prefix("photos[")?.strip_suffix(']')?.parse::<usize>().ok())
            .filter_map(|index| photos.get(index).copied())
            .collect();
        if !gone.is_empty() && gone.len() == faults.len() {
            // The server sweeps photos that no case names after a day; the phone still has them.
            for photo in gone {
                self.draft.photos.send_again(photo);
            }
            self.sending.set(Sending::Wanted(target));
        } else if faults.is_empty() {
            self.sending.set(Sending::Failed(Trouble::Request(error)));
        } else {
            self.show(faults);
        }
    }
}
