//! What a resident asks for, and the contract's question made of it.

use leptos::prelude::*;
use pingan_api::{
    cases::{CaseKind, CaseQuery, Category},
    geo::Position,
    id::UnitId,
    page::Cursor,
};

use crate::session::Device;

/// Cases of one page: a screenful or two of the list, and not too many dots.
const PAGE: u32 = 40;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Show {
    Map,
    List,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Area {
    /// Around the phone.
    Around(Position),
    Grid(UnitId),
    District,
}

/// The page's choices. Copy: one set a page.
#[derive(Clone, Copy)]
pub struct Asked {
    pub show: RwSignal<Show>,
    pub area: RwSignal<Area>,
    pub category: RwSignal<Option<Category>>,
    /// Only those still to be solved, only solved ones, or all.
    pub open: RwSignal<Option<bool>>,
}

impl Asked {
    /// My grid if the device remembers one: the phone is asked for its place only when the resident wants it.
    pub fn at_first() -> Self {
        let grid = untrack(|| Device::get().grid());
        Self {
            show: RwSignal::new(Show::Map),
            area: RwSignal::new(grid.map_or(Area::District, Area::Grid)),
            category: RwSignal::new(None),
            open: RwSignal::new(Some(true)),
        }
    }

    /// The first page's question; reactive.
    pub fn query(self) -> CaseQuery {
        query(&self.area.get(), self.category.get(), self.open.get())
    }
}

fn query(area: &Area, category: Option<Category>, open: Option<bool>) -> CaseQuery {
    let around = match area {
        // The coarse place is near enough to look around, and the exact one stays on the phone.
        Area::Around(position) => Some(position.coarse()),
        Area::Grid(_) | Area::District => None,
    };
    let grid = match area {
        Area::Grid(grid) => Some(grid.clone()),
        Area::Around(_) | Area::District => None,
    };
    CaseQuery {
        lat: around.map(|at| at.lat),
        lon: around.map(|at| at.lon),
        grid,
        kind: Some(CaseKind::Hazard),
        category,
        open,
        limit: Some(PAGE),
        ..CaseQuery::default()
    }
}

/// The same question, from a cursor on.
pub fn after(query: CaseQuery, cursor: Cursor) -> CaseQuery {
    CaseQuery { cursor: Some(cursor), ..query }
}

#[cfg(test)]
mod tests {
    use pingan_api::{Validate, cases::Category, geo::Position};

    use super::{Area, query};

    #[test]
    fn the_exact_place_is_not_asked_with() {
        let exact = Position::new(30.194_321, 114.961_234);
        let asked = query(&Area::Around(exact), None, Some(true));
        assert_eq!(asked.position(), Some(exact.coarse()));
        assert_ne!(asked.position(), Some(exact));
        assert_eq!(asked.grid, None);
        assert!(asked.validate().is_ok());
    }

    #[test]
    fn a_grid_is_asked_without_a_point() {
        let asked = query(&Area::Grid("420204001001001".into()), Some(Category::Trees), None);
        assert_eq!((asked.position(), asked.open), (None, None));
        assert_eq!(asked.grid, Some("420204001001001".into()));
        assert_eq!(asked.category, Some(Category::Trees));
    }
}
