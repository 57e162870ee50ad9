//! Whether areas tile: no holes, no overlaps, every inner border shared exactly.
//!
//! The proof rests on winding numbers. Each area is a simple counter-clockwise ring, so the number of areas around a
//! point is the winding number of all their edges together. An edge and its reverse cancel; if what is left is one
//! simple counter-clockwise ring, that number is 1 inside it and 0 outside: a tiling.

use std::{
    collections::{BTreeSet, HashMap},
    fmt,
};

use pingan_api::{geo::Position, id::UnitId};

use super::{
    geometry::{Edge, Meeting, Point, Ring, meeting},
    outline,
};

/// One area of a tiling.
#[derive(Clone, Copy, Debug)]
pub(super) struct Area<'a> {
    pub id: &'a UnitId,
    /// Counter-clockwise.
    pub ring: &'a Ring,
}

/// What keeps areas from tiling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Fewer than three corners, or no area.
    Empty(UnitId),
    /// The border meets itself.
    NotSimple(UnitId, Point),
    Overlap(UnitId, UnitId, Point),
    /// Two areas share a border, and one of them has a corner in it that the other lacks.
    CornerNotShared(UnitId, UnitId, Point),
    /// A hole that these areas surround.
    Hole(Vec<UnitId>, Point),
    /// These areas lie apart from the others.
    Apart(Vec<UnitId>),
    /// The outline touches itself at a corner of these areas.
    Pinched(Vec<UnitId>, Point),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = |point: &Point| {
            let position = Position::from(*point);
            format!("at {}, {}", position.lon, position.lat)
        };
        let list = |ids: &[UnitId]| ids.iter().map(|id| id.0.as_str()).collect::<Vec<_>>().join(", ");
        match self {
            Fault::Empty(id) => write!(f, "{id} has no area"),
            Fault::NotSimple(id, point) => write!(f, "the border of {id} meets itself {}", at(point)),
            Fault::Overlap(a, b, point) => write!(f, "{a} and {b} overlap {}", at(point)),
            Fault::CornerNotShared(a, b, point) => {
                write!(f, "{a} and {b} share a border, but only one of them has a corner {}", at(point))
            }
            Fault::Hole(ids, point) => write!(f, "there is a hole between {} {}", list(ids), at(point)),
            Fault::Apart(ids) => write!(f, "{} lie apart from the other grids", list(ids)),
            Fault::Pinched(ids, point) => write!(f, "the outline touches itself {} at {}", at(point), list(ids)),
        }
    }
}

/// The one outline of areas that tile, or everything that is wrong.
pub(super) fn outline_of(areas: &[Area<'_>]) -> Result<Ring, Vec<Fault>> {
    let faults: Vec<Fault> = areas.iter().filter_map(|area| fault_of_ring(*area)).collect();
    if !faults.is_empty() {
        return Err(faults);
    }
    let owners = owners_of_edges(areas)?;
    let outer = outline::outer_edges(areas.iter().map(|area| area.ring));
    let faults = faults_of_outer_edges(&outer, &owners, areas);
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut rings = outline::chain(&outer);
    if rings.len() == 1
        && let Some(ring) = rings.pop()
    {
        return Ok(ring);
    }
    Err(faults_of_rings(&rings, &owners, areas))
}

fn fault_of_ring(Area { id, ring }: Area<'_>) -> Option<Fault> {
    if ring.0.len() < 3 || ring.doubled_area() <= 0 {
        return Some(Fault::Empty(id.clone()));
    }
    let mut seen = BTreeSet::new();
    if let Some(twice) = ring.0.iter().find(|point| !seen.insert(**point)) {
        return Some(Fault::NotSimple(id.clone(), *twice));
    }
    let edges: Vec<Edge> = ring.edges().collect();
    near_pairs(&edges).next().map(|(a, b, _)| Fault::NotSimple(id.clone(), corner_on(a, b).unwrap_or(a.0)))
}

type Owners<'a> = HashMap<Edge, &'a UnitId>;

/// Who has each edge; two areas at the same side of one edge overlap.
fn owners_of_edges<'a>(areas: &[Area<'a>]) -> Result<Owners<'a>, Vec<Fault>> {
    let mut owners = Owners::new();
    let mut faults = Vec::new();
    for area in areas {
        for edge in area.ring.edges() {
            if let Some(other) = owners.insert(edge, area.id) {
                faults.push(Fault::Overlap(other.clone(), area.id.clone(), edge.0));
            }
        }
    }
    faults.dedup_by(|a, b| matches!((a, b), (Fault::Overlap(a, b, _), Fault::Overlap(c, d, _)) if a == c && b == d));
    if faults.is_empty() { Ok(owners) } else { Err(faults) }
}

/// Pairs of edges whose spans from west to east overlap, with how they meet.
fn near_pairs(edges: &[Edge]) -> impl Iterator<Item = (Edge, Edge, Meeting)> {
    let span = |(a, b): &Edge| (a.lon.min(b.lon), a.lon.max(b.lon));
    let mut sorted = edges.to_vec();
    sorted.sort_unstable_by_key(|edge| (span(edge), *edge));
    let mut found = Vec::new();
    for (i, one) in sorted.iter().enumerate() {
        let reach = span(one).1;
        for other in sorted[i + 1..].iter().take_while(|other| span(other).0 <= reach) {
            if let Some(meeting) = meeting(*one, *other) {
                found.push((*one, *other, meeting));
            }
        }
    }
    found.into_iter()
}

fn faults_of_outer_edges(outer: &[Edge], owners: &Owners<'_>, areas: &[Area<'_>]) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut told = BTreeSet::new();
    for (one, other, meeting) in near_pairs(outer) {
        let (a, b) = (owners[&one], owners[&other]);
        if !told.insert((a.min(b), a.max(b))) {
            continue;
        }
        let corner = corner_on(one, other);
        faults.push(match (meeting, corner) {
            (Meeting::Touch, Some(corner)) if !holds_a_corner_of(areas, a, b) => {
                Fault::CornerNotShared(a.clone(), b.clone(), corner)
            }
            _ => Fault::Overlap(a.clone(), b.clone(), corner.unwrap_or(one.0)),
        });
    }
    if faults.is_empty() {
        let mut leaving: HashMap<Point, Vec<UnitId>> = HashMap::new();
        for edge in outer {
            leaving.entry(edge.0).or_default().push(owners[edge].clone());
        }
        let mut pinched: Vec<_> = leaving.into_iter().filter(|(_, ids)| ids.len() > 1).collect();
        pinched.sort();
        faults.extend(pinched.into_iter().map(|(point, ids)| Fault::Pinched(ids, point)));
    }
    faults
}

/// The corner of one edge that lies in the middle of the other.
fn corner_on(one: Edge, other: Edge) -> Option<Point> {
    let on = |edge: Edge, point: Point| {
        // An edge and a point on it meet as the edge meets the point's own empty edge.
        meeting(edge, (point, point)).is_some()
    };
    [other.0, other.1].into_iter().find(|p| on(one, *p)).or([one.0, one.1].into_iter().find(|p| on(other, *p)))
}

fn holds_a_corner_of(areas: &[Area<'_>], a: &UnitId, b: &UnitId) -> bool {
    let ring = |id: &UnitId| areas.iter().find(|area| area.id == id).map(|area| area.ring);
    let (Some(a), Some(b)) = (ring(a), ring(b)) else { return false };
    let strictly = |ring: &Ring, point: &Point| ring.contains(*point) && !lies_on_border(ring, *point);
    b.0.iter().any(|point| strictly(a, point)) || a.0.iter().any(|point| strictly(b, point))
}

fn lies_on_border(ring: &Ring, point: Point) -> bool {
    ring.edges().any(|edge| edge.0 == point || meeting(edge, (point, point)).is_some())
}

/// Several rings are left: holes, parts that lie apart, or an area inside another.
fn faults_of_rings(rings: &[Ring], owners: &Owners<'_>, areas: &[Area<'_>]) -> Vec<Fault> {
    let around = |ring: &Ring| -> Vec<UnitId> {
        let ids: BTreeSet<&UnitId> = ring.edges().map(|edge| owners[&edge]).collect();
        ids.into_iter().cloned().collect()
    };
    let Some(main) = rings.iter().max_by_key(|ring| ring.doubled_area()) else {
        return Vec::new();
    };
    let others = rings.iter().filter(|ring| *ring != main);
    let fault = |ring: &Ring| {
        let ids = around(ring);
        if ring.doubled_area() < 0 {
            return Fault::Hole(ids, ring.0[0]);
        }
        let below = areas.iter().find(|area| !ids.contains(area.id) && area.ring.contains(ring.0[0]));
        match below {
            Some(below) => Fault::Overlap(below.id.clone(), ids[0].clone(), ring.0[0]),
            None => Fault::Apart(ids),
        }
    };
    others.map(fault).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(areas: &[(&str, &[[i64; 2]])]) -> Result<Ring, Vec<Fault>> {
        let ids: Vec<UnitId> = areas.iter().map(|(id, _)| UnitId::from(*id)).collect();
        let rings: Vec<Ring> = areas.iter().map(|(_, p)| Ring(p.iter().copied().map(Point::from).collect())).collect();
        let areas: Vec<Area<'_>> = ids.iter().zip(&rings).map(|(id, ring)| Area { id, ring }).collect();
        outline_of(&areas)
    }

    fn cell(lon: i64, lat: i64) -> [[i64; 2]; 4] {
        [[lon, lat], [lon + 10, lat], [lon + 10, lat + 10], [lon, lat + 10]]
    }

    fn id(text: &str) -> UnitId {
        UnitId::from(text)
    }

    #[test]
    fn neighbours_tile() {
        let outline = judged(&[("a", &cell(0, 0)), ("b", &cell(10, 0)), ("c", &cell(10, 10))]).unwrap();
        assert_eq!(outline.doubled_area(), 600);
    }

    #[test]
    fn overlaps_are_named() {
        let shifted = judged(&[("a", &cell(0, 0)), ("b", &cell(5, 5))]).unwrap_err();
        assert!(matches!(&shifted[..], [Fault::Overlap(a, b, _)] if *a == id("a") && *b == id("b")), "{shifted:?}");
        let twice = judged(&[("a", &cell(0, 0)), ("b", &cell(0, 0))]).unwrap_err();
        assert!(matches!(&twice[..], [Fault::Overlap(..)]), "{twice:?}");
        let inside = judged(&[("a", &[[0, 0], [90, 0], [90, 90], [0, 90]]), ("b", &cell(40, 40))]).unwrap_err();
        assert_eq!(inside, [Fault::Overlap(id("a"), id("b"), Point { lon: 40, lat: 40 })]);
        let half = judged(&[("a", &cell(0, 0)), ("b", &[[5, 0], [15, 0], [15, 10], [5, 10]])]).unwrap_err();
        assert!(matches!(&half[..], [Fault::Overlap(..), ..] | [Fault::CornerNotShared(..), ..]), "{half:?}");
    }

    #[test]
    fn holes_are_named() {
        let ids = ["a", "b", "c", "d", "e", "f", "g", "h"];
        let places = [(0, 0), (10, 0), (20, 0), (20, 10), (20, 20), (10, 20), (0, 20), (0, 10)];
        let cells = places.map(|(lon, lat)| cell(lon, lat));
        let areas: Vec<(&str, &[[i64; 2]])> = ids.iter().copied().zip(cells.iter().map(|cell| &cell[..])).collect();
        let faults = judged(&areas).unwrap_err();
        let [Fault::Hole(around, _)] = &faults[..] else { panic!("{faults:?}") };
        assert_eq!(*around, ["b", "d", "f", "h"].map(id));
    }

    #[test]
    fn a_corner_that_one_side_lacks_is_named() {
        let with_corner = [[10, 0], [20, 0], [20, 10], [10, 10], [10, 5]];
        let faults = judged(&[("a", &cell(0, 0)), ("b", &with_corner)]).unwrap_err();
        assert_eq!(faults, [Fault::CornerNotShared(id("a"), id("b"), Point { lon: 10, lat: 5 })]);
    }

    #[test]
    fn parts_and_pinches_are_named() {
        let apart = judged(&[("a", &cell(0, 0)), ("b", &cell(50, 0))]).unwrap_err();
        assert!(matches!(&apart[..], [Fault::Apart(ids)] if ids.len() == 1), "{apart:?}");
        let pinched = judged(&[("a", &cell(0, 0)), ("b", &cell(10, 10))]).unwrap_err();
        assert!(matches!(&pinched[..], [Fault::Pinched(ids, _)] if ids.len() == 2), "{pinched:?}");
    }

    #[test]
    fn bad_rings_are_named() {
        let bow_tie = judged(&[("a", &[[0, 0], [10, 10], [12, 0], [0, 10]])]).unwrap_err();
        assert!(matches!(&bow_tie[..], [Fault::NotSimple(..) | Fault::Empty(..)]), "{bow_tie:?}");
        assert_eq!(judged(&[("a", &[[0, 0], [5, 0], [9, 0]])]).unwrap_err(), [Fault::Empty(id("a"))]);
    }
}
