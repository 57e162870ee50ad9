//! What coordinators see: shifts of their teams, drafts too, and figures.

use serde::{Deserialize, Serialize};

use super::{ShiftCard, ShiftState, TeamKind};
use crate::{
    date::Date,
    endpoint::{Query, endpoint},
    id::{TeamId, UnitId},
    page::{Cursor, MAX_LIMIT, Page},
    problem::{FieldError, Issue},
    validate::{Faults, Validate},
};

/// Which of the shifts that the reader organises.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[serde(deny_unknown_fields)]
pub struct OrganisedQuery {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<TeamId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<ShiftState>,
    /// Those that are over, newest first, in the place of those to come, soonest first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub past: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

impl OrganisedQuery {
    pub(crate) fn to_query(&self) -> Query {
        Query::new()
            .with_some("team", self.team)
            .with_some("state", self.state)
            .with_some("past", self.past)
            .with_some("cursor", self.cursor.as_ref())
            .with_some("limit", self.limit)
    }
}

impl Validate for OrganisedQuery {
    fn validate(&self) -> Result<(), Vec<FieldError>> {
        let mut faults = Faults::new();
        faults.add_if(self.limit.is_some_and(|limit| limit == 0 || limit > MAX_LIMIT), "limit", Issue::Invalid);
        faults.into_result()
    }
}

/// Which figures.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[serde(deny_unknown_fields)]
pub struct VolunteerStatsQuery {
    /// Teams of this unit and below; of all units of the reader unless said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
    /// The first month holds this day; eleven months ago unless said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// The last month holds this day; now unless said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Date>,
}

impl VolunteerStatsQuery {
    pub fn to_query(&self) -> Query {
        Query::new().with_some("unit", self.unit.as_ref()).with_some("from", self.from).with_some("to", self.to)
    }
}

impl Validate for VolunteerStatsQuery {
    fn validate(&self) -> Result<(), Vec<FieldError>> {
        let mut faults = Faults::new();
        faults.add_if(self.unit.as_ref().is_some_and(|unit| !unit.is_well_formed()), "unit", Issue::UnknownUnit);
        let backwards = self.from.zip(self.to).is_some_and(|(from, to)| to < from);
        faults.add_if(backwards, "to", Issue::EndsBeforeBegins);
        let far = self.from.zip(self.to).is_some_and(|(from, to)| to > from.plus_days(5 * 366));
        faults.add_if(far, "to", Issue::TooFar);
        faults.into_result()
    }
}

/// One team in one month, in Shanghai; shifts count in the month that they begin in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TeamMonth {
    /// The month's first day.
    pub month: Date,
    pub team: TeamId,
    pub shifts: u32,
    /// Different people who came.
    pub people: u32,
    pub minutes: u32,
    pub no_shows: u32,
}

/// A team that the figures name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StatsTeam {
    pub id: TeamId,
    pub name: String,
    pub kind: TeamKind,
}

/// Figures of teams; months without a shift are left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct VolunteerStats {
    pub from: Date,
    pub to: Date,
    pub teams: Vec<StatsTeam>,
    pub rows: Vec<TeamMonth>,
    /// Registered volunteers who live in the units.
    pub volunteers: u32,
    /// Of them officials who reported to their community.
    pub officials: u32,
}

endpoint! {
    /// Of a coordinator's units, and of teams that the reader leads.
    OrganisedShifts {} Get "/api/v1/volunteer/organised" ? OrganisedQuery, "Shifts that the reader organises, drafts too" => Page<ShiftCard>
}
endpoint! {
    GetVolunteerStats {} Get "/api/v1/desk/volunteers/stats" ? VolunteerStatsQuery, "Hours, people and no-shows by team and month" => VolunteerStats
}

/// `GET` with a [`VolunteerStatsQuery`]: the same as CSV.
pub const STATS_CSV_PATH: &str = "/api/v1/desk/volunteers/stats.csv";
/// `GET` with a [`VolunteerStatsQuery`]: the same as XLSX.
pub const STATS_XLSX_PATH: &str = "/api/v1/desk/volunteers/stats.xlsx";
