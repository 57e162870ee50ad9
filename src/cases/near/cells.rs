//! Cases of the same coarse place, which a map can only show as one dot.

use pingan_api::{cases::CaseSummary, geo::Position};

/// One dot of the map.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    pub at: Position,
    pub cases: Vec<CaseSummary>,
}

impl Cell {
    /// Nothing left to be solved here.
    pub fn is_done(&self) -> bool {
        !self.cases.iter().any(|case| case.state.is_open())
    }
}

/// In the order of the list; cases without a place are left out.
pub fn cells(cases: &[CaseSummary]) -> Vec<Cell> {
    let mut cells: Vec<Cell> = Vec::new();
    for case in cases {
        let Some(at) = case.place.as_ref().map(|place| place.position) else { continue };
        match cells.iter_mut().find(|cell| cell.at == at) {
            Some(cell) => cell.cases.push(case.clone()),
            None => cells.push(Cell { at, cases: vec![case.clone()] }),
        }
    }
    cells
}

#[cfg(test)]
mod tests {
    use pingan_api::{
        Timestamp,
        cases::{CaseKind, CaseNumber, CaseSummary, CoarsePlace, State},
        district::Name,
        geo::Position,
    };

    use super::cells;

    fn case(index: u32, at: Option<Position>, state: State) -> CaseSummary {
        let grid_name = Name { zh: "铜花第1网格".to_owned(), en: "Tonghua Grid 1".to_owned() };
        CaseSummary {
            number: CaseNumber::from_index(index),
            kind: CaseKind::Hazard,
            category: None,
            state,
            place: at.map(|position| CoarsePlace { position, grid: "g".into(), grid_name }),
            created_at: Timestamp::from_millis(0),
            changed_at: Timestamp::from_millis(0),
            thumb: None,
            joined: 0,
            distance_m: None,
        }
    }

    #[test]
    fn one_dot_a_place() {
        let (here, there) = (Position::new(30.1945, 114.9615), Position::new(30.1955, 114.9615));
        let cells = cells(&[
            case(1, Some(here), State::Closed),
            case(2, Some(there), State::Closed),
            case(3, Some(here), State::Accepted),
            case(4, None, State::Accepted),
        ]);
        assert_eq!(cells.iter().map(|cell| cell.cases.len()).collect::<Vec<_>>(), [2, 1]);
        assert_eq!(cells.iter().map(super::Cell::is_done).collect::<Vec<_>>(), [false, true]);
    }
}
