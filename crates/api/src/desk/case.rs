//! One case as the holder's chain sees it. How to reach a reporter is not here: reading that is a request of its own.

use serde::{Deserialize, Serialize};

use super::PossibleAct;
use crate::{
    cases::{Answer, CaseKind, CaseNumber, Category, Event, Ground, PlaceSource, Share, State, WhistleView, Who},
    district::Name,
    geo::Position,
    id::{ShareId, UnitId},
    photos::Photo,
    timestamp::Timestamp,
    voices::Voice,
    volunteer::shift::CaseShift,
};

/// A unit with its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UnitName {
    pub id: UnitId,
    pub name: Name,
}

/// Everything about a case that its holder's chain may see.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeskCase {
    pub number: CaseNumber,
    /// Grows with each step; an act carries the one that it was drawn from.
    pub version: u32,
    pub kind: CaseKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<Category>,
    pub state: State,
    pub is_public: bool,
    /// Taken off the public map.
    pub hidden: bool,
    pub created_at: Timestamp,
    pub changed_at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overdue_since: Option<Timestamp>,
    /// None once the case is final.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<UnitName>,
    /// The unit that let the clock run out and still works on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub climbed_from: Option<UnitName>,
    /// The unit that an opinion is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<UnitName>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<DeskPlace>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<Answer>,
    /// Whoever raised it first, then the neighbours who joined.
    pub shares: Vec<DeskShare>,
    /// What happened, oldest first; residents read `words` of it.
    pub steps: Vec<DeskStep>,
    /// What only the desks read, oldest first.
    pub notes: Vec<DeskNote>,
    /// Newest first.
    pub whistles: Vec<WhistleView>,
    /// Calls for volunteers, those that begin first first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shifts: Vec<CaseShift>,
    /// Open cases of the same category nearby: maybe the same, nearest first.
    pub neighbours: Vec<NearCase>,
    /// What was reported at this place before, newest first.
    pub place_history: Vec<NearCase>,
    /// The case that goes on in the place of this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<CaseNumber>,
    /// Cases that this one goes on for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub merged: Vec<CaseNumber>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub split_from: Option<CaseNumber>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<CaseNumber>,
    /// What the reader can do with it now.
    pub acts: Vec<PossibleAct>,
    /// The reader may ask how to reach a reporter.
    pub may_read_contact: bool,
}

/// Where it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeskPlace {
    /// WGS-84; none if only a grid was chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<Position>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accuracy_m: Option<u32>,
    pub source: PlaceSource,
    pub grid: UnitName,
    pub community: UnitName,
    pub street: UnitName,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub landmark: Option<String>,
}

/// What one reporter sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeskShare {
    pub id: ShareId,
    pub share: Share,
    pub at: Timestamp,
    /// What a neighbour added; the first reporter's words are the case's.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    pub photos: Vec<DeskPhoto>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voice: Option<Voice>,
    pub has_contact: bool,
    /// Kept from reporting until then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blocked_until: Option<Timestamp>,
}

/// A photo, and the unredacted one while it is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeskPhoto {
    pub photo: Photo,
    /// The public sees it when it sees the case.
    pub is_public: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unredacted: Option<Photo>,
    /// When the unredacted one is deleted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unredacted_until: Option<Timestamp>,
}

/// One step of the timeline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeskStep {
    /// 0 for the first; the last one's is the case's version.
    pub seq: u32,
    pub at: Timestamp,
    /// None for the first step: the case was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<Event>,
    pub state: State,
    pub who: Who,
    /// The unit that acted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<UnitName>,
    /// What the person who acted is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_name: Option<String>,
    /// The unit that has the case from here on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<UnitName>,
    /// What residents read about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ground: Option<Ground>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub photos: Vec<DeskPhoto>,
}

/// What one desk tells the others.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeskNote {
    pub at: Timestamp,
    pub by: UnitName,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub by_name: String,
    pub text: String,
}

/// Another case of the neighbourhood.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NearCase {
    pub number: CaseNumber,
    pub kind: CaseKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<Category>,
    pub state: State,
    pub created_at: Timestamp,
    /// Between the two exact places.
    pub distance_m: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub landmark: Option<String>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thumb: Option<String>,
    pub joined: u32,
}

/// How to reach a reporter. Each read is in the audit log.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeskContact {
    pub phone: String,
}

/// A number reaches no log by way of `{:?}`.
impl std::fmt::Debug for DeskContact {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DeskContact(……)")
    }
}
