//! Ticks of a roster. Each is an entry of its own, written on the phone at once; what waits of one shift is sent
//! together, in the order in which it was made. The server takes each once, whatever of it came before.

use leptos::prelude::*;
use pingan_api::{
    Problem, ProblemCode, Timestamp,
    id::{IdempotencyKey, ShiftId},
    volunteer::{
        Mark,
        attendance::{MAX_MARKS, MarkRoster, Marks},
    },
};

use super::{Entry, Outbox, Parcel, Refusal, entry::Verdict, rosters};
use crate::{
    client::{self, ClientError},
    database::{Shelf, Write},
};

/// One that waits.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    pub mark: Mark,
    /// Why the server will not have it.
    pub refusal: Option<Box<Problem>>,
}

impl Tick {
    fn of(entry: &Entry, of: ShiftId) -> Option<Self> {
        match &entry.parcel {
            Parcel::Mark { shift, mark, .. } if *shift == of => {
                let refusal = match &entry.refusal {
                    Some(Refusal::Parcel(problem)) => Some(problem.clone()),
                    _ => None,
                };
                Some(Self { mark: mark.clone(), refusal })
            }
            _ => None,
        }
    }
}

impl Outbox {
    /// Takes in a tick on the roster of a shift with this title.
    pub async fn tick(self, shift: ShiftId, title: String, mark: Mark) {
        self.ready().await;
        let mut entry = Entry::with_key(mark.key, Parcel::Mark { shift, title, mark });
        // A clock that was put back must not change the order.
        let last = self.entries.with_untracked(|entries| entries.iter().map(|entry| entry.written_at).max());
        if let Some(last) = last {
            entry.written_at = entry.written_at.max(Timestamp::from_millis(last.as_millis() + 1));
        }
        self.take_in(entry, Vec::new(), Vec::new()).await;
    }

    /// What waits of a shift, in its order; reactive.
    pub fn ticks(self, shift: ShiftId) -> Vec<Tick> {
        self.entries.with(|entries| entries.iter().filter_map(|entry| Tick::of(entry, shift)).collect())
    }

    /// What the server answered to the last ticks, as it wrote it; reactive.
    pub fn answered(self) -> Option<(ShiftId, String)> {
        self.answered.get()
    }

    /// The browser keeps nothing: what waits lasts as long as the page. Reactive.
    pub fn is_in_memory(self) -> bool {
        self.in_memory.get()
    }

    /// One request for all ticks of a shift.
    pub(super) async fn send_ticks(self, shift: ShiftId) {
        let waiting = untrack(|| self.ticks(shift)).into_iter().filter(|tick| tick.refusal.is_none());
        let waiting: Vec<Mark> = waiting.map(|tick| tick.mark).collect();
        let mut sent = &waiting[..waiting.len().min(MAX_MARKS)];
        let mut answer = try_now(shift, sent).await;
        if sent.len() > 1 && matches!(answer, Err(Verdict::Refused(_))) {
            // One of them is at fault: the oldest goes alone, the others when it is out of the way.
            sent = &sent[..1];
            answer = try_now(shift, sent).await;
        }
        match answer {
            Ok(answer) => self.ticks_arrived(shift, sent, answer).await,
            Err(Verdict::Again(at_least)) => {
                for mark in &waiting {
                    self.postpone(mark.key, at_least).await;
                }
            }
            Err(Verdict::Refused(problem)) => {
                for mark in sent {
                    self.refuse(mark.key, Refusal::Parcel(problem.clone())).await;
                }
            }
        }
    }

    /// The roster is on the phone; now the entries may go.
    async fn ticks_arrived(self, shift: ShiftId, sent: &[Mark], answer: String) {
        rosters::keep(shift, &answer);
        let keys: Vec<IdempotencyKey> = sent.iter().map(|mark| mark.key).collect();
        if let Some(database) = self.database() {
            let writes: Vec<Write> = keys.iter().map(|key| Write::remove(Shelf::Outbox, key)).collect();
            // What a store refuses to forget is sent again at the next start, which the keys make harmless.
            database.commit(&writes).await;
        }
        self.hands.update_value(|hands| hands.gone.extend(&keys));
        // Both in one moment, so that no page shows the one without the other.
        self.entries.update(|entries| entries.retain(|entry| !keys.contains(&entry.key)));
        self.answered.set(Some((shift, answer)));
        self.tell();
    }
}

async fn try_now(shift: ShiftId, marks: &[Mark]) -> Result<String, Verdict> {
    send(shift, marks.to_vec()).await.map_err(judge)
}

/// Whoever has to sign in again first loses nothing.
fn judge(error: ClientError) -> Verdict {
    match error.problem().map(|problem| problem.code) {
        Some(ProblemCode::NotSignedIn | ProblemCode::SecondFactorNeeded) => Verdict::Again(None),
        _ => Verdict::from(error),
    }
}

/// Gives the roster as the server wrote it: only its own page reads one, and its types would weigh on every page that
/// sends.
pub(super) async fn send(shift: ShiftId, marks: Vec<Mark>) -> Result<String, ClientError> {
    client::send_unread(&MarkRoster { shift, body: Marks { marks } }).await
}

#[cfg(test)]
mod tests {
    use pingan_api::{Problem, ProblemCode};

    use super::{Verdict, judge};
    use crate::client::ClientError;

    #[test]
    fn ticks_wait_for_whoever_has_to_sign_in_again() {
        let refused = |code| judge(ClientError::Problem(Box::new(Problem::new(code))));
        assert_eq!(refused(ProblemCode::NotSignedIn), Verdict::Again(None));
        assert_eq!(refused(ProblemCode::SecondFactorNeeded), Verdict::Again(None));
        assert!(matches!(refused(ProblemCode::NotAllowed), Verdict::Refused(_)));
    }
}
