//! What residents read of cases: the public's share, and the share of whoever holds a case's code.

use serde::{Deserialize, Serialize};

use super::{Answer, CaseCode, CaseKind, CaseNumber, Category, Event, History, State};
use crate::{
    district::Name,
    geo::Position,
    id::{UnitId, WhistleId},
    photos::Photo,
    slug_enum,
    timestamp::Timestamp,
    voices::Voice,
    volunteer::shift::CaseShift,
};

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
    /// What the desk says about it. What a reporter says, or is asked, is theirs alone to read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    /// Why it was not taken on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ground: Option<Ground>,
    /// What came with it: the desk's photos afterwards, or those that the reader sent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub photos: Vec<Photo>,
}

slug_enum! {
    /// Why a desk does not take a case on: a closed list, so that nobody is turned away for a reason of the day.
    pub enum Ground {
        /// Not the district's to decide.
        NotOurs = "not_ours",
        /// Somebody went there and found nothing.
        NotFound = "not_found",
        /// Neither words nor photos tell what or where.
        Unclear = "unclear",
        /// What was seen is as it should be, such as announced works.
        NoFault = "no_fault",
        AlreadySolved = "already_solved",
        /// A court, an arbitration or a petition office has it.
        InProceedings = "in_proceedings",
        /// Advertising, insults, made up.
        Abuse = "abuse",
    }
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
    /// A clock ran out and the level above has the case.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub overdue: bool,
}

/// A public case: no text, no reporter, a coarse place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CasePage {
    pub summary: CaseSummary,
    pub photos: Vec<Photo>,
    pub steps: Vec<Step>,
    pub next: NextStep,
    /// Units called to it, newest whistle first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub whistles: Vec<WhistleView>,
    /// Calls for volunteers, those that begin first first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shifts: Vec<CaseShift>,
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
    /// Grows with every step: whoever acts says which one they have seen.
    #[serde(default)]
    pub version: u32,
    /// Decides, with the state, what the reporter can do now.
    #[serde(default)]
    pub history: History,
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
    /// Units called to it, newest whistle first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub whistles: Vec<WhistleView>,
    /// Calls for volunteers, those that begin first first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shifts: Vec<CaseShift>,
    /// The case that goes on in the place of this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<CaseNumber>,
    /// Cases that parts of this one became; the same code opens them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<CaseNumber>,
}

/// Several units called to one case, each to check in by a deadline; the lead resolves.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WhistleView {
    pub id: WhistleId,
    pub at: Timestamp,
    /// The unit that called.
    pub caller: Name,
    /// By when each is to check in.
    pub due_at: Timestamp,
    /// Set once the case went on without the units called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Timestamp>,
    /// The lead first.
    pub calls: Vec<CallView>,
}

/// One unit called.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CallView {
    pub unit: UnitId,
    pub unit_name: Name,
    pub lead: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checked_in_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub returned_at: Option<Timestamp>,
    /// Why it sent the call back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl CallView {
    /// Neither came nor sent the call back: this unit's clock runs.
    pub const fn is_awaited(&self) -> bool {
        self.checked_in_at.is_none() && self.returned_at.is_none()
    }
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
