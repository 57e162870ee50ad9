//! By when something happens next: what the district promises for each state, in hours.

use super::{CaseKind, Category, State};

/// Hours until the next step of a case in this state is due; none where nobody owes one.
///
/// Dangers to life run day and night; other hours are the ordinary service promises of a grid desk. They are wall-clock
/// hours.
pub const fn hours(kind: CaseKind, category: Option<Category>, state: State) -> Option<u32> {
    let urgent = match category {
        Some(category) => category.is_urgent(),
        None => false,
    };
    match (state, kind) {
        (State::Submitted, _) if urgent => Some(1),
        (State::Submitted, CaseKind::Hazard) => Some(24),
        (State::Submitted, _) => Some(48),
        (State::Accepted, _) if urgent => Some(2),
        (State::Accepted, _) => Some(24),
        (State::Assigned, _) if urgent => Some(2),
        (State::Assigned, _) => Some(48),
        (State::InProgress, _) if urgent => Some(24),
        (State::InProgress, CaseKind::Hazard) => Some(7 * 24),
        (State::InProgress, _) => Some(15 * 24),
        (State::AwaitingResident, _) | (State::Resolved, _) => Some(7 * 24),
        (State::Closed | State::Rejected | State::Merged | State::Withdrawn, _) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_clock_runs_on_a_final_state_and_one_on_every_other() {
        for kind in CaseKind::ALL {
            for category in Category::ALL.iter().map(|c| Some(*c)).chain([None]) {
                for state in State::ALL {
                    assert_eq!(hours(*kind, category, *state).is_none(), state.is_final(), "{kind} {state}");
                }
            }
        }
    }
}
