//! The district: its tree of units, its grids, and which grid a point belongs to. All of it lives in memory; the
//! database is read at start and written by an import.

pub mod entity;
pub mod import;

mod areas;
mod geojson;
mod geometry;
mod outline;
mod prepared;
mod read;
mod store;
mod survey;
mod tiling;

use std::collections::HashMap;

use pingan_api::{
    Method,
    district::{AreaQuery, GetDistrict, GetGrid, GetGridAt, GridCard, GridMember, Name, TeamMember, Unit},
    geo::Position,
    id::UnitId,
};

use self::{areas::Areas, geometry::Bounds, prepared::Prepared};
pub use self::{
    geometry::{Point, Ring},
    survey::{Survey, SurveyedGrid},
};
use crate::routes::{Access, Routes};

pub(crate) fn routes(routes: Routes) -> Routes {
    routes
        .endpoint::<GetDistrict, _, _>(Access::Public, read::tree)
        .endpoint::<GetGridAt, _, _>(Access::Public, read::grid_at)
        .endpoint::<GetGrid, _, _>(Access::Public, read::grid)
        .raw(Method::Get, AreaQuery::PATH, Access::Public, areas::operation(), areas::areas)
}

/// One grid, found.
#[derive(Clone, Debug)]
pub struct Grid {
    pub id: UnitId,
    pub name: Name,
    pub community: UnitId,
    pub street: UnitId,
    /// A point well inside, WGS-84.
    pub centre: Position,
    member: GridMember,
    team: Vec<TeamMember>,
    ring: Ring,
    bounds: Bounds,
}

/// Everything that is asked of the district while the server runs. It does not change: a new survey makes a new one.
pub struct District {
    demo: bool,
    units: Vec<Unit>,
    by_id: HashMap<UnitId, usize>,
    /// Of the unit with the same index.
    parents: Vec<Option<usize>>,
    grids: Vec<Grid>,
    grid_by_id: HashMap<UnitId, usize>,
    cells: Cells,
    tree: Prepared,
    areas: Areas,
}

impl District {
    /// Before any survey was imported.
    pub fn empty() -> Self {
        Self::new(Survey::default())
    }

    /// A checked survey, ready to be asked.
    pub fn new(survey: Survey) -> Self {
        let (demo, units, surveyed) = survey.into_parts();
        let by_id: HashMap<UnitId, usize> = units.iter().enumerate().map(|(i, unit)| (unit.id.clone(), i)).collect();
        let parent = |unit: &Unit| unit.parent.as_ref().and_then(|parent| by_id.get(parent).copied());
        let parents: Vec<Option<usize>> = units.iter().map(parent).collect();
        let grids: Vec<Grid> = surveyed
            .into_iter()
            .filter_map(|grid| {
                let unit = *by_id.get(&grid.unit)?;
                let community = parents[unit]?;
                let street = parents[community]?;
                Some(Grid {
                    id: grid.unit,
                    name: units[unit].name.clone(),
                    community: units[community].id.clone(),
                    street: units[street].id.clone(),
                    centre: grid.ring.inner_point().into(),
                    member: grid.member,
                    team: grid.team,
                    bounds: grid.ring.bounds(),
                    ring: grid.ring,
                })
            })
            .collect();
        let grid_by_id = grids.iter().enumerate().map(|(i, grid)| (grid.id.clone(), i)).collect();
        let cells = Cells::over(&grids);
        let tree = Prepared::json(&pingan_api::district::District { demo, units: units.clone() });
        Self { demo, units, by_id, parents, grids, grid_by_id, cells, tree, areas: Areas::default() }
    }

    /// The data are invented for demonstration.
    pub fn demo(&self) -> bool {
        self.demo
    }

    pub fn is_empty(&self) -> bool {
        self.units.is_empty()
    }

    /// The district's own unit.
    pub fn root(&self) -> Option<&Unit> {
        self.units.first()
    }

    /// Parents before children.
    pub fn units(&self) -> &[Unit] {
        &self.units
    }

    pub fn unit(&self, id: &UnitId) -> Option<&Unit> {
        self.by_id.get(id).map(|i| &self.units[*i])
    }

    /// A unit's name; its id where a later survey no longer has it.
    pub fn name(&self, id: &UnitId) -> Name {
        let unknown = || Name { zh: id.0.clone(), en: id.0.clone() };
        self.unit(id).map_or_else(unknown, |unit| unit.name.clone())
    }

    pub fn parent(&self, id: &UnitId) -> Option<&Unit> {
        self.ancestors(id).nth(1)
    }

    /// The unit itself, then what is above it, up to the district; nothing for an unknown unit.
    pub fn ancestors(&self, id: &UnitId) -> impl Iterator<Item = &Unit> {
        let first = self.by_id.get(id).copied();
        std::iter::successors(first, |i| self.parents[*i]).map(|i| &self.units[i])
    }

    /// Whether a unit is another or hangs anywhere below it.
    pub fn is_within(&self, unit: &UnitId, ancestor: &UnitId) -> bool {
        self.ancestors(unit).any(|above| above.id == *ancestor)
    }

    pub fn grids(&self) -> &[Grid] {
        &self.grids
    }

    pub fn grid(&self, id: &UnitId) -> Option<&Grid> {
        self.grid_by_id.get(id).map(|i| &self.grids[*i])
    }

    /// The one grid that holds a WGS-84 point; none outside the district.
    pub fn grid_at(&self, position: Position) -> Option<&Grid> {
        if !position.is_valid() {
            return None;
        }
        self.grid_of(Point::from(position))
    }

    fn grid_of(&self, point: Point) -> Option<&Grid> {
        let candidates = self.cells.around(point).iter().map(|i| &self.grids[*i as usize]);
        candidates.filter(|grid| grid.bounds.contains(point)).find(|grid| grid.ring.contains(point))
    }

    /// A grid as its residents see it.
    pub fn card(&self, id: &UnitId) -> Option<GridCard> {
        let grid = self.grid(id)?;
        Some(GridCard {
            grid: self.unit(id)?.clone(),
            community: self.unit(&grid.community)?.clone(),
            street: self.unit(&grid.street)?.clone(),
            member: grid.member.clone(),
            team: grid.team.clone(),
            centre: grid.centre,
            demo: self.demo,
        })
    }

    /// The borders of the grids at or below a unit.
    fn rings_within<'a>(&'a self, unit: &'a UnitId) -> impl Iterator<Item = &'a Ring> + Clone {
        self.grids.iter().filter(|grid| self.is_within(&grid.id, unit)).map(|grid| &grid.ring)
    }
}

/// How many cells the district's box is cut into, each way: about two grids meet in a cell of a district of 400.
const CELLS: i64 = 64;

/// The district's box in equal cells, each with the grids whose boxes reach into it.
struct Cells {
    bounds: Option<Bounds>,
    grids: Vec<Vec<u32>>,
}

impl Cells {
    fn over(grids: &[Grid]) -> Self {
        let corners = grids.iter().flat_map(|grid| [grid.bounds.min, grid.bounds.max]);
        let bounds = corners.fold(None, |bounds: Option<Bounds>, corner| {
            Some(bounds.map_or(Bounds::around(corner), |bounds| bounds.with(corner)))
        });
        let mut cells = Self { bounds, grids: vec![Vec::new(); (CELLS * CELLS) as usize] };
        for (i, grid) in (0..).zip(grids) {
            let (Some((west, south)), Some((east, north))) = (cells.at(grid.bounds.min), cells.at(grid.bounds.max))
            else {
                continue;
            };
            for row in south..=north {
                for column in west..=east {
                    cells.grids[row * CELLS as usize + column].push(i);
                }
            }
        }
        cells
    }

    fn at(&self, point: Point) -> Option<(usize, usize)> {
        let bounds = self.bounds.filter(|bounds| bounds.contains(point))?;
        let step = |here: i64, min: i64, max: i64| ((here - min) * CELLS / (max - min + 1)) as usize;
        Some((step(point.lon, bounds.min.lon, bounds.max.lon), step(point.lat, bounds.min.lat, bounds.max.lat)))
    }

    fn around(&self, point: Point) -> &[u32] {
        self.at(point).map_or(&[], |(column, row)| &self.grids[row * CELLS as usize + column])
    }
}

#[cfg(test)]
mod tests;
