//! What a resident sends: a new case, or a neighbour's "me too".

use serde::{Deserialize, Serialize};

use super::{Answer, CaseKind, Category};
use crate::{
    geo::{Datum, Position},
    id::{PhotoId, UnitId, VoiceId},
    photos,
    problem::{FieldError, Issue},
    slug_enum,
    validate::{Faults, Validate},
};

/// Characters of [`NewCase::text`] at most.
pub const MAX_TEXT: usize = 1000;
/// Characters of [`NewPlace::landmark`] at most.
pub const MAX_LANDMARK: usize = 100;

slug_enum! {
    /// Where a place came from: what a desk needs to judge it.
    pub enum PlaceSource {
        /// The phone's own location.
        Phone = "phone",
        /// A pin that a person put on the map.
        Pin = "pin",
        /// EXIF of a photo.
        Photo = "photo",
        /// Only a grid was chosen.
        Grid = "grid",
    }
}

/// Where it is: a point, or at least a grid.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewPlace {
    pub source: PlaceSource,
    /// In `datum`. Required unless `source` is `grid`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<Position>,
    pub datum: Datum,
    /// Radius in metres that holds the true place with 95 % (W3C Geolocation).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accuracy_m: Option<u32>,
    /// Required if `source` is `grid`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grid: Option<UnitId>,
    /// A door, a floor, a shop's name: up to [`MAX_LANDMARK`] characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub landmark: Option<String>,
}

impl NewPlace {
    fn check(&self, faults: &mut Faults) {
        match (self.source, self.position) {
            (PlaceSource::Grid, Some(_)) => faults.add("place.position", Issue::Invalid),
            (PlaceSource::Grid, None) => faults.add_if(self.grid.is_none(), "place.grid", Issue::Required),
            (_, None) => faults.add("place.position", Issue::Required),
            (_, Some(position)) => faults.add_if(!position.is_valid(), "place.position", Issue::Invalid),
        }
        if self.grid.as_ref().is_some_and(|grid| !grid.is_well_formed()) {
            faults.add("place.grid", Issue::UnknownUnit);
        }
        faults.text("place.landmark", self.landmark.as_deref().unwrap_or_default(), MAX_LANDMARK);
    }
}

/// How to reach the reporter. Read only by the chain of units that holds the case, each read audited.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Contact {
    pub phone: String,
    /// Send text messages about the case to it. Nobody is written to who did not ask for it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub text_me: bool,
}

impl Contact {
    /// The digits alone, with a leading `+` if there was one; none if it is no phone number (5 to 15 digits, E.164).
    pub fn normalized(&self) -> Option<String> {
        let mut phone = String::new();
        for c in self.phone.trim().chars() {
            match c {
                '0'..='9' => phone.push(c),
                '０'..='９' => phone.push(char::from(b'0' + (c as u32 - '０' as u32) as u8)),
                '+' if phone.is_empty() => phone.push(c),
                ' ' | '-' | '(' | ')' => {}
                _ => return None,
            }
        }
        (5..=15).contains(&phone.trim_start_matches('+').len()).then_some(phone)
    }

    fn check(&self, faults: &mut Faults) {
        faults.add_if(self.normalized().is_none(), "contact.phone", Issue::InvalidPhone);
    }
}

/// Personal data do not reach a log by way of `{:?}`.
impl std::fmt::Debug for Contact {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Contact(……)")
    }
}

/// A new case of any kind that residents may raise by themselves.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewCase {
    pub kind: CaseKind,
    /// Required for a hazard, optional for an appeal, none for an opinion.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<Category>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<Answer>,
    /// The unit that an opinion is about; required there, not allowed elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<UnitId>,
    /// Required for a hazard and an appeal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<NewPlace>,
    /// Up to [`MAX_TEXT`] characters. Optional for a hazard; elsewhere required unless there is a voice note.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// Up to [`photos::MAX_PER_CASE`]; at least one for a hazard with neither text nor voice note.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub photos: Vec<PhotoId>,
    /// A voice note, which stands in the place of text for whoever does not type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voice: Option<VoiceId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Contact>,
}

impl Validate for NewCase {
    fn validate(&self) -> Result<(), Vec<FieldError>> {
        let mut faults = Faults::new();
        let says_nothing = self.text.trim().is_empty() && self.voice.is_none();
        match self.kind {
            CaseKind::Hazard => {
                faults.add_if(self.category.is_none(), "category", Issue::Required);
                faults.add_if(self.place.is_none(), "place", Issue::Required);
                faults.add_if(self.photos.is_empty() && says_nothing, "photos", Issue::Required);
            }
            CaseKind::Appeal => {
                faults.add_if(self.place.is_none(), "place", Issue::Required);
                faults.add_if(says_nothing, "text", Issue::Required);
            }
            CaseKind::Opinion => {
                faults.add_if(self.about.is_none(), "about", Issue::Required);
                faults.add_if(says_nothing, "text", Issue::Required);
            }
            CaseKind::Mediation | CaseKind::Consultation => faults.add("kind", Issue::Invalid),
        }
        if self.category.is_some_and(|category| category.kind() != self.kind) {
            faults.add("category", Issue::NotForThisKind);
        }
        match &self.about {
            Some(_) if self.kind != CaseKind::Opinion => faults.add("about", Issue::NotForThisKind),
            Some(about) => faults.add_if(!about.is_well_formed(), "about", Issue::UnknownUnit),
            None => {}
        }
        let asked = self.category.map_or(&[][..], Category::questions);
        for (i, answer) in self.answers.iter().enumerate() {
            let field = format!("answers[{i}]");
            if self.answers[..i].iter().any(|other| other.question == answer.question) {
                faults.add(field, Issue::Repeated);
            } else if !asked.contains(&answer.question) || !answer.question.choices().contains(&answer.choice) {
                faults.add(field, Issue::Invalid);
            }
        }
        if let Some(place) = &self.place {
            place.check(&mut faults);
        }
        faults.text("text", &self.text, MAX_TEXT);
        check_photos(&self.photos, &mut faults);
        if let Some(contact) = &self.contact {
            contact.check(&mut faults);
        }
        faults.into_result()
    }
}

fn check_photos(photos: &[PhotoId], faults: &mut Faults) {
    faults.items("photos", photos, photos::MAX_PER_CASE);
    for (i, photo) in photos.iter().enumerate() {
        faults.add_if(photos[..i].contains(photo), &format!("photos[{i}]"), Issue::Repeated);
    }
}

/// A neighbour's "this is mine too": joins a public case instead of making another.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewJoin {
    /// What the neighbour adds, up to [`MAX_TEXT`] characters; only the holder reads it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub photos: Vec<PhotoId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voice: Option<VoiceId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Contact>,
}

impl Validate for NewJoin {
    fn validate(&self) -> Result<(), Vec<FieldError>> {
        let mut faults = Faults::new();
        faults.text("text", &self.text, MAX_TEXT);
        check_photos(&self.photos, &mut faults);
        if let Some(contact) = &self.contact {
            contact.check(&mut faults);
        }
        faults.into_result()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::cases::{Choice, Question};

    fn hazard() -> NewCase {
        NewCase {
            kind: CaseKind::Hazard,
            category: Some(Category::GasSmell),
            answers: vec![Answer { question: Question::GasWhere, choice: Choice::Stairwell }],
            about: None,
            place: Some(NewPlace {
                source: PlaceSource::Phone,
                position: Some(Position::new(30.19, 114.96)),
                datum: Datum::Wgs84,
                accuracy_m: Some(12),
                grid: None,
                landmark: None,
            }),
            text: String::new(),
            photos: vec![PhotoId(uuid::Uuid::from_u128(1))],
            voice: None,
            contact: None,
        }
    }

    fn issues(case: &NewCase) -> Vec<(String, Issue)> {
        case.validate().err().unwrap_or_default().into_iter().map(|error| (error.field, error.code)).collect()
    }

    #[test]
    fn three_taps_and_a_photo_are_enough() {
        assert_eq!(issues(&hazard()), []);
        assert_eq!(issues(&NewCase { answers: vec![], ..hazard() }), []);
    }

    #[test]
    fn each_fault_is_named() {
        let field = |name: &str, issue| (name.to_owned(), issue);
        let case = hazard();
        assert_eq!(
            issues(&NewCase { category: None, answers: vec![], ..case.clone() }),
            [field("category", Issue::Required)]
        );
        assert_eq!(issues(&NewCase { text: "字".repeat(1001), ..case.clone() }), [field("text", Issue::TooLong)]);
        assert_eq!(issues(&NewCase { text: "字".repeat(1000), ..case.clone() }), []);
        assert_eq!(issues(&NewCase { photos: vec![], ..case.clone() }), [field("photos", Issue::Required)]);
        assert_eq!(issues(&NewCase { place: None, ..case.clone() }), [field("place", Issue::Required)]);
        let twice = vec![case.photos[0]; 2];
        assert_eq!(issues(&NewCase { photos: twice, ..case.clone() }), [field("photos[1]", Issue::Repeated)]);
        let foreign = vec![Answer { question: Question::LeakFrom, choice: Choice::Pipe }];
        assert_eq!(issues(&NewCase { answers: foreign, ..case.clone() }), [field("answers[0]", Issue::Invalid)]);
        let contact = Some(Contact { phone: "call me".into(), text_me: false });
        assert_eq!(issues(&NewCase { contact, ..case.clone() }), [field("contact.phone", Issue::InvalidPhone)]);
        let lost = NewPlace { position: Some(Position::new(f64::NAN, 0.0)), ..case.place.clone().unwrap() };
        assert_eq!(issues(&NewCase { place: Some(lost), ..case }), [field("place.position", Issue::Invalid)]);
    }

    #[test]
    fn kinds_ask_for_different_things() {
        let opinion = NewCase {
            kind: CaseKind::Opinion,
            category: None,
            answers: vec![],
            about: Some("420204-police".into()),
            place: None,
            text: "窗口中午没有人。".into(),
            photos: vec![],
            voice: None,
            contact: None,
        };
        assert_eq!(issues(&opinion), []);
        assert_eq!(issues(&NewCase { about: None, ..opinion.clone() }), [("about".to_owned(), Issue::Required)]);
        let appeal = NewCase { kind: CaseKind::Appeal, about: None, place: hazard().place, ..opinion };
        assert_eq!(issues(&appeal), []);
        let strange = NewCase { category: Some(Category::GasSmell), ..appeal };
        assert_eq!(issues(&strange), [("category".to_owned(), Issue::NotForThisKind)]);
    }

    #[test]
    fn a_voice_note_stands_in_the_place_of_text() {
        let voice = Some(VoiceId(uuid::Uuid::from_u128(2)));
        let required = |field: &str| [(field.to_owned(), Issue::Required)];
        let hazard = NewCase { photos: vec![], ..hazard() };
        let appeal = NewCase { kind: CaseKind::Appeal, category: None, answers: vec![], ..hazard.clone() };
        let opinion =
            NewCase { kind: CaseKind::Opinion, about: Some("420204-police".into()), place: None, ..appeal.clone() };
        for (silent, field) in [(hazard, "photos"), (appeal, "text"), (opinion, "text")] {
            assert_eq!(issues(&silent), required(field));
            assert_eq!(issues(&NewCase { text: "  ".into(), ..silent.clone() }), required(field));
            assert_eq!(issues(&NewCase { voice, ..silent }), []);
        }
    }

    #[test]
    fn phones_are_normalized() {
        let normalized = |phone: &str| Contact { phone: phone.into(), text_me: false }.normalized();
        assert_eq!(normalized(" 138 0000-0000 ").as_deref(), Some("13800000000"));
        assert_eq!(normalized("+86 (714) 5550000").as_deref(), Some("+867145550000"));
        assert_eq!(normalized("１３８００００００００").as_deref(), Some("13800000000"));
        assert_eq!(normalized("1234"), None);
    }

    proptest! {
        #[test]
        fn any_text_and_phone_are_judged_without_panic(text in "\\PC{0,40}", phone in "\\PC{0,20}") {
            let case = NewCase { text, contact: Some(Contact { phone: phone.clone(), text_me: true }), ..hazard() };
            let judged_well = case.validate().is_ok();
            prop_assert_eq!(judged_well, Contact { phone, text_me: false }.normalized().is_some());
        }
    }
}
