//! The demonstration district as a tiling: every point has one answer, and a broken one is refused.

use std::{collections::BTreeSet, sync::LazyLock};

use pingan_api::district::UnitKind;
use proptest::prelude::*;

use super::{
    District, Point, Ring, Survey,
    areas::draw,
    geojson::write_areas,
    geometry::Bounds,
    prepared::Prepared,
    survey,
    tiling::{self, Area},
};
use crate::demo::survey::survey as demo;

static DISTRICT: LazyLock<District> = LazyLock::new(|| District::new(demo().clone()));
static OUTLINE: LazyLock<Ring> = LazyLock::new(|| {
    let areas: Vec<Area<'_>> = demo().grids().iter().map(|grid| Area { id: &grid.unit, ring: &grid.ring }).collect();
    tiling::outline_of(&areas).expect("the demonstration tiles")
});

/// The index's answer, every grid's own answer and the outline's agree.
fn judge(point: Point) -> Result<(), TestCaseError> {
    let holders: Vec<_> =
        DISTRICT.grids().iter().filter(|grid| grid.ring.contains(point)).map(|grid| &grid.id).collect();
    prop_assert_eq!(holders.len(), usize::from(OUTLINE.contains(point)), "{:?} {:?}", point, holders);
    prop_assert_eq!(DISTRICT.grid_of(point).map(|grid| &grid.id), holders.first().copied());
    Ok(())
}

proptest! {
    #[test]
    fn a_point_has_one_grid_or_is_outside(east in -0.02f64..1.02, north in -0.02f64..1.02) {
        let Bounds { min, max } = OUTLINE.bounds();
        let along = |min: i64, max: i64, part: f64| min + ((max - min) as f64 * part) as i64;
        judge(Point { lon: along(min.lon, max.lon, east), lat: along(min.lat, max.lat, north) })?;
    }

    #[test]
    fn so_has_a_point_on_a_border(grid in 0usize..378, edge in 0usize..1000, part in 0i64..=4, off in -1i64..=1) {
        let ring = &demo().grids()[grid].ring;
        let (a, b) = ring.edges().nth(edge % ring.0.len()).expect("an edge of the ring");
        // Corners, and points that are on the edge as exactly as whole units can be, or a centimetre off.
        judge(Point { lon: a.lon + (b.lon - a.lon) * part / 4 + off, lat: a.lat + (b.lat - a.lat) * part / 4 })?;
    }

}

proptest! {
    // Each of these checks a whole district.
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_grid_that_is_cut_out_is_missed(grid in 0usize..378) {
        let (demo, mut units, mut grids) = demo().clone().into_parts();
        let cut = grids.remove(grid).unit;
        units.retain(|unit| unit.id != cut);
        let on_the_outline = {
            let ring = &DISTRICT.grid(&cut).expect("a grid").ring;
            ring.0.iter().any(|corner| OUTLINE.0.contains(corner))
        };
        let faults = match Survey::checked(demo, units, grids) {
            // A bay in the outline is still a district.
            Ok(_) => { prop_assert!(on_the_outline); return Ok(()) }
            Err(faults) => faults,
        };
        let neighbours: BTreeSet<_> = DISTRICT
            .grids()
            .iter()
            .filter(|other| other.id != cut && other.ring.edges().any(|(a, b)| DISTRICT.grid(&cut).unwrap().ring.edges().any(|edge| edge == (b, a))))
            .map(|other| other.id.clone())
            .collect();
        if !on_the_outline {
            let [survey::Fault::Tiling(tiling::Fault::Hole(around, _))] = &faults[..] else {
                return Err(TestCaseError::fail(format!("{faults:?}")));
            };
            prop_assert_eq!(around.iter().cloned().collect::<BTreeSet<_>>(), neighbours);
        }
    }

    #[test]
    fn a_corner_moved_in_one_grid_alone_is_noticed(grid in 0usize..378, corner in 0usize..1000, east in -3i64..=3) {
        prop_assume!(east != 0);
        let (demo, units, mut grids) = demo().clone().into_parts();
        let ring = &mut grids[grid].ring.0;
        let corner = corner % ring.len();
        prop_assume!(OUTLINE.0.iter().all(|outer| *outer != ring[corner]));
        ring[corner].lon += east * 100;
        prop_assert!(Survey::checked(demo, units, grids).is_err());
    }
}

#[test]
fn the_middle_of_a_grid_is_in_it() {
    for grid in DISTRICT.grids() {
        assert_eq!(DISTRICT.grid_at(grid.centre).map(|found| &found.id), Some(&grid.id));
    }
}

#[test]
fn nothing_is_in_an_empty_district() {
    let empty = District::empty();
    assert!(empty.is_empty() && empty.grid_at(DISTRICT.grids()[0].centre).is_none());
}

#[test]
fn the_tree_is_climbed_by_parents() {
    let grid = &DISTRICT.grids()[100];
    let kinds: Vec<UnitKind> = DISTRICT.ancestors(&grid.id).map(|unit| unit.kind).collect();
    assert_eq!(kinds, [UnitKind::Grid, UnitKind::Community, UnitKind::Street, UnitKind::District]);
    assert!(DISTRICT.is_within(&grid.id, &grid.street) && DISTRICT.is_within(&grid.id, &grid.id));
    assert!(!DISTRICT.is_within(&grid.street, &grid.id));
}

#[test]
fn melted_areas_are_as_large_as_their_grids() {
    let grids: i128 = DISTRICT.grids().iter().map(|grid| grid.ring.doubled_area()).sum();
    for level in [UnitKind::Community, UnitKind::Street, UnitKind::District] {
        let drawn = draw(&DISTRICT, level, None);
        assert_eq!(drawn.iter().flat_map(|area| &area.rings).map(Ring::doubled_area).sum::<i128>(), grids, "{level}");
        assert!(drawn.iter().all(|area| area.rings.len() == 1), "{level}");
    }
}

/// The map is drawn on phones with a bad network.
#[test]
fn maps_are_light() {
    for (level, most) in [(UnitKind::Grid, 24_000), (UnitKind::Community, 8_000), (UnitKind::District, 2_000)] {
        let json = write_areas(&draw(&DISTRICT, level, None));
        let sent = Prepared::new("application/geo+json", json.into_bytes()).compressed_len();
        assert!(sent < most, "{level}: {sent} bytes");
    }
}
