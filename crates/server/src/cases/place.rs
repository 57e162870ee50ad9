//! From what a resident sent to a place of the district, and the unit that holds the case first.

use pingan_api::{
    FieldError, Issue,
    cases::{CaseKind, NewCase, NewPlace, PlaceSource},
    geo::{Datum, Position},
    id::UnitId,
};

use super::entity::case;
use crate::district::{District, Grid};

/// A place of the district.
pub(super) struct Located<'a> {
    pub(super) grid: &'a Grid,
    /// WGS-84; none if only a grid was chosen.
    pub(super) exact: Option<Position>,
    pub(super) datum: Datum,
    pub(super) source: PlaceSource,
    /// What the public sees.
    pub(super) coarse: Position,
}

pub(super) fn locate<'a>(district: &'a District, place: &NewPlace) -> Result<Located<'a>, Vec<FieldError>> {
    let exact = place.position.map(|position| position.to_wgs84(place.datum));
    let grid = match (exact, &place.grid) {
        // The point decides; a grid sent beside it is what the app guessed.
        (Some(position), _) => district.grid_at(position).ok_or(("place", Issue::OutsideDistrict)),
        (None, Some(id)) => district.grid(id).ok_or(("place.grid", Issue::UnknownUnit)),
        (None, None) => Err(("place.position", Issue::Required)),
    };
    let grid = grid.map_err(|(field, issue)| vec![FieldError::new(field, issue)])?;
    let coarse = exact.unwrap_or(grid.centre).coarse();
    Ok(Located { grid, exact, datum: place.datum, source: place.source, coarse })
}

/// The unit that has a new case: the community of its grid; for an opinion the unit above the one that it is about, so
/// that nobody judges an opinion about themselves.
pub(super) fn first_holder(
    district: &District,
    case: &NewCase,
    located: Option<&Located<'_>>,
) -> Result<UnitId, Vec<FieldError>> {
    let wrong = |field: &str, issue| vec![FieldError::new(field, issue)];
    match (case.kind, &case.about, located) {
        (CaseKind::Opinion, Some(about), _) => {
            district.unit(about).ok_or_else(|| wrong("about", Issue::UnknownUnit))?;
            let above = district.parent(about).ok_or_else(|| wrong("about", Issue::Invalid))?;
            Ok(above.id.clone())
        }
        (_, _, Some(located)) => Ok(located.grid.community.clone()),
        (_, _, None) => Err(wrong("place", Issue::Required)),
    }
}

/// A coarse position as whole 10⁻⁴ degrees, which it is made of.
pub(crate) fn coarse_e4(position: Position) -> (i32, i32) {
    (scaled(position.lat, 1e4), scaled(position.lon, 1e4))
}

pub(super) fn from_e4(lat: i32, lon: i32) -> Position {
    Position::new(f64::from(lat) / 1e4, f64::from(lon) / 1e4)
}

/// An exact position as whole 10⁻⁷ degrees: a centimetre.
pub(super) fn exact_e7(position: Position) -> (i32, i32) {
    (scaled(position.lat, 1e7), scaled(position.lon, 1e7))
}

fn from_e7(lat: i32, lon: i32) -> Position {
    Position::new(f64::from(lat) / 1e7, f64::from(lon) / 1e7)
}

/// Where a case is, if a point was told.
pub(crate) fn exact_position(case: &case::Model) -> Option<Position> {
    case.lat_e7.zip(case.lon_e7).map(|(lat, lon)| from_e7(lat, lon))
}

fn scaled(degrees: f64, per_degree: f64) -> i32 {
    // 180 × 10⁷ fits.
    (degrees * per_degree).round() as i32
}
