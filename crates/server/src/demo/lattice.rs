//! The ground of the demonstration district: a crooked lattice of blocks, cut to an irregular shape.

use std::collections::{BTreeMap, BTreeSet};

use super::dice::Dice;
use crate::district::{Point, Ring};

/// One block, by column and row.
pub(super) type Cell = (i32, i32);

/// Columns and rows before the shape is cut out.
const COLUMNS: i32 = 76;
const ROWS: i32 = 56;
/// The mean side of a block in metres.
const BLOCK_M: f64 = 146.0;
/// A corner strays from its place by at most this part of a block: below a half, so that no block turns over.
const STRAY: f64 = 0.24;
/// Where the middle of the lattice lies.
const MIDDLE: (f64, f64) = (30.19, 114.96);
/// The lattice is turned by this many radians, so that its streets do not run with the map's edges.
const TURN: f64 = 0.31;

const METRES_PER_DEGREE: f64 = 111_195.08;

/// The blocks of the district, all of one piece and without holes.
pub(super) fn blocks() -> Vec<Cell> {
    let all = (0..ROWS).flat_map(|row| (0..COLUMNS).map(move |column| (column, row)));
    let inside: BTreeSet<Cell> = all.filter(|cell| is_inside(*cell)).collect();
    inside.into_iter().collect()
}

/// An ellipse with bays and capes.
fn is_inside((column, row): Cell) -> bool {
    let x = (f64::from(column) + 0.5) / f64::from(COLUMNS) * 2.0 - 1.0;
    let y = (f64::from(row) + 0.5) / f64::from(ROWS) * 2.0 - 1.0;
    let angle = y.atan2(x);
    let waves = [(0.10, 2.0, 0.6), (0.09, 3.0, 2.1), (0.06, 5.0, 4.0), (0.035, 9.0, 1.2), (0.02, 14.0, 5.1)];
    let shore = 0.80 + waves.iter().map(|(height, count, phase)| height * (count * angle + phase).sin()).sum::<f64>();
    x.hypot(y) < shore
}

/// How much of a city stands on a block: more near the two centres.
pub(super) fn weight((column, row): Cell) -> f64 {
    let near = |x: f64, y: f64, reach: f64| {
        let far = (f64::from(column) - x * f64::from(COLUMNS)).hypot(f64::from(row) - y * f64::from(ROWS));
        (-(far / reach).powi(2)).exp()
    };
    0.7 + 1.5 * near(0.42, 0.52, 11.0) + 1.1 * near(0.68, 0.40, 8.0)
}

/// Metres east and north of the middle.
type Place = (f64, f64);

/// Where a corner of the lattice lies.
fn corner((column, row): Cell) -> Place {
    let mut dice = Dice::new(0xC0_FFEE ^ (column as u64) << 32 ^ row as u64);
    let (i, j) = (f64::from(column), f64::from(row));
    let bend = |along: f64, phase: f64| 2.1 * (along / 13.0 + phase).sin() + 0.8 * (along / 5.5 + 2.0 * phase).sin();
    let across = i - f64::from(COLUMNS) / 2.0 + dice.between(-STRAY, STRAY) + bend(j, 0.4);
    let along = j - f64::from(ROWS) / 2.0 + dice.between(-STRAY, STRAY) + bend(i, 1.9);
    let (sin, cos) = TURN.sin_cos();
    ((across * cos - along * sin) * BLOCK_M, (across * sin + along * cos) * BLOCK_M)
}

/// The corners on the district's own outline, drawn in from the steps that a lattice makes to a line as land has it.
pub(super) struct Shore(BTreeMap<Cell, Place>);

impl Shore {
    pub(super) fn of(blocks: &[Cell]) -> Self {
        let border = border(blocks).expect("the blocks of the district are of one piece");
        let mut places: Vec<Place> = border.iter().map(|cell| corner(*cell)).collect();
        for _ in 0..2 {
            let count = places.len();
            let at = |i: usize| places[i % count];
            let between = |a: f64, b: f64, c: f64| (a + 2.0 * b + c) / 4.0;
            places = (0..count)
                .map(|i| (at(i + count - 1), at(i), at(i + 1)))
                .map(|(a, b, c)| (between(a.0, b.0, c.0), between(a.1, b.1, c.1)))
                .collect();
        }
        Self(border.into_iter().zip(places).collect())
    }

    /// A border on the ground, to a metre.
    pub(super) fn ring(&self, border: &[Cell]) -> Ring {
        let (lat, lon) = MIDDLE;
        let to_units = |degrees: f64| (degrees * 1e5).round() as i64 * 100;
        let point = |cell: &Cell| {
            let (east, north) = self.0.get(cell).copied().unwrap_or_else(|| corner(*cell));
            Point {
                lat: to_units(lat + north / METRES_PER_DEGREE),
                lon: to_units(lon + east / METRES_PER_DEGREE / lat.to_radians().cos()),
            }
        };
        Ring(border.iter().map(point).collect())
    }
}

/// The border of some blocks as corners of the lattice, counter-clockwise; none if they are not of one piece, have a
/// hole, or meet only at a corner.
pub(super) fn border(cells: &[Cell]) -> Option<Vec<Cell>> {
    let set: BTreeSet<Cell> = cells.iter().copied().collect();
    let mut next: BTreeMap<Cell, Cell> = BTreeMap::new();
    let mut edges = 0;
    for (column, row) in set.iter().copied() {
        let corners = [(column, row), (column + 1, row), (column + 1, row + 1), (column, row + 1)];
        let beyond = [(column, row - 1), (column + 1, row), (column, row + 1), (column - 1, row)];
        for side in 0..4 {
            if !set.contains(&beyond[side]) {
                next.insert(corners[side], corners[(side + 1) % 4]);
                edges += 1;
            }
        }
    }
    let start = *next.keys().next()?;
    let walk = std::iter::successors(Some(next[&start]), |here| next.get(here).copied().filter(|_| *here != start));
    let ring: Vec<Cell> = walk.take(edges + 1).collect();
    // A corner that two pieces share has lost one of its two ways, so the walk comes out shorter.
    (ring.len() == edges).then_some(ring)
}
