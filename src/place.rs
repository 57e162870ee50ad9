//! Where something is: the district's tree and outlines, choosing a unit, and the maps that show one place. A neutral
//! room: knows the district's contract and `ui`, and may be used by every feature.

pub mod area_map;
pub mod grid_chooser;
pub mod highlight;
pub mod names;
pub mod outlines;
pub mod pin_map;
pub mod place_map;
pub mod tree;
pub mod tree_loader;
pub mod unit_chooser;
pub mod unit_list;

pub use self::{
    area_map::AreaMap,
    grid_chooser::GridChooser,
    names::in_full,
    outlines::{draw_district, draw_grid, draw_whole},
    pin_map::PinMap,
    place_map::{PlaceMap, Precision},
    tree::Tree,
    tree_loader::tree,
    unit_chooser::UnitChooser,
};

use pingan_api::geo::Position;

use crate::ui::map::Point;

/// The same place, as maps know it.
pub fn point(position: Position) -> Point {
    Point { lat: position.lat, lon: position.lon }
}

/// The same place, as the contract knows it.
pub fn position(point: Point) -> Position {
    Position::new(point.lat, point.lon)
}
