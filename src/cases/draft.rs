//! What a resident has filled in so far, one draft a kind, kept on the phone until it is sent.

mod away;
pub mod camera;
pub mod hand_over;
pub mod open;
mod voice;

use pingan_api::{
    cases::{
        Answer, CaseKind, CaseNumber, Category, Choice, Contact, NewCase, NewJoin, NewPlace, PlaceSource, Question,
    },
    district::{Name, Unit},
    geo::{Datum, Position},
    id::{IdempotencyKey, PhotoId, UnitId, VoiceId},
};
use serde::{Deserialize, Serialize};

pub use camera::{camera_done, camera_lost, camera_opens};
pub use hand_over::take_back;
pub use open::{Drafts, OpenDraft, provide_once};

/// The fields of a draft. Photos stand beside it, in [`OpenDraft::photos`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// Names the case to be made; stays the same through every try to send it.
    pub key: IdempotencyKey,
    #[serde(default)]
    pub category: Option<Category>,
    #[serde(default)]
    pub answers: Vec<Answer>,
    #[serde(default)]
    pub about: Option<Unit>,
    #[serde(default)]
    pub place: Option<Place>,
    #[serde(default)]
    pub landmark: String,
    #[serde(default)]
    pub text: String,
    #[serde(default)]
    pub phone: String,
    #[serde(default)]
    pub voice: Option<VoiceNote>,
    /// Text messages are wished, to that number.
    #[serde(default)]
    pub text_me: bool,
    /// Bodies that were sent under `key` and got no answer. If the server has one of them after all, only that very
    /// body gets its receipt.
    #[serde(default)]
    pub tried: Vec<NewCase>,
    /// The join that was begun and its key.
    #[serde(default)]
    pub join: Option<(CaseNumber, IdempotencyKey)>,
    /// Bodies of that join that were sent under its key and got no answer.
    #[serde(default)]
    pub join_tried: Vec<NewJoin>,
}

/// What was said instead of written. Its bytes lie on the photos' shelf under its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VoiceNote {
    pub key: IdempotencyKey,
    pub seconds: u32,
}

/// A place as chosen, with what is needed to show it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    pub source: PlaceSource,
    /// WGS-84; none if only a grid was chosen.
    pub position: Option<Position>,
    pub accuracy_m: Option<u32>,
    /// The grid chosen, or the one that the position was found to be in.
    pub grid: Option<Grid>,
    /// The position was found to be in no grid of this district.
    #[serde(default)]
    pub outside: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Grid {
    pub id: UnitId,
    pub name: Name,
    /// Whose grids the map outlines.
    #[serde(default)]
    pub community: Option<UnitId>,
}

impl Draft {
    pub fn new(key: IdempotencyKey) -> Self {
        Self {
            key,
            category: None,
            answers: Vec::new(),
            about: None,
            place: None,
            landmark: String::new(),
            text: String::new(),
            phone: String::new(),
            voice: None,
            text_me: false,
            tried: Vec::new(),
            join: None,
            join_tried: Vec::new(),
        }
    }

    /// Nothing that the person would miss. A place alone comes back by itself.
    pub fn is_empty(&self) -> bool {
        self.category.is_none()
            && self.about.is_none()
            && self.text.is_empty()
            && self.landmark.is_empty()
            && self.phone.is_empty()
            && self.voice.is_none()
    }

    /// In words, written or spoken.
    pub fn says_something(&self) -> bool {
        !self.text.trim().is_empty() || self.voice.is_some()
    }

    /// Anything beyond photo, kind and place.
    pub fn says_more(&self) -> bool {
        self.says_something() || !self.landmark.is_empty() || !self.answers.is_empty()
    }

    /// Picks a category and forgets answers to the questions of another.
    pub fn choose(&mut self, category: Category) {
        self.category = Some(category);
        self.answers.retain(|answer| category.questions().contains(&answer.question));
    }

    /// Answers a question, or takes the answer back.
    pub fn answer(&mut self, question: Question, choice: Option<Choice>) {
        self.answers.retain(|answer| answer.question != question);
        self.answers.extend(choice.map(|choice| Answer { question, choice }));
    }

    /// The body to send; the caller validates it.
    pub fn new_case(&self, kind: CaseKind, photos: Vec<PhotoId>) -> NewCase {
        let place = self.place.as_ref().filter(|_| kind != CaseKind::Opinion).map(|place| NewPlace {
            source: place.source,
            position: place.position,
            datum: Datum::Wgs84,
            accuracy_m: place.accuracy_m,
            grid: place.grid.as_ref().filter(|_| place.source == PlaceSource::Grid).map(|grid| grid.id.clone()),
            landmark: Some(self.landmark.trim()).filter(|landmark| !landmark.is_empty()).map(str::to_owned),
        });
        NewCase {
            kind,
            category: self.category,
            answers: self.answers.clone(),
            about: self.about.as_ref().map(|unit| unit.id.clone()),
            place,
            text: self.text.trim().to_owned(),
            photos,
            voice: self.voice_as_if_sent(),
            contact: self.contact(),
        }
    }

    /// What joins a neighbour's case in place of a new one.
    pub fn new_join(&self, photos: Vec<PhotoId>) -> NewJoin {
        NewJoin { text: self.text.trim().to_owned(), photos, voice: self.voice_as_if_sent(), contact: self.contact() }
    }

    /// An id for a check of the form; the outbox puts the one in its place that the server gives.
    fn voice_as_if_sent(&self) -> Option<VoiceId> {
        self.voice.map(|note| VoiceId(note.key.0))
    }

    fn contact(&self) -> Option<Contact> {
        let phone = self.phone.trim();
        (!phone.is_empty()).then(|| Contact { phone: phone.to_owned(), text_me: self.text_me })
    }
}

#[cfg(test)]
mod tests {
    use pingan_api::Validate;
    use uuid::Uuid;

    use super::*;

    fn draft() -> Draft {
        Draft::new(IdempotencyKey(Uuid::from_u128(1)))
    }

    fn here() -> Place {
        Place {
            source: PlaceSource::Phone,
            position: Some(Position::new(30.19, 114.96)),
            accuracy_m: Some(20),
            grid: Some(Grid {
                id: "420204-001".into(),
                name: Name { zh: "一网格".into(), en: "Grid 1".into() },
                community: None,
            }),
            outside: false,
        }
    }

    #[test]
    fn photo_category_and_place_make_a_case() {
        let mut draft = draft();
        draft.choose(Category::GasSmell);
        draft.place = Some(here());
        let case = draft.new_case(CaseKind::Hazard, vec![PhotoId(Uuid::from_u128(2))]);
        assert_eq!(case.validate(), Ok(()));
        // The server finds the grid of a point; naming one beside it could only contradict.
        assert_eq!(case.place.unwrap().grid, None);
        assert_eq!(case.contact, None);
    }

    #[test]
    fn whoever_speaks_need_not_write() {
        let mut draft = draft();
        assert!(draft.new_case(CaseKind::Appeal, vec![]).validate().is_err());
        draft.place = Some(here());
        draft.voice = Some(VoiceNote { key: IdempotencyKey(Uuid::from_u128(3)), seconds: 7 });
        assert_eq!(draft.new_case(CaseKind::Appeal, vec![]).validate(), Ok(()));
        assert!(!draft.is_empty());
    }

    #[test]
    fn a_chosen_grid_is_sent_without_a_point() {
        let mut draft = draft();
        draft.text = "路灯不亮".into();
        draft.place = Some(Place { source: PlaceSource::Grid, position: None, accuracy_m: None, ..here() });
        let case = draft.new_case(CaseKind::Appeal, vec![]);
        assert_eq!(case.validate(), Ok(()));
        assert!(case.place.unwrap().grid.is_some());
    }

    #[test]
    fn another_category_drops_answers_to_foreign_questions() {
        let mut draft = draft();
        draft.choose(Category::EbikeCharging);
        draft.answer(Question::ChargingNow, Some(Choice::Yes));
        draft.answer(Question::ChargingNow, Some(Choice::No));
        assert_eq!(draft.answers, [Answer { question: Question::ChargingNow, choice: Choice::No }]);
        draft.choose(Category::WaterLeak);
        assert!(draft.answers.is_empty());
        draft.answer(Question::LeakFrom, Some(Choice::Pipe));
        draft.answer(Question::LeakFrom, None);
        assert!(draft.answers.is_empty());
    }

    #[test]
    fn a_draft_is_read_back_and_an_older_one_too() {
        let mut draft = draft();
        draft.choose(Category::Trees);
        draft.place = Some(here());
        draft.tried = vec![draft.new_case(CaseKind::Hazard, vec![])];
        let json = serde_json::to_string(&draft).unwrap();
        assert_eq!(serde_json::from_str::<Draft>(&json).unwrap(), draft);
        let old = format!("{{\"key\":\"{}\",\"text\":\"x\"}}", draft.key);
        assert_eq!(serde_json::from_str::<Draft>(&old).unwrap().text, "x");
    }
}
