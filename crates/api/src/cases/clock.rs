//! By when something happens next: what the district promises for each state.

use super::{Calendar, CaseKind, Category, State};
use crate::Timestamp;

/// How much time there is for a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    pub minutes: u32,
    pub runs: Runs,
}

/// When a clock runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Runs {
    /// Day and night: dangers to life, and what a resident is waited for.
    Always,
    /// While desks are open.
    WorkingTime,
}

/// Whose cases a row is for.
enum For {
    All,
    Urgent,
    Kind(CaseKind),
    Categories(&'static [Category]),
}

/// Minutes of an ordinary working day: 8:30 to 12:00 and 14:30 to 17:30.
pub const WORKING_DAY: u32 = 390;

const HOUR: u32 = 60;
const DAYS: u32 = 24 * HOUR;

/// The ordinary service promises of a grid desk; the first row that fits holds.
#[rustfmt::skip]
const BUDGETS: &[(State, For, Budget)] = {
    use Category::*;
    use State::*;
    &[
        (Submitted, For::Urgent, always(HOUR)),
        (Submitted, For::Kind(CaseKind::Hazard), working(WORKING_DAY)),
        (Submitted, For::All, working(2 * WORKING_DAY)),
        (Accepted, For::Urgent, always(2 * HOUR)),
        (Accepted, For::All, working(WORKING_DAY)),
        (Assigned, For::Urgent, always(2 * HOUR)),
        (Assigned, For::All, working(2 * WORKING_DAY)),
        (InProgress, For::Urgent, always(DAYS)),
        (InProgress, For::Categories(&[Rubbish, EbikeCharging]), working(2 * WORKING_DAY)),
        (InProgress, For::Categories(&[StreetLight, RoadManhole, WaterLeak, FacadeSign]), working(3 * WORKING_DAY)),
        (InProgress, For::Kind(CaseKind::Hazard), working(5 * WORKING_DAY)),
        (InProgress, For::All, working(10 * WORKING_DAY)),
        (AwaitingResident, For::All, always(7 * DAYS)),
        (Resolved, For::All, always(7 * DAYS)),
    ]
};

const fn always(minutes: u32) -> Budget {
    Budget { minutes, runs: Runs::Always }
}

const fn working(minutes: u32) -> Budget {
    Budget { minutes, runs: Runs::WorkingTime }
}

/// The time for the next step of a case in this state; none where nobody owes one.
pub fn budget(kind: CaseKind, category: Option<Category>, state: State) -> Option<Budget> {
    let fits = |row: &For| match row {
        For::All => true,
        For::Urgent => category.is_some_and(Category::is_urgent),
        For::Kind(only) => *only == kind,
        For::Categories(some) => category.is_some_and(|category| some.contains(&category)),
    };
    BUDGETS.iter().find(|(of, row, _)| *of == state && fits(row)).map(|(_, _, budget)| *budget)
}

/// When the next step of a case that came into this state at `at` is due.
pub fn due(
    calendar: &Calendar,
    kind: CaseKind,
    category: Option<Category>,
    state: State,
    at: Timestamp,
) -> Option<Timestamp> {
    let Budget { minutes, runs } = budget(kind, category, state)?;
    Some(match runs {
        Runs::Always => Timestamp::from_millis(at.as_millis() + i64::from(minutes) * 60_000),
        Runs::WorkingTime => calendar.after(at, minutes),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every() -> impl Iterator<Item = (CaseKind, Option<Category>, State)> {
        CaseKind::ALL.iter().flat_map(|kind| {
            let categories = Category::ALL.iter().map(|c| Some(*c)).chain([None]);
            categories.flat_map(move |category| State::ALL.iter().map(move |state| (*kind, category, *state)))
        })
    }

    #[test]
    fn no_clock_runs_on_a_final_state_and_one_on_every_other() {
        for (kind, category, state) in every() {
            assert_eq!(budget(kind, category, state).is_none(), state.is_final(), "{kind} {state}");
        }
    }

    #[test]
    fn dangers_to_life_and_residents_are_not_bound_to_office_hours() {
        for (kind, category, state) in every() {
            let Some(budget) = budget(kind, category, state) else { continue };
            let always =
                category.is_some_and(Category::is_urgent) || matches!(state, State::AwaitingResident | State::Resolved);
            assert_eq!(budget.runs == Runs::Always, always, "{kind} {category:?} {state}");
        }
    }

    #[test]
    fn a_category_has_a_promise_of_its_own() {
        let minutes = |category| budget(CaseKind::Hazard, Some(category), State::InProgress).unwrap().minutes;
        assert_eq!(minutes(Category::Rubbish), 2 * WORKING_DAY);
        assert_eq!(minutes(Category::StreetLight), 3 * WORKING_DAY);
        assert_eq!(minutes(Category::Trees), 5 * WORKING_DAY);
    }
}
