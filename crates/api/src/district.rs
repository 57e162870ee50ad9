//! The district: its tree of units, its grids and who answers for them.

use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Method, Query},
    geo::{Datum, Position},
    id::UnitId,
    slug_enum,
};

slug_enum! {
    /// What a unit is. The tree runs district → street → community → grid; departments hang on the district.
    pub enum UnitKind {
        District = "district",
        Street = "street",
        Community = "community",
        Grid = "grid",
        Department = "department",
    }
}

/// A name in the app's two languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Name {
    pub zh: String,
    pub en: String,
}

/// One node of the tree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Unit {
    pub id: UnitId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<UnitId>,
    pub kind: UnitKind,
    pub name: Name,
}

/// The whole tree, parents before children.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct District {
    /// The data are invented for demonstration.
    pub demo: bool,
    pub units: Vec<Unit>,
}

slug_enum! {
    /// Who of a grid's service team is meant.
    pub enum TeamRole {
        Police = "police",
        UrbanManagement = "urban_management",
        Health = "health",
        Justice = "justice",
    }
}

/// A person of the grid whom residents may call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GridMember {
    pub name: Name,
    /// A duty number, not a private one.
    pub phone: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TeamMember {
    pub role: TeamRole,
    pub person: GridMember,
}

/// One grid as its residents see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GridCard {
    pub grid: Unit,
    pub community: Unit,
    pub street: Unit,
    pub member: GridMember,
    pub team: Vec<TeamMember>,
    /// A point inside the grid, WGS-84.
    pub centre: Position,
    pub demo: bool,
}

/// The tree of units.
pub struct GetDistrict;

impl Endpoint for GetDistrict {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/v1/district";
    const SUMMARY: &'static str = "The district's units, parents before children";
    type Request = ();
    type Answer = District;

    fn path(&self) -> String {
        Self::PATH.to_owned()
    }
}

/// Asks for the grid of a point.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[serde(deny_unknown_fields)]
pub struct PointQuery {
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// Of the two numbers above; WGS-84 unless said.
    #[serde(default = "wgs84")]
    pub datum: Datum,
}

fn wgs84() -> Datum {
    Datum::Wgs84
}

/// Which grid a point belongs to; `outside_district` if to none.
pub struct GetGridAt(pub PointQuery);

impl Endpoint for GetGridAt {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/v1/district/grids/at";
    const SUMMARY: &'static str = "The grid that a point belongs to";
    type Request = PointQuery;
    type Answer = GridCard;

    fn path(&self) -> String {
        let PointQuery { lat, lon, datum } = self.0;
        Query::new().with("lat", lat).with("lon", lon).with("datum", datum).on(Self::PATH)
    }
}

/// One grid by its id.
pub struct GetGrid(pub UnitId);

impl Endpoint for GetGrid {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/v1/district/grids/{grid}";
    const SUMMARY: &'static str = "One grid: its member, service team and place in the tree";
    type Request = ();
    type Answer = GridCard;

    fn path(&self) -> String {
        Self::PATH.replace("{grid}", &self.0.0)
    }
}

/// Which outlines to draw.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[serde(deny_unknown_fields)]
pub struct AreaQuery {
    /// `grid`, `community`, `street` or `district`.
    pub level: UnitKind,
    /// Only the areas below this unit (or the unit's own).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<UnitId>,
}

impl AreaQuery {
    /// Answers `application/geo+json` (RFC 7946): a FeatureCollection of Polygons in WGS-84, each with the
    /// properties `id`, `parent`, `kind`, `name_zh`, `name_en`. The map draws it as it comes, so it has no body type.
    pub const PATH: &'static str = "/api/v1/district/areas.geojson";

    pub fn path(&self) -> String {
        Query::new().with("level", self.level).with_some("within", self.within.as_ref()).on(Self::PATH)
    }
}
