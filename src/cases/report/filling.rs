//! What the slips of an open form share besides the draft: faults, the search for the place, the way to the server.

use leptos::{prelude::*, task::spawn_local};
use pingan_api::{
    FieldError, Issue, ProblemCode,
    cases::{CaseKind, PlaceSource},
    district::{GetGridAt, PointQuery, Unit},
    geo::{Datum, Position},
};

use super::{Step, send::Sending};
use crate::{
    cases::draft::{Grid, OpenDraft, Place},
    client::{self, ClientError},
    i18n::{Label, t},
    locate::{Trouble, locate},
};

/// A browser that has not told the place by now is not waited for.
const LOCATE_MS: u32 = 10_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Locating {
    Idle,
    Running,
    Failed(Trouble),
}

#[derive(Clone, Copy)]
pub(super) struct Filling {
    pub(super) draft: OpenDraft,
    /// What is wrong, as found by the contract's own rules or by the server.
    pub(super) faults: RwSignal<Vec<FieldError>>,
    pub(super) locating: RwSignal<Locating>,
    /// The chooser of grids is open.
    pub(super) choosing_grid: RwSignal<bool>,
    pub(super) sending: RwSignal<Sending>,
}

impl Filling {
    pub(super) fn new(draft: OpenDraft) -> Self {
        Self {
            draft,
            // What the server found wrong with it before it was taken back.
            faults: RwSignal::new(draft.faults.try_update(std::mem::take).unwrap_or_default()),
            locating: RwSignal::new(Locating::Idle),
            choosing_grid: RwSignal::new(false),
            sending: RwSignal::new(Sending::Idle),
        }
    }

    /// Starts what runs by itself: the search for the place, and the name of the grid wherever the pin is.
    pub(super) fn begin(self) {
        if self.draft.kind == CaseKind::Opinion {
            return;
        }
        let position = Memo::new(move |_| self.draft.draft.with(|draft| draft.place.as_ref()?.position));
        Effect::new(move || {
            if let Some(position) = position.get() {
                self.find_grid(position);
            }
        });
        // What a photo says is better than nothing, and worse than what the phone or the person says.
        Effect::new(move || {
            let has_failed = matches!(self.locating.get(), Locating::Failed(_));
            if let (true, Some(position)) = (has_failed, self.photo_position())
                && self.draft.draft.with_untracked(|draft| draft.place.is_none())
            {
                self.set_position(PlaceSource::Photo, position, None);
            }
        });
        // The place of a photo that came back from another time stays that photo's.
        let keeps = self.draft.photos.items.with_untracked(|photos| photos.iter().any(|photo| !photo.fresh));
        let is_open = self.draft.draft.with_untracked(|draft| match &draft.place {
            None => true,
            Some(place) => place.source == PlaceSource::Phone && draft.text.is_empty() && !keeps,
        });
        if is_open {
            self.locate();
        }
    }

    /// Asks the phone for the place.
    pub(super) fn locate(self) {
        if self.locating.get_untracked() == Locating::Running {
            return;
        }
        self.locating.set(Locating::Running);
        self.choosing_grid.set(false);
        let before = self.draft.draft.with_untracked(|draft| draft.place.clone());
        spawn_local(async move {
            let found = locate(LOCATE_MS).await;
            // The form may be closed, or the person may have been faster.
            if self.locating.try_get_untracked() != Some(Locating::Running) {
                return;
            }
            let untouched = self.draft.draft.with_untracked(|draft| draft.place == before);
            match found {
                Ok(fix) => {
                    if untouched {
                        self.set_position(PlaceSource::Phone, fix.position, Some(fix.accuracy_m));
                    }
                    self.locating.set(Locating::Idle);
                }
                Err(trouble) => self.locating.set(Locating::Failed(trouble)),
            }
        });
    }

    /// Where the first photo that knows says that it was taken; reactive.
    pub(super) fn photo_position(self) -> Option<Position> {
        self.draft.photos.items.with(|photos| photos.iter().find_map(|photo| photo.position))
    }

    pub(super) fn set_position(self, source: PlaceSource, position: Position, accuracy_m: Option<u32>) {
        self.set_place(Place { source, position: Some(position), accuracy_m, grid: None, outside: false });
    }

    pub(super) fn choose_grid(self, grid: Unit) {
        self.locating.set(Locating::Idle);
        self.set_place(Place {
            source: PlaceSource::Grid,
            position: None,
            accuracy_m: None,
            grid: Some(Grid { id: grid.id, name: grid.name, community: grid.parent }),
            outside: false,
        });
    }

    fn set_place(self, place: Place) {
        self.choosing_grid.set(false);
        self.mend(Step::Place);
        self.draft.edit(|draft| draft.place = Some(place));
    }

    fn find_grid(self, position: Position) {
        let known = self
            .draft
            .draft
            .with_untracked(|draft| draft.place.as_ref().is_some_and(|place| place.grid.is_some() || place.outside));
        if known {
            return;
        }
        spawn_local(async move {
            let query = PointQuery { lat: position.lat, lon: position.lon, datum: Datum::Wgs84 };
            let answer = client::send(&GetGridAt(query)).await;
            if self.locating.is_disposed() {
                return;
            }
            self.draft.edit(|draft| {
                let Some(place) = draft.place.as_mut().filter(|place| place.position == Some(position)) else { return };
                match answer {
                    Ok(card) => {
                        let community = Some(card.community.id);
                        place.grid = Some(Grid { id: card.grid.id, name: card.grid.name, community });
                    }
                    Err(ClientError::Problem(problem)) if problem.code == ProblemCode::OutsideDistrict => {
                        place.outside = true;
                    }
                    // The name is a help, not a need: the server finds the grid again when the case is sent.
                    Err(_) => {}
                }
            });
        });
    }

    /// The words for what is wrong with a field and all below it; reactive.
    pub(super) fn fault(self, field: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || {
            self.faults.with(|faults| faults.iter().find(|fault| is_below(&fault.field, field)).map(words))
        })
    }

    /// The words for what is wrong with a place but for its landmark, which is a field of its own; reactive.
    pub(super) fn place_fault(self) -> Signal<Option<String>> {
        Signal::derive(move || {
            self.faults.with(|faults| {
                let mut of_place = faults.iter().filter(|fault| is_below(&fault.field, "place"));
                of_place.find(|fault| fault.field != "place.landmark").map(words)
            })
        })
    }

    /// Forgets the faults of a slip whose content changes.
    pub(super) fn mend(self, step: Step) {
        let kind = self.draft.kind;
        let is_of_step = move |fault: &FieldError| Step::of_field(kind, &fault.field) == step;
        if self.faults.with_untracked(|faults| faults.iter().any(is_of_step)) {
            self.faults.update(|faults| faults.retain(|fault| !is_of_step(fault)));
        }
    }
}

fn is_below(field: &str, above: &str) -> bool {
    field.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

/// What to do about a fault.
fn words(fault: &FieldError) -> String {
    let words = match (fault.code, fault.field.as_str(), fault.limit) {
        (Issue::TooLong, _, Some(limit)) => return t::report_too_long(limit),
        (Issue::Required, "photos", _) => t::report_need_photos(),
        (Issue::Required, "category", _) => t::report_need_category(),
        (Issue::Required, "text", _) => t::report_need_text(),
        (Issue::Required, "about", _) => t::report_need_about(),
        (Issue::Required, "place" | "place.position" | "place.grid", _) => t::report_need_place(),
        (issue, _, _) => issue.label(),
    };
    words.to_owned()
}

#[cfg(test)]
mod tests {
    use super::is_below;

    #[test]
    fn a_field_is_below_its_own_name_only() {
        assert!(is_below("photos[1]", "photos"));
        assert!(is_below("place.grid", "place"));
        assert!(is_below("text", "text"));
        assert!(!is_below("placement", "place"));
        assert!(!is_below("place", "place.grid"));
    }
}
