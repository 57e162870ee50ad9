//! What the first screen shows, in one answer.

use serde::{Deserialize, Serialize};

use crate::{
    cases::CaseSummary,
    district::{GridCard, Name},
    endpoint::{Endpoint, Method, Query},
    id::UnitId,
};

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[serde(deny_unknown_fields)]
pub struct HomeQuery {
    /// The grid that the device remembers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grid: Option<UnitId>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Home {
    pub district: Name,
    /// The data are invented for demonstration.
    pub demo: bool,
    /// The grid asked for, if there is such a grid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grid: Option<GridCard>,
    /// The newest public cases, in the grid's community if a grid was asked for.
    pub latest: Vec<CaseSummary>,
}

pub struct GetHome(pub HomeQuery);

impl Endpoint for GetHome {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/v1/home";
    const SUMMARY: &'static str = "Everything that the first screen shows";
    type Request = HomeQuery;
    type Answer = Home;

    fn path(&self) -> String {
        Query::new().with_some("grid", self.0.grid.as_ref()).on(Self::PATH)
    }
}
