//! Finding a shift: by day, near, by kind.

use serde::{Deserialize, Serialize};

use super::{ShiftState, Standing, TeamKind};
use crate::{
    date::Date,
    district::Name,
    endpoint::{Query, endpoint},
    geo::Position,
    id::{ShiftId, TeamId, UnitId},
    page::{Cursor, MAX_LIMIT, Page},
    problem::{FieldError, Issue},
    slug_enum,
    timestamp::Timestamp,
    validate::{Faults, Validate},
};

/// A shift in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ShiftCard {
    pub id: ShiftId,
    pub title: String,
    pub team: TeamId,
    pub team_name: String,
    pub kind: TeamKind,
    /// The grid's community that the place is in.
    pub unit: UnitId,
    pub unit_name: Name,
    pub place: String,
    /// WGS-84. A place where everyone may come, and so the exact one.
    pub position: Position,
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
    pub state: ShiftState,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_age: Option<u8>,
    /// Places of all posts.
    pub needed: u16,
    pub taken: u16,
    pub waiting: u16,
    /// With the post that is best for the reader.
    pub standing: Standing,
    /// From the place that was asked for, in metres.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metres: Option<u32>,
}

slug_enum! {
    /// What comes first.
    pub enum Order {
        Time = "time",
        /// Needs `lat` and `lon`.
        Distance = "distance",
    }
}

/// Which shifts to list: published ones that have not begun.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[serde(deny_unknown_fields)]
pub struct ShiftQuery {
    /// The first day; today unless said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// The last day; six days later unless said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<TeamKind>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<TeamId>,
    /// Places in this unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
    /// About where the reader is, degrees of WGS-84 in two decimals, which is a kilometre: no more is needed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lat: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lon: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<Order>,
    /// Also what a registered reader does not qualify for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub all: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

impl ShiftQuery {
    pub(crate) fn to_query(&self) -> Query {
        Query::new()
            .with_some("from", self.from)
            .with_some("to", self.to)
            .with_some("kind", self.kind)
            .with_some("team", self.team)
            .with_some("unit", self.unit.as_ref())
            .with_some("lat", self.lat)
            .with_some("lon", self.lon)
            .with_some("order", self.order)
            .with_some("all", self.all)
            .with_some("cursor", self.cursor.as_ref())
            .with_some("limit", self.limit)
    }

    /// About where the reader is.
    pub fn near(&self) -> Option<Position> {
        self.lat.zip(self.lon).map(|(lat, lon)| Position::new(lat, lon))
    }
}

impl Validate for ShiftQuery {
    fn validate(&self) -> Result<(), Vec<FieldError>> {
        let mut faults = Faults::new();
        let backwards = self.from.zip(self.to).is_some_and(|(from, to)| to < from);
        faults.add_if(backwards, "to", Issue::EndsBeforeBegins);
        faults.add_if(self.unit.as_ref().is_some_and(|unit| !unit.is_well_formed()), "unit", Issue::UnknownUnit);
        faults.add_if(self.lat.is_some() != self.lon.is_some(), "lon", Issue::Required);
        faults.add_if(self.near().is_some_and(|near| !near.is_valid()), "lat", Issue::Invalid);
        faults.add_if(self.order == Some(Order::Distance) && self.near().is_none(), "lat", Issue::Required);
        faults.add_if(self.limit.is_some_and(|limit| limit == 0 || limit > MAX_LIMIT), "limit", Issue::Invalid);
        faults.into_result()
    }
}

endpoint! {
    FindShifts {} Get "/api/v1/volunteer/shifts" ? ShiftQuery, "Shifts to sign up for" => Page<ShiftCard>
}
