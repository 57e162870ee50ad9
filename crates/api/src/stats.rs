//! Figures: how many cases come and go, how fast, and where. For desks by unit; for everybody in coarse numbers.

use serde::{Deserialize, Serialize};

use crate::{
    cases::{CaseKind, Category},
    date::Date,
    desk::UnitName,
    endpoint::{Endpoint, Method, Query},
    id::UnitId,
    problem::{FieldError, Issue},
    validate::{Faults, Validate},
};

/// Days that figures may reach over.
pub const MAX_DAYS: i64 = 366;
/// Days that the public's figures reach over.
pub const PUBLIC_DAYS: i64 = 30;

/// Which cases to count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[serde(deny_unknown_fields)]
pub struct StatsQuery {
    /// The first day, in Shanghai.
    pub from: Date,
    /// The last day; [`MAX_DAYS`] days at most.
    pub to: Date,
    /// Cases of a place in this unit, or held by it or below it; all that the reader sees unless said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<CaseKind>,
}

impl StatsQuery {
    fn on(&self, path: &str) -> String {
        let query = Query::new().with("from", self.from).with("to", self.to);
        query.with_some("unit", self.unit.as_ref()).with_some("kind", self.kind).on(path)
    }
}

impl Validate for StatsQuery {
    fn validate(&self) -> Result<(), Vec<FieldError>> {
        let mut faults = Faults::new();
        faults.add_if(self.to < self.from || self.to >= self.from.plus_days(MAX_DAYS), "to", Issue::Invalid);
        faults.into_result()
    }
}

/// Cases in and out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Flow {
    /// Raised in the days asked for.
    pub raised: u32,
    /// Ended in them.
    pub closed: u32,
    /// Of those raised, still open.
    pub open: u32,
    /// Of those open, overdue now.
    pub overdue: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DayFlow {
    pub date: Date,
    pub raised: u32,
    pub closed: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UnitFlow {
    pub unit: UnitName,
    pub flow: Flow,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CategoryFlow {
    pub kind: CaseKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<Category>,
    pub flow: Flow,
}

/// How long something took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Pace {
    /// How many are counted.
    pub count: u32,
    /// Of those, how many were within their clock.
    pub in_time: u32,
    /// Minutes, day and night; none where nothing is counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub median_minutes: Option<u32>,
}

/// What reporters said of the work when they confirmed it in the days asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Ratings {
    /// How many gave one star, two, and so on to five.
    pub stars: [u32; 5],
}

impl Ratings {
    pub fn count(&self) -> u32 {
        self.stars.iter().sum()
    }

    /// Stars in the mean; none where nobody rated.
    pub fn mean(&self) -> Option<f64> {
        let all: u32 = (1..).zip(self.stars).map(|(stars, count)| stars * count).sum();
        (self.count() > 0).then(|| f64::from(all) / f64::from(self.count()))
    }
}

/// What became of requests for mediation that ended in the days asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Mediation {
    /// Those that a mediator took on and brought to an end.
    pub ended: u32,
    /// Of those, settled: closed, and never disputed.
    pub settled: u32,
}

/// The dashboard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Stats {
    pub total: Flow,
    /// Every day asked for, in order.
    pub days: Vec<DayFlow>,
    /// The units below the one asked for, in the tree's order, and for the district its departments.
    pub units: Vec<UnitFlow>,
    /// Those that have cases, the most frequent first.
    pub categories: Vec<CategoryFlow>,
    /// From raised to taken on.
    pub accept: Pace,
    /// From raised to ended; in time is what never became overdue.
    pub close: Pace,
    /// From a whistle to checking in.
    pub check_in: Pace,
    pub reopened: u32,
    pub disputed: u32,
    pub ratings: Ratings,
    pub mediation: Mediation,
}

pub struct GetStats(pub StatsQuery);

impl Endpoint for GetStats {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/v1/stats";
    const SUMMARY: &'static str = "Cases in and out by day, unit and category, and how long they took";
    type Request = StatsQuery;
    type Answer = Stats;

    fn path(&self) -> String {
        self.0.on(Self::PATH)
    }
}

/// Cases as a file, one line each, without anything that a reporter wrote, and without formulas: as `text/csv` (RFC 4180,
/// UTF-8 with a byte order mark), where no cell begins with a sign that a spreadsheet takes for one, or as a workbook.
pub struct ExportCases;

impl ExportCases {
    pub const PATH: &'static str = "/api/v1/stats/cases.csv";
    /// Office Open XML.
    pub const SHEET_PATH: &'static str = "/api/v1/stats/cases.xlsx";

    pub fn path(query: &StatsQuery) -> String {
        query.on(Self::PATH)
    }

    pub fn sheet_path(query: &StatsQuery) -> String {
        query.on(Self::SHEET_PATH)
    }
}

/// What everybody may know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PublicStats {
    /// The last [`PUBLIC_DAYS`] days.
    pub from: Date,
    pub to: Date,
    pub raised: u32,
    pub closed: u32,
    /// Of those closed in these days, in hundredths, how many were in time.
    pub in_time_percent: u32,
    /// Hours from raised to ended, in the middle.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub median_hours: Option<u32>,
    /// The data are invented for demonstration.
    pub demo: bool,
}

pub struct GetPublicStats;

impl Endpoint for GetPublicStats {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/v1/stats/public";
    const SUMMARY: &'static str = "The district's coarse figures of the last thirty days";
    type Request = ();
    type Answer = PublicStats;

    fn path(&self) -> String {
        Self::PATH.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::Ratings;

    #[test]
    fn the_mean_is_weighted() {
        assert_eq!(Ratings::default().mean(), None);
        assert_eq!(Ratings { stars: [1, 0, 0, 0, 3] }.mean(), Some(4.0));
    }
}
