//! The queue: what to ask of it and what its lines say.

use serde::{Deserialize, Serialize};

use super::UnitName;
use crate::{
    cases::{CaseKind, CaseNumber, Category, State},
    district::Name,
    endpoint::Query,
    geo::Position,
    id::UnitId,
    page::{Cursor, MAX_LIMIT},
    problem::{FieldError, Issue},
    slug_enum,
    timestamp::Timestamp,
    validate::{Faults, Validate},
};

/// Characters of [`DeskQuery::q`]: two are enough.
pub const MIN_SEARCH: usize = 2;
pub const MAX_SEARCH: usize = 40;
/// A case is due soon in the last hours before its clock runs out.
pub const DUE_SOON_HOURS: u32 = 24;
/// Counters count so far and no further.
pub const MAX_COUNT: u32 = 999;

slug_enum! {
    /// Which cases of those that the reader may see.
    pub enum View {
        /// The next step is one of the reader's units'. Longest overdue comes first, then what is due first.
        Waiting = "waiting",
        /// The clock ran out, of these and of those below, or a whistle's: somebody did not come in time. Longest overdue
        /// comes first.
        Overdue = "overdue",
        /// A whistle calls one of the reader's units, which neither came nor sent the call back.
        Called = "called",
        /// One of the reader's units sent it back. Newest first.
        Returned = "returned",
        /// Whatever the reader may see. Changed last comes first.
        All = "all",
    }
}

impl View {
    pub const fn order(self) -> QueueOrder {
        match self {
            View::Waiting | View::Overdue | View::Called => QueueOrder::DueFirst,
            View::Returned | View::All => QueueOrder::ChangedLast,
        }
    }
}

/// How a view is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QueueOrder {
    /// By when the clock ran out, or else will, the earliest first; cases without one last.
    DueFirst,
    /// By the last change, the newest first.
    ChangedLast,
}

slug_enum! {
    /// How a case's clock stands.
    pub enum ClockFilter {
        /// It ran out.
        Overdue = "overdue",
        /// It runs out within [`DUE_SOON_HOURS`].
        DueSoon = "due_soon",
        /// It has longer than that.
        InTime = "in_time",
    }
}

/// Which cases to list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[serde(deny_unknown_fields)]
pub struct DeskQuery {
    /// `waiting` unless said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub view: Option<View>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<CaseKind>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<Category>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<State>,
    /// Cases of a place in this unit, or held by it or below it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock: Option<ClockFilter>,
    /// Words of the case or of its place, or digits of its number; [`MIN_SEARCH`] to [`MAX_SEARCH`] characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
    /// 20 unless said, 100 at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

impl DeskQuery {
    /// As a query string.
    pub fn on(&self, path: &str) -> String {
        Query::new()
            .with_some("view", self.view)
            .with_some("kind", self.kind)
            .with_some("category", self.category)
            .with_some("state", self.state)
            .with_some("unit", self.unit.as_ref())
            .with_some("clock", self.clock)
            .with_some("q", self.q.as_ref())
            .with_some("cursor", self.cursor.as_ref())
            .with_some("limit", self.limit)
            .on(path)
    }
}

impl Validate for DeskQuery {
    fn validate(&self) -> Result<(), Vec<FieldError>> {
        let mut faults = Faults::new();
        if let Some(q) = &self.q {
            faults.add_if(q.trim().chars().count() < MIN_SEARCH, "q", Issue::Invalid);
            faults.text("q", q, MAX_SEARCH);
        }
        if self.unit.as_ref().is_some_and(|unit| !unit.is_well_formed()) {
            faults.add("unit", Issue::UnknownUnit);
        }
        faults.add_if(self.limit.is_some_and(|limit| limit == 0 || limit > MAX_LIMIT), "limit", Issue::Invalid);
        faults.into_result()
    }
}

/// One line of the queue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeskLine {
    pub number: CaseNumber,
    pub version: u32,
    pub kind: CaseKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<Category>,
    pub state: State,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<UnitName>,
    /// The unit that an opinion is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<UnitName>,
    /// The grid it is in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grid: Option<UnitName>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub community: Option<Name>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub landmark: Option<String>,
    /// Where it is exactly, or the middle of its grid; WGS-84.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<Position>,
    /// The beginning of what was written.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// Path of the first photo's small size.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thumb: Option<String>,
    pub joined: u32,
    pub created_at: Timestamp,
    pub changed_at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<Timestamp>,
    /// Since when it has been overdue in this state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overdue_since: Option<Timestamp>,
    /// In the view `called`: by when the reader's unit is to check in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call_due_at: Option<Timestamp>,
    /// Taken off the public map.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub hidden: bool,
}

/// How many cases each view has, up to [`MAX_COUNT`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Counters {
    pub waiting: u32,
    /// Of those, the ones whose clock runs out within [`DUE_SOON_HOURS`].
    pub due_soon: u32,
    pub overdue: u32,
    pub called: u32,
    pub returned: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_characters_are_enough() {
        let query = |q: &str| DeskQuery { q: Some(q.to_owned()), ..DeskQuery::default() };
        assert!(query("水管").validate().is_ok());
        for q in ["", "水", " 水 ", &"水".repeat(MAX_SEARCH + 1)] {
            assert!(query(q).validate().is_err(), "{q}");
        }
        assert_eq!(query("水管").on("/x"), "/x?q=%E6%B0%B4%E7%AE%A1");
    }
}
