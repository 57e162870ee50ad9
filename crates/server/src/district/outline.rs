//! The outline of several areas together: the borders that only one of them has.

use std::collections::{BTreeMap, HashSet};

use super::geometry::{Edge, Point, Ring, side};

/// The edges of counter-clockwise rings that no other of the rings has in the opposite direction.
pub(super) fn outer_edges<'a>(rings: impl Iterator<Item = &'a Ring> + Clone) -> Vec<Edge> {
    let all: HashSet<Edge> = rings.clone().flat_map(Ring::edges).collect();
    rings.flat_map(Ring::edges).filter(|(a, b)| !all.contains(&(*b, *a))).collect()
}

/// Walks the edges to rings: areas counter-clockwise, holes clockwise, the same rings whatever the edges' order.
/// Where a line touches itself the walk keeps to the area it is bounding.
pub(super) fn chain(edges: &[Edge]) -> Vec<Ring> {
    let mut from: BTreeMap<Point, Vec<Point>> = BTreeMap::new();
    for (a, b) in edges {
        from.entry(*a).or_default().push(*b);
    }
    let mut rings = Vec::new();
    while let Some(start) = from.keys().next().copied() {
        let mut ring = Vec::new();
        let mut here = start;
        while let Some(ways) = from.get_mut(&here) {
            let before = ring.last().copied();
            ring.push(here);
            let taken = before.map_or(0, |before| first_way_clockwise(before, here, ways));
            let next = ways.swap_remove(taken);
            if ways.is_empty() {
                from.remove(&here);
            }
            here = next;
            if here == start {
                break;
            }
        }
        rings.push(Ring(ring));
    }
    rings
}

/// The outline of areas given as counter-clockwise rings.
pub(super) fn dissolve<'a>(rings: impl Iterator<Item = &'a Ring> + Clone) -> Vec<Ring> {
    chain(&outer_edges(rings))
}

/// The way on that comes first when turning clockwise from where we came: it bounds the area at our left.
fn first_way_clockwise(before: Point, here: Point, ways: &[Point]) -> usize {
    let comes_first = |one: Point, other: Point| {
        // Which half of the turn, clockwise from the way back, a way on lies in; then by the side of each other.
        let half = |way: Point| side(before, here, way) != std::cmp::Ordering::Greater;
        match (half(one), half(other)) {
            (false, true) => true,
            (true, false) => false,
            _ => side(here, one, other) == std::cmp::Ordering::Less,
        }
    };
    (1..ways.len()).fold(0, |best, i| if comes_first(ways[i], ways[best]) { i } else { best })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(lon: i64, lat: i64) -> Ring {
        Ring([[lon, lat], [lon + 1, lat], [lon + 1, lat + 1], [lon, lat + 1]].map(Point::from).to_vec())
    }

    fn outline(cells: &[(i64, i64)]) -> Vec<Ring> {
        let rings: Vec<Ring> = cells.iter().map(|(lon, lat)| square(*lon, *lat)).collect();
        dissolve(rings.iter())
    }

    #[test]
    fn neighbours_melt_into_one() {
        let rings = outline(&[(0, 0), (1, 0), (1, 1)]);
        assert_eq!(rings.len(), 1);
        assert_eq!(rings[0].doubled_area(), 6);
        assert_eq!(rings[0].0.len(), 8);
    }

    #[test]
    fn a_frame_has_a_hole() {
        let frame: Vec<_> = (0..9).filter(|i| *i != 4).map(|i| (i % 3, i / 3)).collect();
        let mut areas: Vec<i128> = outline(&frame).iter().map(Ring::doubled_area).collect();
        areas.sort_unstable();
        assert_eq!(areas, [-2, 18]);
    }

    #[test]
    fn squares_that_touch_at_a_corner_stay_two() {
        for cells in [[(0, 0), (1, 1)], [(1, 0), (0, 1)]] {
            let rings = outline(&cells);
            assert_eq!(rings.iter().map(|ring| ring.0.len()).collect::<Vec<_>>(), [4, 4], "{cells:?}");
        }
    }
}
