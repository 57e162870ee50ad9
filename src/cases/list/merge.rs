//! What the device remembers and what the server says, as one list.

use pingan_api::cases::{CaseNumber, CaseSummary, MyCase, NextStep, Share, State};

use crate::session::KnownCase;

/// One case of the device's own, as shown.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Mine {
    pub(super) summary: CaseSummary,
    pub(super) share: Share,
    pub(super) next: NextStep,
    /// The server does not know it any more.
    pub(super) missing: bool,
}

impl Mine {
    /// Waits for this very resident.
    pub(super) fn is_yours(&self) -> bool {
        self.share == Share::Reporter && matches!(self.summary.state, State::AwaitingResident | State::Resolved)
    }
}

/// An answer of the server, and what it was asked for.
#[derive(Clone)]
pub(super) struct Present {
    pub(super) asked: Vec<CaseNumber>,
    pub(super) cases: Vec<MyCase>,
}

/// What waits for the resident first, then the newest. `present` is the server's answer, if there is one; `last` the one
/// before it, which may not know the newest.
pub(super) fn merge(known: Vec<KnownCase>, present: Option<&Present>, last: &[MyCase]) -> Vec<Mine> {
    let mut list: Vec<Mine> = known
        .into_iter()
        .map(|known| {
            let number = known.receipt.number;
            match present.and_then(|present| present.cases.iter().find(|case| case.summary.number == number)) {
                Some(MyCase { summary, share, next }) => {
                    Mine { summary: summary.clone(), share: *share, next: next.clone(), missing: false }
                }
                None => {
                    // Only the first so many were asked for, and others have come since.
                    let missing = present.is_some_and(|present| present.asked.contains(&number));
                    let mut mine = remembered(known, missing);
                    if let Some(last) = last.iter().find(|case| case.summary.number == number) {
                        mine.summary = CaseSummary { state: mine.summary.state, ..last.summary.clone() };
                    }
                    mine
                }
            }
        })
        .collect();
    list.sort_by_key(|mine| !mine.is_yours());
    list
}

fn remembered(known: KnownCase, missing: bool) -> Mine {
    let KnownCase { receipt, state } = known;
    Mine {
        summary: CaseSummary {
            number: receipt.number,
            kind: receipt.kind,
            category: receipt.category,
            state,
            place: None,
            created_at: receipt.created_at,
            changed_at: receipt.created_at,
            thumb: None,
            joined: 0,
            distance_m: None,
        },
        share: receipt.share,
        next: receipt.next,
        missing,
    }
}

#[cfg(test)]
mod tests {
    use pingan_api::{
        Timestamp,
        cases::{CaseCode, CaseKind, CaseNumber, MyCase, Next, NextStep, Receipt, Share, State},
    };

    use super::{Present, merge, remembered};
    use crate::session::KnownCase;

    fn known(index: u32, state: State) -> KnownCase {
        let next = NextStep { next: Next::of(state), due_at: None, holder: None, overdue: false };
        let receipt = Receipt {
            number: CaseNumber::from_index(index),
            code: CaseCode::from_random([index as u8; 8]),
            share: Share::Reporter,
            kind: CaseKind::Appeal,
            category: None,
            created_at: Timestamp::from_millis(i64::from(index)),
            next,
        };
        KnownCase { receipt, state }
    }

    fn present(index: u32, state: State) -> MyCase {
        let mine = remembered(known(index, state), false);
        MyCase { summary: mine.summary, share: mine.share, next: mine.next }
    }

    fn answer(asked: impl IntoIterator<Item = u32>, cases: Vec<MyCase>) -> Present {
        Present { asked: asked.into_iter().map(CaseNumber::from_index).collect(), cases }
    }

    #[test]
    fn without_an_answer_the_remembered_states_are_shown() {
        let mut last = present(2, State::Submitted);
        last.summary.joined = 3;
        let list = merge(vec![known(2, State::Accepted), known(1, State::Closed)], None, &[last]);
        assert_eq!(list.iter().map(|mine| mine.summary.state).collect::<Vec<_>>(), [State::Accepted, State::Closed]);
        assert_eq!(list[0].summary.joined, 3);
        assert!(list.iter().all(|mine| !mine.missing));
    }

    #[test]
    fn the_answer_wins_and_what_waits_for_the_resident_comes_first() {
        let answer = answer(1..=3, vec![present(1, State::Resolved), present(2, State::InProgress)]);
        let list = merge(
            vec![known(3, State::Submitted), known(2, State::Submitted), known(1, State::Submitted)],
            Some(&answer),
            &[],
        );
        let shown: Vec<_> = list.iter().map(|mine| (mine.summary.state, mine.missing)).collect();
        assert_eq!(shown, [(State::Resolved, false), (State::Submitted, true), (State::InProgress, false)]);
    }

    #[test]
    fn what_was_not_asked_for_is_not_missing() {
        let answer = answer(0..50, vec![]);
        let list = merge((0..60).map(|index| known(index, State::Submitted)).collect(), Some(&answer), &[]);
        assert_eq!(list.iter().filter(|mine| mine.missing).count(), 50);
    }
}
