//! The requests about cases, as endpoints.

use serde::{Deserialize, Serialize};

use super::{
    CaseCode, CaseKind, CaseNumber, CasePage, CaseSummary, Category, MyCase, NewCase, NewJoin, Receipt, State,
    TrackedCase,
};
use crate::{
    endpoint::{Endpoint, Method, Query},
    geo::{Datum, Position},
    id::{IdempotencyKey, UnitId},
    page::{Cursor, MAX_LIMIT, Page},
    problem::{FieldError, Issue},
    validate::{Faults, Validate},
};

/// Metres around a point in which a neighbour's case counts as maybe the same.
pub const DUPLICATE_RADIUS_M: u32 = 250;
/// Metres around a point at most in a list.
pub const MAX_RADIUS_M: u32 = 10_000;
/// Metres around a point in a list unless said.
pub const DEFAULT_RADIUS_M: u32 = 1000;

/// Sends a case.
pub struct CreateCase {
    pub key: IdempotencyKey,
    pub case: NewCase,
}

impl Endpoint for CreateCase {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/v1/cases";
    const SUMMARY: &'static str = "Raise a case; answers its number and code";
    type Request = NewCase;
    type Answer = Receipt;

    fn path(&self) -> String {
        Self::PATH.to_owned()
    }

    fn body(&self) -> Option<&NewCase> {
        Some(&self.case)
    }

    fn idempotency_key(&self) -> Option<IdempotencyKey> {
        Some(self.key)
    }
}

/// Joins a neighbour's public case.
pub struct JoinCase {
    pub key: IdempotencyKey,
    pub number: CaseNumber,
    pub join: NewJoin,
}

impl Endpoint for JoinCase {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/v1/cases/{number}/joins";
    const SUMMARY: &'static str = "Join a public case instead of raising another; answers a code of one's own";
    type Request = NewJoin;
    type Answer = Receipt;

    fn path(&self) -> String {
        Self::PATH.replace("{number}", &self.number.to_string())
    }

    fn body(&self) -> Option<&NewJoin> {
        Some(&self.join)
    }

    fn idempotency_key(&self) -> Option<IdempotencyKey> {
        Some(self.key)
    }
}

/// Which public cases to list. Without `lat` and `lon`, and without `grid`, those of the whole district.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[serde(deny_unknown_fields)]
pub struct CaseQuery {
    /// Degrees north, WGS-84; with `lon`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lat: Option<f64>,
    /// Degrees east, WGS-84; with `lat`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lon: Option<f64>,
    /// Metres around the point, 1,000 unless said, 10,000 at most; measured to the coarse place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub radius_m: Option<u32>,
    /// A grid, or any unit above it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grid: Option<UnitId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<CaseKind>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<Category>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<State>,
    /// `true`: only cases still to be solved; `false`: only solved ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
    /// 20 unless said, 100 at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

impl CaseQuery {
    /// The point asked about, if both its numbers are there.
    pub fn position(&self) -> Option<Position> {
        Some(Position::new(self.lat?, self.lon?))
    }
}

impl Validate for CaseQuery {
    fn validate(&self) -> Result<(), Vec<FieldError>> {
        let mut faults = Faults::new();
        faults.add_if(self.lat.is_some() != self.lon.is_some(), "lat", Issue::Required);
        faults.add_if(self.position().is_some_and(|position| !position.is_valid()), "lat", Issue::Invalid);
        faults.add_if(self.radius_m.is_some_and(|m| m == 0 || m > MAX_RADIUS_M), "radius_m", Issue::Invalid);
        faults.add_if(self.limit.is_some_and(|limit| limit == 0 || limit > MAX_LIMIT), "limit", Issue::Invalid);
        faults.into_result()
    }
}

/// Public cases, newest first.
pub struct ListCases(pub CaseQuery);

impl Endpoint for ListCases {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/v1/cases";
    const SUMMARY: &'static str = "Public cases around a point, in a unit or in the district, newest first";
    type Request = CaseQuery;
    type Answer = Page<CaseSummary>;

    fn path(&self) -> String {
        let q = &self.0;
        Query::new()
            .with_some("lat", q.lat)
            .with_some("lon", q.lon)
            .with_some("radius_m", q.radius_m)
            .with_some("grid", q.grid.as_ref())
            .with_some("kind", q.kind)
            .with_some("category", q.category)
            .with_some("state", q.state)
            .with_some("open", q.open)
            .with_some("cursor", q.cursor.as_ref())
            .with_some("limit", q.limit)
            .on(Self::PATH)
    }
}

/// Where and what a resident is about to report.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[serde(deny_unknown_fields)]
pub struct DuplicateQuery {
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// Of the two numbers above.
    pub datum: Datum,
    pub category: Category,
}

/// "A neighbour reported this": open public cases of the same category within [`DUPLICATE_RADIUS_M`], nearest first,
/// ten at most. Distances are to the coarse place, so that asking around does not tell the exact one.
pub struct FindDuplicates(pub DuplicateQuery);

impl Endpoint for FindDuplicates {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/v1/cases/duplicates";
    const SUMMARY: &'static str = "Open cases of the same category within 250 m, nearest first";
    type Request = DuplicateQuery;
    type Answer = Vec<CaseSummary>;

    fn path(&self) -> String {
        let DuplicateQuery { lat, lon, datum, category } = self.0;
        Query::new().with("lat", lat).with("lon", lon).with("datum", datum).with("category", category).on(Self::PATH)
    }
}

/// One public case.
pub struct GetCase(pub CaseNumber);

impl Endpoint for GetCase {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/v1/cases/{number}";
    const SUMMARY: &'static str = "One public case";
    type Request = ();
    type Answer = CasePage;

    fn path(&self) -> String {
        Self::PATH.replace("{number}", &self.0.to_string())
    }
}

/// Number and code as typed: whatever is wrong with them gets the same answer.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CaseKey {
    pub number: String,
    pub code: String,
}

impl CaseKey {
    pub fn new(number: CaseNumber, code: &CaseCode) -> Self {
        Self { number: number.to_string(), code: code.as_str().to_owned() }
    }

    /// Both, if both are well formed.
    pub fn parse(&self) -> Option<(CaseNumber, CaseCode)> {
        Some((self.number.parse().ok()?, self.code.parse().ok()?))
    }
}

/// The code stays out of logs.
impl std::fmt::Debug for CaseKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "CaseKey({}, ……)", self.number)
    }
}

/// The one body that opens a case. Sent by POST, so that the code is in no URL.
pub type LookUp = CaseKey;

/// A case by its number and code.
pub struct TrackCase(pub LookUp);

impl Endpoint for TrackCase {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/v1/cases/track";
    const SUMMARY: &'static str = "A case for whoever holds its code; slower after five wrong tries";
    type Request = LookUp;
    type Answer = TrackedCase;

    fn path(&self) -> String {
        Self::PATH.to_owned()
    }

    fn body(&self) -> Option<&LookUp> {
        Some(&self.0)
    }
}

/// The keys that a device holds.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CaseKeys {
    /// [`CaseKeys::MAX`] at most.
    pub keys: Vec<CaseKey>,
}

impl CaseKeys {
    pub const MAX: usize = 50;
}

impl Validate for CaseKeys {
    fn validate(&self) -> Result<(), Vec<FieldError>> {
        let mut faults = Faults::new();
        faults.items("keys", &self.keys, Self::MAX);
        faults.into_result()
    }
}

/// The present state of the cases that a device holds; keys that open nothing are left out and count as wrong tries.
pub struct MyCases(pub CaseKeys);

impl Endpoint for MyCases {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/v1/cases/mine";
    const SUMMARY: &'static str = "The present state of the cases whose codes are sent";
    type Request = CaseKeys;
    type Answer = Vec<MyCase>;

    fn path(&self) -> String {
        Self::PATH.to_owned()
    }

    fn body(&self) -> Option<&CaseKeys> {
        Some(&self.0)
    }
}

impl Validate for CaseKey {
    fn validate(&self) -> Result<(), Vec<FieldError>> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fixed_paths_are_no_case_numbers() {
        for word in ["track", "mine", "acts", "duplicates"] {
            assert!(word.parse::<CaseNumber>().is_err());
        }
    }

    #[test]
    fn a_query_writes_what_is_asked() {
        let query = CaseQuery { lat: Some(30.19), lon: Some(114.96), open: Some(true), ..CaseQuery::default() };
        assert_eq!(ListCases(query).path(), "/api/v1/cases?lat=30.19&lon=114.96&open=true");
    }
}
