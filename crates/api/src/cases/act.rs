//! What a reporter does with a case after sending it: answer, confirm, dispute, appeal, withdraw, reopen. Neighbours who
//! joined read along and do nothing.

use serde::{Deserialize, Serialize};

use super::{CaseKey, CaseNumber, Event, NextStep, State, new_case::MAX_TEXT};
use crate::{
    endpoint::{Endpoint, Method},
    id::{IdempotencyKey, PhotoId},
    photos,
    problem::{FieldError, Issue},
    timestamp::Timestamp,
    validate::{Faults, Validate},
};

/// The best that a resident can say of how a case was solved; 1 is the worst.
pub const MAX_RATING: u8 = 5;

/// What is done, with what goes with it. Texts have up to [`MAX_TEXT`] characters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "event", rename_all = "snake_case", deny_unknown_fields)]
pub enum Act {
    /// It is solved; 1 to [`MAX_RATING`] says how well.
    Confirm {
        rating: u8,
        #[serde(default, skip_serializing_if = "String::is_empty")]
        words: String,
    },
    /// It is not: a photo or a word shows how.
    Dispute {
        #[serde(default, skip_serializing_if = "String::is_empty")]
        words: String,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        photos: Vec<PhotoId>,
    },
    /// Why the rejection is wrong.
    AppealRejection { words: String },
    Withdraw {
        #[serde(default, skip_serializing_if = "String::is_empty")]
        words: String,
    },
    /// To the desk's question: a word or a photo.
    Answer {
        #[serde(default, skip_serializing_if = "String::is_empty")]
        words: String,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        photos: Vec<PhotoId>,
    },
    /// It is back: a photo or a word shows how.
    Reopen {
        #[serde(default, skip_serializing_if = "String::is_empty")]
        words: String,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        photos: Vec<PhotoId>,
    },
}

impl Act {
    /// Its row in the transition table.
    pub const fn event(&self) -> Event {
        match self {
            Act::Confirm { .. } => Event::Confirm,
            Act::Dispute { .. } => Event::Dispute,
            Act::AppealRejection { .. } => Event::AppealRejection,
            Act::Withdraw { .. } => Event::Withdraw,
            Act::Answer { .. } => Event::Answer,
            Act::Reopen { .. } => Event::Reopen,
        }
    }

    pub fn words(&self) -> &str {
        match self {
            Act::Confirm { words, .. }
            | Act::Dispute { words, .. }
            | Act::AppealRejection { words }
            | Act::Withdraw { words }
            | Act::Answer { words, .. }
            | Act::Reopen { words, .. } => words,
        }
    }

    pub fn photos(&self) -> &[PhotoId] {
        match self {
            Act::Dispute { photos, .. } | Act::Answer { photos, .. } | Act::Reopen { photos, .. } => photos,
            Act::Confirm { .. } | Act::AppealRejection { .. } | Act::Withdraw { .. } => &[],
        }
    }

    /// Names photos, where the act has any.
    pub fn set_photos(&mut self, ids: Vec<PhotoId>) {
        if let Act::Dispute { photos, .. } | Act::Answer { photos, .. } | Act::Reopen { photos, .. } = self {
            *photos = ids;
        }
    }

    pub const fn rating(&self) -> Option<u8> {
        if let Act::Confirm { rating, .. } = self { Some(*rating) } else { None }
    }

    fn check(&self, faults: &mut Faults) {
        let wordless = self.words().trim().is_empty();
        match self {
            Act::Confirm { rating, .. } => {
                faults.add_if(!(1..=MAX_RATING).contains(rating), "act.rating", Issue::Invalid);
            }
            Act::Dispute { photos, .. } | Act::Answer { photos, .. } | Act::Reopen { photos, .. } => {
                faults.add_if(wordless && photos.is_empty(), "act.words", Issue::Required);
            }
            Act::AppealRejection { .. } => faults.add_if(wordless, "act.words", Issue::Required),
            Act::Withdraw { .. } => {}
        }
        faults.text("act.words", self.words(), MAX_TEXT);
        let photos = self.photos();
        faults.items("act.photos", photos, photos::MAX_PER_CASE);
        for (i, photo) in photos.iter().enumerate() {
            faults.add_if(photos[..i].contains(photo), &format!("act.photos[{i}]"), Issue::Repeated);
        }
    }
}

/// One act. Number and code travel in the body, so that the code is in no URL.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OwnAct {
    pub key: CaseKey,
    /// [`super::TrackedCase::version`] as the button was drawn from it.
    pub version: u32,
    pub act: Act,
}

impl Validate for OwnAct {
    fn validate(&self) -> Result<(), Vec<FieldError>> {
        let mut faults = Faults::new();
        self.act.check(&mut faults);
        faults.into_result()
    }
}

/// What came of an act.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ActReceipt {
    pub number: CaseNumber,
    pub event: Event,
    pub at: Timestamp,
    /// The state after it.
    pub state: State,
    pub next: NextStep,
    /// [`super::TrackedCase::version`] after it.
    pub version: u32,
}

/// Does something with one's own case.
pub struct ActOnOwnCase {
    pub key: IdempotencyKey,
    pub act: OwnAct,
}

impl Endpoint for ActOnOwnCase {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/v1/cases/acts";
    const SUMMARY: &'static str = "Confirm, dispute, answer, appeal, withdraw or reopen one's own case";
    type Request = OwnAct;
    type Answer = ActReceipt;

    fn path(&self) -> String {
        Self::PATH.to_owned()
    }

    fn body(&self) -> Option<&OwnAct> {
        Some(&self.act)
    }

    fn idempotency_key(&self) -> Option<IdempotencyKey> {
        Some(self.key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cases::{History, State, Who, transition};

    fn issues(act: Act) -> Vec<(String, Issue)> {
        let mut faults = Faults::new();
        act.check(&mut faults);
        faults.into_result().err().unwrap_or_default().into_iter().map(|error| (error.field, error.code)).collect()
    }

    #[test]
    fn an_act_is_tagged_by_its_event() {
        let act = Act::Confirm { rating: 5, words: String::new() };
        assert_eq!(serde_json::to_string(&act).unwrap(), r#"{"event":"confirm","rating":5}"#);
        assert!(serde_json::from_str::<Act>(r#"{"event":"confirm","rating":5,"photos":[]}"#).is_err());
        assert!(serde_json::from_str::<Act>(r#"{"event":"accept"}"#).is_err());
    }

    #[test]
    fn each_act_is_an_event_of_the_reporter() {
        let acts = [
            Act::Confirm { rating: 3, words: String::new() },
            Act::Dispute { words: "x".into(), photos: vec![] },
            Act::AppealRejection { words: "x".into() },
            Act::Withdraw { words: String::new() },
            Act::Answer { words: "x".into(), photos: vec![] },
            Act::Reopen { words: "x".into(), photos: vec![] },
        ];
        let history = History { asked_from: Some(State::Assigned), ..History::default() };
        for act in &acts {
            let somewhere =
                State::ALL.iter().any(|s| transition::next(*s, act.event(), Who::Reporter, history).is_ok());
            assert!(somewhere, "{}", act.event());
            assert_eq!(issues(act.clone()), []);
        }
        let all: Vec<_> = State::ALL.iter().flat_map(|s| transition::possible(*s, Who::Reporter, history)).collect();
        assert!(all.iter().all(|event| acts.iter().any(|act| act.event() == *event)), "an event of theirs has no act");
    }

    #[test]
    fn what_is_missing_or_too_much_is_named() {
        let field = |name: &str, issue| vec![(name.to_owned(), issue)];
        for rating in [0, MAX_RATING + 1] {
            assert_eq!(issues(Act::Confirm { rating, words: String::new() }), field("act.rating", Issue::Invalid));
        }
        assert_eq!(issues(Act::Answer { words: " ".into(), photos: vec![] }), field("act.words", Issue::Required));
        assert_eq!(issues(Act::AppealRejection { words: String::new() }), field("act.words", Issue::Required));
        assert_eq!(issues(Act::Withdraw { words: "字".repeat(1001) }), field("act.words", Issue::TooLong));
        let photo = PhotoId(uuid::Uuid::from_u128(1));
        let twice = Act::Dispute { words: String::new(), photos: vec![photo; 2] };
        assert_eq!(issues(twice), field("act.photos[1]", Issue::Repeated));
    }
}
