//! Points and rings in whole units of 1e-7 degree: every question is answered by exact integer arithmetic, so a
//! point on a border gets the same answer from both sides of it.

use std::cmp::Ordering;

use pingan_api::geo::Position;
use serde::{Deserialize, Serialize};

/// How many of our units make one degree; one of them is about a centimetre.
const PER_DEGREE: f64 = 1e7;

/// A place in units of 1e-7 degree, WGS-84. On the wire and in the database: `[lon, lat]`, as GeoJSON orders it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "[i64; 2]", into = "[i64; 2]")]
pub struct Point {
    pub lon: i64,
    pub lat: i64,
}

impl From<[i64; 2]> for Point {
    fn from([lon, lat]: [i64; 2]) -> Self {
        Self { lon, lat }
    }
}

impl From<Point> for [i64; 2] {
    fn from(point: Point) -> Self {
        [point.lon, point.lat]
    }
}

impl From<Position> for Point {
    /// Rounded to the nearest unit.
    fn from(position: Position) -> Self {
        Self { lon: (position.lon * PER_DEGREE).round() as i64, lat: (position.lat * PER_DEGREE).round() as i64 }
    }
}

impl From<Point> for Position {
    fn from(point: Point) -> Self {
        Position::new(point.lat as f64 / PER_DEGREE, point.lon as f64 / PER_DEGREE)
    }
}

/// Where `c` lies as seen on the way from `a` to `b`: `Greater` is on the left, `Equal` on the line.
pub(super) fn side(a: Point, b: Point, c: Point) -> Ordering {
    cross(a, b, c).cmp(&0)
}

fn cross(a: Point, b: Point, c: Point) -> i128 {
    let wide = |n: i64| i128::from(n);
    wide(b.lon - a.lon) * wide(c.lat - a.lat) - wide(b.lat - a.lat) * wide(c.lon - a.lon)
}

/// One straight piece of a border, in walking order.
pub(super) type Edge = (Point, Point);

/// A closed line without its repeated last point. Areas run counter-clockwise, holes clockwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Ring(pub Vec<Point>);

impl Ring {
    pub fn edges(&self) -> impl Iterator<Item = Edge> {
        let next = self.0.iter().cycle().skip(1);
        self.0.iter().copied().zip(next.copied())
    }

    /// Twice the area in square units; negative if the ring runs clockwise.
    pub fn doubled_area(&self) -> i128 {
        let origin = self.0[0];
        self.edges().map(|(a, b)| cross(origin, a, b)).sum()
    }

    /// The same line, walked counter-clockwise.
    pub fn counter_clockwise(mut self) -> Self {
        if self.doubled_area() < 0 {
            self.0.reverse();
        }
        self
    }

    /// Half-open crossing rule: the answer is that for a point moved by a hair north and by a larger hair east, so
    /// of areas that share their borders exactly one holds any point.
    pub fn contains(&self, point: Point) -> bool {
        let east_of_us = |(a, b): Edge| {
            let (low, high) = if a.lat < b.lat { (a, b) } else { (b, a) };
            low.lat <= point.lat && point.lat < high.lat && side(low, high, point) == Ordering::Greater
        };
        self.edges().filter(|edge| east_of_us(*edge)).count() % 2 == 1
    }

    pub fn bounds(&self) -> Bounds {
        self.0.iter().fold(Bounds::around(self.0[0]), |bounds, point| bounds.with(*point))
    }

    /// A point well inside: the centre of gravity if the ring holds it, else the middle of the widest stretch of a
    /// line across.
    pub fn inner_point(&self) -> Point {
        let centroid = self.centroid();
        if self.contains(centroid) {
            return centroid;
        }
        let Bounds { min, max } = self.bounds();
        let across = |part: i64| self.widest_stretch(min.lat + (max.lat - min.lat) * part / 8);
        let widest = (1..8).filter_map(across).max_by_key(|(width, _)| *width);
        widest.map_or(self.0[0], |(_, middle)| middle)
    }

    fn centroid(&self) -> Point {
        let origin = self.0[0];
        let (mut lon, mut lat, mut weight) = (0i128, 0i128, 0i128);
        for (a, b) in self.edges() {
            let doubled = cross(origin, a, b);
            lon += i128::from(a.lon + b.lon - 2 * origin.lon) * doubled;
            lat += i128::from(a.lat + b.lat - 2 * origin.lat) * doubled;
            weight += 3 * doubled;
        }
        if weight == 0 {
            return origin;
        }
        Point { lon: origin.lon + (lon / weight) as i64, lat: origin.lat + (lat / weight) as i64 }
    }

    /// The longest stretch inside along one parallel, and its middle.
    fn widest_stretch(&self, lat: i64) -> Option<(i64, Point)> {
        let crossing = |(a, b): Edge| {
            let (low, high) = if a.lat < b.lat { (a, b) } else { (b, a) };
            (low.lat <= lat && lat < high.lat).then(|| {
                let along = i128::from(high.lon - low.lon) * i128::from(lat - low.lat);
                low.lon + (along / i128::from(high.lat - low.lat)) as i64
            })
        };
        let mut crossings: Vec<i64> = self.edges().filter_map(crossing).collect();
        crossings.sort_unstable();
        let stretches = crossings.chunks_exact(2).map(|pair| (pair[1] - pair[0], (pair[0] + pair[1]) / 2));
        let inside = stretches.map(|(width, lon)| (width, Point { lon, lat })).filter(|(_, p)| self.contains(*p));
        inside.max_by_key(|(width, _)| *width)
    }
}

/// A box along the meridians, its borders included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    pub min: Point,
    pub max: Point,
}

impl Bounds {
    pub fn around(point: Point) -> Self {
        Self { min: point, max: point }
    }

    pub fn with(self, point: Point) -> Self {
        Self {
            min: Point { lon: self.min.lon.min(point.lon), lat: self.min.lat.min(point.lat) },
            max: Point { lon: self.max.lon.max(point.lon), lat: self.max.lat.max(point.lat) },
        }
    }

    pub fn contains(self, point: Point) -> bool {
        (self.min.lon..=self.max.lon).contains(&point.lon) && (self.min.lat..=self.max.lat).contains(&point.lat)
    }
}

/// How two pieces of border meet, other than at a corner that both have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meeting {
    /// They pass through one another.
    Cross,
    /// A corner of one lies in the middle of the other, or they run along one another.
    Touch,
}

/// Whether two pieces of border meet elsewhere than at a common corner.
pub(super) fn meeting((a, b): Edge, (c, d): Edge) -> Option<Meeting> {
    let (c_side, d_side) = (side(a, b, c), side(a, b, d));
    let (a_side, b_side) = (side(c, d, a), side(c, d, b));
    let apart = |one: Ordering, other: Ordering| one != Ordering::Equal && other == one.reverse();
    if apart(c_side, d_side) && apart(a_side, b_side) {
        return Some(Meeting::Cross);
    }
    let within = |edge: Edge, side: Ordering, point: Point| {
        side == Ordering::Equal
            && point != edge.0
            && point != edge.1
            && Bounds::around(edge.0).with(edge.1).contains(point)
    };
    let touching = within((a, b), c_side, c)
        || within((a, b), d_side, d)
        || within((c, d), a_side, a)
        || within((c, d), b_side, b);
    touching.then_some(Meeting::Touch)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ring(points: &[[i64; 2]]) -> Ring {
        Ring(points.iter().copied().map(Point::from).collect())
    }

    #[test]
    fn a_square_owns_its_west_and_south_borders() {
        let square = ring(&[[0, 0], [10, 0], [10, 10], [0, 10]]);
        assert!(square.contains(Point { lon: 0, lat: 5 }) && square.contains(Point { lon: 5, lat: 0 }));
        assert!(!square.contains(Point { lon: 10, lat: 5 }) && !square.contains(Point { lon: 5, lat: 10 }));
        assert!(square.contains(Point { lon: 0, lat: 0 }) && !square.contains(Point { lon: 10, lat: 10 }));
    }

    #[test]
    fn a_point_inside_a_horseshoe_is_inside() {
        let horseshoe = ring(&[[0, 0], [100, 0], [100, 90], [70, 90], [70, 20], [30, 20], [30, 90], [0, 90]]);
        assert!(!horseshoe.contains(Point { lon: 50, lat: 40 }), "the centre of gravity lies in the gap");
        assert!(horseshoe.contains(horseshoe.inner_point()));
    }

    #[test]
    fn meetings_are_told_apart() {
        let edge = |a: [i64; 2], b: [i64; 2]| (Point::from(a), Point::from(b));
        let base = edge([0, 0], [10, 0]);
        assert_eq!(meeting(base, edge([5, -5], [5, 5])), Some(Meeting::Cross));
        assert_eq!(meeting(base, edge([5, 0], [5, 5])), Some(Meeting::Touch));
        assert_eq!(meeting(base, edge([4, 0], [20, 0])), Some(Meeting::Touch));
        assert_eq!(meeting(base, edge([10, 0], [20, 0])), None);
        assert_eq!(meeting(base, edge([0, 1], [10, 1])), None);
        assert_eq!(meeting(base, edge([10, 0], [0, 0])), None, "the same border from its other side");
    }

    proptest! {
        /// Four triangles around any inner point tile a square: each point of a small lattice, corners and borders
        /// included, is in exactly as many of them as of the square itself.
        #[test]
        fn borders_belong_to_one_side(x in 1i64..12, y in 1i64..12, lon in -1i64..14, lat in -1i64..14) {
            let corners = [[0, 0], [12, 0], [12, 12], [0, 12]];
            let square = ring(&corners);
            let point = Point { lon, lat };
            let holders = (0..4)
                .filter(|i| ring(&[corners[*i], corners[(i + 1) % 4], [x, y]]).contains(point))
                .count();
            prop_assert_eq!(holders, usize::from(square.contains(point)));
        }
    }
}
