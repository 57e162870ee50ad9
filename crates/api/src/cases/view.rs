//! What residents read of cases: the public's share, and the share of whoever holds a case's code.

use serde::{Deserialize, Serialize};

use super::{Answer, CaseCode, CaseKind, CaseNumber, Category, Event, State};
use crate::{district::Name, geo::Position, id::UnitId, photos::Photo, slug_enum, timestamp::Timestamp, voices::Voice};

/// A place as the public sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CoarsePlace {
    /// WGS-84, snapped to about 100 m.
    pub position: Position,
    pub grid: UnitId,
    pub grid_name: Name,
}

/// A place as its reporter sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExactPlace {
    /// WGS-84; none if only a grid was chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<Position>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accuracy_m: Option<u32>,
    pub grid: UnitId,
    pub grid_name: Name,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub landmark: Option<String>,
}

/// One line of a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CaseSummary {
    pub number: CaseNumber,
    pub kind: CaseKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<Category>,
    pub state: State,
    /// None for an opinion.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<CoarsePlace>,
    pub created_at: Timestamp,
    pub changed_at: Timestamp,
    /// Path of the first photo's small size.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thumb: Option<String>,
    /// Neighbours who joined.
    pub joined: u32,
    /// Metres from the point asked about to the coarse place, where one was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub distance_m: Option<u32>,
}

/// One step of a case's timeline, in the public's words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Step {
    pub at: Timestamp,
    /// None for the first step: the case was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<Event>,
    /// The state after it.
    pub state: State,
    /// The unit that has the case from here on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<Name>,
    /// What the desk says about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
}

slug_enum! {
    /// What happens next.
    pub enum Next {
        DeskReads = "desk_reads",
        DeskAssigns = "desk_assigns",
        HandlerStarts = "handler_starts",
        HandlerSolves = "handler_solves",
        YouAnswer = "you_answer",
        YouCheck = "you_check",
        Nothing = "nothing",
    }
}

impl Next {
    pub const fn of(state: State) -> Next {
        match state {
            State::Submitted => Next::DeskReads,
            State::Accepted => Next::DeskAssigns,
            State::Assigned => Next::HandlerStarts,
            State::InProgress => Next::HandlerSolves,
            State::AwaitingResident => Next::YouAnswer,
            State::Resolved => Next::YouCheck,
            State::Closed | State::Rejected | State::Merged | State::Withdrawn => Next::Nothing,
        }
    }
}

/// What happens next, by when and by whom.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NextStep {
    pub next: Next,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<Name>,
}

/// A public case: no text, no reporter, a coarse place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CasePage {
    pub summary: CaseSummary,
    pub photos: Vec<Photo>,
    pub steps: Vec<Step>,
    pub next: NextStep,
    /// A neighbour may still join.
    pub joinable: bool,
}

slug_enum! {
    /// Whose code opened the case.
    pub enum Share {
        Reporter = "reporter",
        Neighbour = "neighbour",
    }
}

/// A case as the holder of its code sees it. A neighbour who joined sees what the public sees, and what they added.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TrackedCase {
    pub summary: CaseSummary,
    pub share: Share,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place_exact: Option<ExactPlace>,
    /// What the reader wrote.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<Answer>,
    /// The unit that an opinion is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<Name>,
    /// What the reader sent, and the public ones.
    pub photos: Vec<Photo>,
    /// What the reader said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voice: Option<Voice>,
    pub steps: Vec<Step>,
    pub next: NextStep,
    /// The reader left a phone number; the number itself is not sent back.
    pub has_contact: bool,
}

/// What a resident gets for a case sent or joined. The code is told here and never again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Receipt {
    pub number: CaseNumber,
    pub code: CaseCode,
    pub share: Share,
    pub kind: CaseKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<Category>,
    pub created_at: Timestamp,
    pub next: NextStep,
}

/// A case of the device's own list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MyCase {
    pub summary: CaseSummary,
    pub share: Share,
    pub next: NextStep,
}
