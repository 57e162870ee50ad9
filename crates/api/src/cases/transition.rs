//! One case, one life: (state, event, who) → state or refusal. The server enforces this table, the app draws its
//! buttons from it, property tests walk it.

use serde::{Deserialize, Serialize};

use super::Share;
use crate::slug_enum;

slug_enum! {
    pub enum State {
        Submitted = "submitted",
        Accepted = "accepted",
        Assigned = "assigned",
        InProgress = "in_progress",
        AwaitingResident = "awaiting_resident",
        Resolved = "resolved",
        Closed = "closed",
        Rejected = "rejected",
        Merged = "merged",
        Withdrawn = "withdrawn",
    }
}

impl State {
    /// Nobody holds the case and no clock runs.
    pub const fn is_final(self) -> bool {
        matches!(self, State::Closed | State::Rejected | State::Merged | State::Withdrawn)
    }

    /// Still to be solved: what a neighbour may join.
    pub const fn is_open(self) -> bool {
        matches!(
            self,
            State::Submitted | State::Accepted | State::Assigned | State::InProgress | State::AwaitingResident
        )
    }

    /// May be shown on the public map: a desk has looked at it and found something in it.
    pub const fn is_public(self) -> bool {
        matches!(
            self,
            State::Accepted
                | State::Assigned
                | State::InProgress
                | State::AwaitingResident
                | State::Resolved
                | State::Closed
        )
    }
}

slug_enum! {
    pub enum Event {
        Accept = "accept",
        Reject = "reject",
        Merge = "merge",
        Unmerge = "unmerge",
        Withdraw = "withdraw",
        Assign = "assign",
        Whistle = "whistle",
        Ask = "ask",
        Answer = "answer",
        Expire = "expire",
        Start = "start",
        Return = "return",
        Transfer = "transfer",
        Resolve = "resolve",
        Confirm = "confirm",
        Dispute = "dispute",
        Lapse = "lapse",
        Reopen = "reopen",
        AppealRejection = "appeal_rejection",
        /// Its clock ran out: the level above has it, and whoever let it run out still works on it.
        Overdue = "overdue",
        /// Parts of it became cases of their own.
        Split = "split",
        /// Another case was merged into it.
        TakeIn = "take_in",
        /// A case that was merged into it goes on alone again.
        LetGo = "let_go",
    }
}

impl Event {
    /// Sends the case to the unit above its holder.
    pub const fn climbs(self) -> bool {
        matches!(self, Event::Dispute | Event::Reopen | Event::AppealRejection | Event::Overdue)
    }

    /// Names the unit that has the case from here on.
    pub const fn hands_over(self) -> bool {
        matches!(self, Event::Assign | Event::Whistle | Event::Transfer)
    }

    /// Whether the holder of a share hears of it. Nobody is told what they did themselves, and a neighbour not what is
    /// between the reporter and the desk.
    pub const fn is_told(self, by: Who, share: Share) -> bool {
        match (self, share) {
            // The desks sort out among themselves who has it.
            (Event::Return, _) => false,
            (Event::Ask | Event::Answer | Event::Expire, Share::Neighbour) => false,
            (_, Share::Reporter) => !matches!(by, Who::Reporter),
            (_, Share::Neighbour) => true,
        }
    }

    /// Worth a text message to whoever asked for them: something begins, ends, or waits for its reporter.
    pub const fn is_texted(self) -> bool {
        matches!(
            self,
            Event::Accept
                | Event::Reject
                | Event::Merge
                | Event::Unmerge
                | Event::TakeIn
                | Event::LetGo
                | Event::Ask
                | Event::Resolve
                | Event::Lapse
        )
    }
}

slug_enum! {
    /// In which part somebody acts on a case.
    pub enum Who {
        /// Whoever raised the case and holds its code.
        Reporter = "reporter",
        /// The desk of a unit in the holder's chain.
        Desk = "desk",
        /// A desk that may call departments: a street's or the district's.
        Dispatcher = "dispatcher",
        /// The unit that has the case now.
        Handler = "handler",
        /// A clock that ran out.
        System = "system",
    }
}

/// What of a case's past decides about its next step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct History {
    /// Where a case that waits for its reporter goes back to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_from: Option<State>,
    pub reopened: bool,
    pub disputed: bool,
    pub rejection_appealed: bool,
}

/// Why an event does not happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The event is not in this state's row.
    NotInThisState,
    /// The event exists here, for somebody else.
    NotForYou,
    /// It was done before and may be done once.
    OnlyOnce,
}

enum To {
    State(State),
    /// Where the question was asked.
    Back,
    /// It stays where it is.
    Same,
}

struct Rule {
    from: &'static [State],
    event: Event,
    who: &'static [Who],
    to: To,
}

const DESKS: &[Who] = &[Who::Desk, Who::Dispatcher];
const ANY_STAFF: &[Who] = &[Who::Desk, Who::Dispatcher, Who::Handler];

#[rustfmt::skip]
const RULES: &[Rule] = {
    use State::*;
    &[
        Rule { from: &[Submitted], event: Event::Accept, who: DESKS, to: To::State(Accepted) },
        Rule { from: &[Submitted, Accepted], event: Event::Reject, who: DESKS, to: To::State(Rejected) },
        Rule { from: &[Submitted, Accepted], event: Event::Merge, who: DESKS, to: To::State(Merged) },
        Rule { from: &[Submitted, Accepted], event: Event::Withdraw, who: &[Who::Reporter], to: To::State(Withdrawn) },
        Rule { from: &[Accepted], event: Event::Assign, who: DESKS, to: To::State(Assigned) },
        Rule { from: &[Accepted, Assigned, InProgress], event: Event::Whistle, who: &[Who::Dispatcher, Who::Handler], to: To::State(Assigned) },
        Rule { from: &[Accepted, Assigned, InProgress], event: Event::Ask, who: ANY_STAFF, to: To::State(AwaitingResident) },
        Rule { from: &[Assigned], event: Event::Start, who: &[Who::Handler], to: To::State(InProgress) },
        Rule { from: &[Assigned], event: Event::Return, who: &[Who::Handler], to: To::State(Accepted) },
        Rule { from: &[Assigned, InProgress], event: Event::Transfer, who: ANY_STAFF, to: To::State(Assigned) },
        Rule { from: &[InProgress], event: Event::Resolve, who: &[Who::Handler], to: To::State(Resolved) },
        Rule { from: &[AwaitingResident], event: Event::Answer, who: &[Who::Reporter], to: To::Back },
        Rule { from: &[AwaitingResident], event: Event::Expire, who: &[Who::System], to: To::Back },
        Rule { from: &[Resolved], event: Event::Confirm, who: &[Who::Reporter], to: To::State(Closed) },
        Rule { from: &[Resolved], event: Event::Dispute, who: &[Who::Reporter], to: To::State(Accepted) },
        Rule { from: &[Resolved], event: Event::Lapse, who: &[Who::System], to: To::State(Closed) },
        Rule { from: &[Closed], event: Event::Reopen, who: &[Who::Reporter], to: To::State(Accepted) },
        Rule { from: &[Rejected], event: Event::AppealRejection, who: &[Who::Reporter], to: To::State(Submitted) },
        Rule { from: &[Merged], event: Event::Unmerge, who: DESKS, to: To::State(Accepted) },
        Rule { from: &[Submitted, Accepted, Assigned, InProgress], event: Event::Overdue, who: &[Who::System], to: To::Same },
        Rule { from: &[Accepted], event: Event::Split, who: DESKS, to: To::Same },
        Rule { from: &[Submitted, Accepted, Assigned, InProgress, AwaitingResident], event: Event::TakeIn, who: DESKS, to: To::Same },
        // Whatever became of it meanwhile; of one that was withdrawn nobody wants to hear any more.
        Rule { from: &[Submitted, Accepted, Assigned, InProgress, AwaitingResident, Resolved, Closed, Rejected, Merged], event: Event::LetGo, who: DESKS, to: To::Same },
    ]
};

/// The state after an event, or why it does not happen.
pub fn next(state: State, event: Event, who: Who, history: History) -> Result<State, Refusal> {
    let rule =
        RULES.iter().find(|rule| rule.event == event && rule.from.contains(&state)).ok_or(Refusal::NotInThisState)?;
    if !rule.who.contains(&who) {
        return Err(Refusal::NotForYou);
    }
    let done_before = match event {
        Event::Reopen => history.reopened,
        Event::Dispute => history.disputed,
        Event::AppealRejection => history.rejection_appealed,
        _ => false,
    };
    if done_before {
        return Err(Refusal::OnlyOnce);
    }
    match rule.to {
        To::State(to) => Ok(to),
        To::Back => history.asked_from.ok_or(Refusal::NotInThisState),
        To::Same => Ok(state),
    }
}

/// What somebody can do with a case now: the buttons.
pub fn possible(state: State, who: Who, history: History) -> impl Iterator<Item = Event> {
    Event::ALL.iter().copied().filter(move |event| next(state, *event, who, history).is_ok())
}

impl History {
    /// The past, one event longer.
    pub fn after(self, from: State, event: Event) -> History {
        match event {
            Event::Ask => History { asked_from: Some(from), ..self },
            Event::Answer | Event::Expire => History { asked_from: None, ..self },
            Event::Reopen => History { reopened: true, ..self },
            Event::Dispute => History { disputed: true, ..self },
            Event::AppealRejection => History { rejection_appealed: true, ..self },
            _ => self,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_case_goes_its_whole_way() {
        let walk = [
            (Event::Accept, Who::Desk, State::Accepted),
            (Event::Assign, Who::Desk, State::Assigned),
            (Event::Ask, Who::Handler, State::AwaitingResident),
            (Event::Answer, Who::Reporter, State::Assigned),
            (Event::Start, Who::Handler, State::InProgress),
            (Event::Resolve, Who::Handler, State::Resolved),
            (Event::Dispute, Who::Reporter, State::Accepted),
            (Event::Assign, Who::Dispatcher, State::Assigned),
            (Event::Start, Who::Handler, State::InProgress),
            (Event::Resolve, Who::Handler, State::Resolved),
            (Event::Confirm, Who::Reporter, State::Closed),
            (Event::Reopen, Who::Reporter, State::Accepted),
        ];
        let (mut state, mut history) = (State::Submitted, History::default());
        for (event, who, expected) in walk {
            let to = next(state, event, who, history).unwrap_or_else(|why| panic!("{state} {event}: {why:?}"));
            assert_eq!(to, expected);
            history = history.after(state, event);
            state = to;
        }
        assert_eq!(next(State::Resolved, Event::Dispute, Who::Reporter, history), Err(Refusal::OnlyOnce));
        assert_eq!(next(State::Closed, Event::Reopen, Who::Reporter, history), Err(Refusal::OnlyOnce));
    }

    #[test]
    fn refusals_say_why() {
        let fresh = History::default();
        assert_eq!(next(State::Submitted, Event::Accept, Who::Reporter, fresh), Err(Refusal::NotForYou));
        assert_eq!(next(State::Submitted, Event::Resolve, Who::Handler, fresh), Err(Refusal::NotInThisState));
        assert_eq!(next(State::Withdrawn, Event::Reopen, Who::Reporter, fresh), Err(Refusal::NotInThisState));
    }

    #[test]
    fn nobody_is_told_what_they_did_and_everybody_how_it_ends() {
        assert!(!Event::Confirm.is_told(Who::Reporter, Share::Reporter));
        assert!(Event::Confirm.is_told(Who::Reporter, Share::Neighbour));
        assert!(Event::Ask.is_told(Who::Desk, Share::Reporter) && !Event::Ask.is_told(Who::Desk, Share::Neighbour));
        for share in Share::ALL {
            for end in [Event::Reject, Event::Merge, Event::TakeIn, Event::LetGo, Event::Resolve, Event::Lapse] {
                assert!(end.is_told(Who::Handler, *share) && end.is_texted(), "{end}");
            }
            assert!(!Event::Return.is_told(Who::Handler, *share));
        }
    }

    #[test]
    fn every_event_has_a_rule_and_each_row_is_told_once() {
        for event in Event::ALL {
            assert!(RULES.iter().any(|rule| rule.event == *event), "{event}");
            for state in State::ALL {
                let rows = RULES.iter().filter(|rule| rule.event == *event && rule.from.contains(state)).count();
                assert!(rows <= 1, "{state} {event}");
            }
        }
    }

    proptest! {
        #[test]
        fn random_walks_hold_the_invariants(steps in prop::collection::vec((0..Event::ALL.len(), 0..Who::ALL.len()), 0..200)) {
            let (mut state, mut history) = (State::Submitted, History::default());
            let mut climbs = 0;
            for (event, who) in steps {
                let (event, who) = (Event::ALL[event], Who::ALL[who]);
                let possible: Vec<_> = possible(state, who, history).collect();
                let result = next(state, event, who, history);
                prop_assert_eq!(result.is_ok(), possible.contains(&event));
                let Ok(to) = result else { continue };
                history = history.after(state, event);
                climbs += usize::from(event.climbs() && who == Who::Reporter);
                prop_assert!(!(to.is_final() && to.is_open()));
                // A question that waits always knows its way back, and the way back is where work was going on.
                prop_assert_eq!(to == State::AwaitingResident, history.asked_from.is_some());
                prop_assert!(history.asked_from.is_none_or(|from| from.is_open()));
                // Only a desk's look makes a case public; a rejected one comes back unseen.
                if !state.is_public() && to.is_public() {
                    prop_assert!(matches!(event, Event::Accept | Event::Unmerge));
                }
                state = to;
            }
            prop_assert!(climbs <= 3);
        }
    }
}
