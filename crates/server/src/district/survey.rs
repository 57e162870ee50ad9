//! A whole district as it is surveyed: units, grids and their people, checked as one before any of it is used.

use std::{
    collections::{HashMap, HashSet},
    fmt,
};

use pingan_api::{
    district::{GridMember, TeamMember, Unit, UnitKind},
    id::UnitId,
};

use super::{
    geometry::Ring,
    tiling::{self, Area},
};

/// One grid: the unit, its border and the people whom its residents may call.
#[derive(Clone, Debug, PartialEq)]
pub struct SurveyedGrid {
    pub unit: UnitId,
    /// Counter-clockwise.
    pub ring: Ring,
    pub member: GridMember,
    pub team: Vec<TeamMember>,
}

/// A district that holds together: one tree, and grids that tile it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Survey {
    demo: bool,
    units: Vec<Unit>,
    grids: Vec<SurveyedGrid>,
}

/// What keeps a survey from being a district.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Not the characters or the length of an id.
    Id(UnitId),
    Repeated(UnitId),
    /// The tree has no root, or several.
    Roots(usize),
    Orphan {
        unit: UnitId,
        parent: UnitId,
    },
    /// A unit hangs on one of the wrong kind.
    Misplaced(UnitId),
    /// A community without a grid, or a street without a community.
    Childless(UnitId),
    /// A grid's unit without a border.
    Borderless(UnitId),
    Nameless(UnitId),
    Tiling(tiling::Fault),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Id(id) => write!(f, "{:?} is no unit id: 1 to 32 characters of 0-9, a-z and -", id.0),
            Fault::Repeated(id) => write!(f, "{id} is there more than once"),
            Fault::Roots(count) => {
                write!(f, "there are {count} units of kind district without a parent; one is needed")
            }
            Fault::Orphan { unit, parent } => write!(f, "{unit} hangs on {parent}, which is not there"),
            Fault::Misplaced(id) => write!(f, "{id} hangs on a unit of the wrong kind"),
            Fault::Childless(id) => write!(f, "{id} has no unit below it"),
            Fault::Borderless(id) => write!(f, "{id} is a grid without a border"),
            Fault::Nameless(id) => write!(f, "{id} lacks its name in one of the two languages"),
            Fault::Tiling(fault) => fault.fmt(f),
        }
    }
}

impl Survey {
    /// Checks the whole and puts parents before children; everything that is wrong is told at once, the tree first.
    pub fn checked(demo: bool, units: Vec<Unit>, grids: Vec<SurveyedGrid>) -> Result<Self, Vec<Fault>> {
        let faults = faults_of_tree(&units, &grids);
        if !faults.is_empty() {
            return Err(faults);
        }
        let areas: Vec<Area<'_>> = grids.iter().map(|grid| Area { id: &grid.unit, ring: &grid.ring }).collect();
        tiling::outline_of(&areas).map_err(|faults| faults.into_iter().map(Fault::Tiling).collect::<Vec<_>>())?;
        Ok(Self::in_order(demo, units, grids))
    }

    /// What the database holds was checked when it was put there.
    pub(super) fn in_order(demo: bool, mut units: Vec<Unit>, grids: Vec<SurveyedGrid>) -> Self {
        units.sort_by_key(|unit| level(unit.kind));
        Self { demo, units, grids }
    }

    /// The data are invented for demonstration.
    pub fn demo(&self) -> bool {
        self.demo
    }

    /// Parents before children.
    pub fn units(&self) -> &[Unit] {
        &self.units
    }

    pub fn grids(&self) -> &[SurveyedGrid] {
        &self.grids
    }

    pub(super) fn into_parts(self) -> (bool, Vec<Unit>, Vec<SurveyedGrid>) {
        (self.demo, self.units, self.grids)
    }
}

/// How deep in the tree a kind of unit stands; departments stand beside the streets.
fn level(kind: UnitKind) -> u8 {
    match kind {
        UnitKind::District => 0,
        UnitKind::Street | UnitKind::Department => 1,
        UnitKind::Community => 2,
        UnitKind::Grid => 3,
    }
}

fn parent_kind(kind: UnitKind) -> Option<UnitKind> {
    match kind {
        UnitKind::District => None,
        UnitKind::Street | UnitKind::Department => Some(UnitKind::District),
        UnitKind::Community => Some(UnitKind::Street),
        UnitKind::Grid => Some(UnitKind::Community),
    }
}

fn faults_of_tree(units: &[Unit], grids: &[SurveyedGrid]) -> Vec<Fault> {
    let mut faults = Vec::new();
    let kinds: HashMap<&UnitId, UnitKind> = units.iter().map(|unit| (&unit.id, unit.kind)).collect();
    let parents: HashSet<&UnitId> = units.iter().filter_map(|unit| unit.parent.as_ref()).collect();
    let bordered: HashSet<&UnitId> = grids.iter().map(|grid| &grid.unit).collect();
    let mut seen = HashSet::new();
    for unit in units {
        let id = || unit.id.clone();
        if !unit.id.is_well_formed() {
            faults.push(Fault::Id(id()));
        }
        if !seen.insert(&unit.id) {
            faults.push(Fault::Repeated(id()));
        }
        if unit.name.zh.trim().is_empty() || unit.name.en.trim().is_empty() {
            faults.push(Fault::Nameless(id()));
        }
        match &unit.parent {
            Some(parent) if !kinds.contains_key(parent) => {
                faults.push(Fault::Orphan { unit: id(), parent: parent.clone() });
            }
            parent => {
                let on = parent.as_ref().map(|parent| kinds[parent]);
                if on != parent_kind(unit.kind) {
                    faults.push(Fault::Misplaced(id()));
                }
            }
        }
        match unit.kind {
            UnitKind::District if grids.is_empty() => faults.push(Fault::Childless(id())),
            UnitKind::Street | UnitKind::Community if !parents.contains(&unit.id) => {
                faults.push(Fault::Childless(id()))
            }
            UnitKind::Grid if !bordered.contains(&unit.id) => faults.push(Fault::Borderless(id())),
            _ => {}
        }
    }
    let roots = units.iter().filter(|unit| unit.kind == UnitKind::District).count();
    if roots != 1 {
        faults.push(Fault::Roots(roots));
    }
    faults
}
