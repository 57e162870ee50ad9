//! Live updates: whoever listens for a case, an account or a unit is woken when something happens there, and then asks the
//! database what. A wake-up carries nothing, so that one that comes twice or late does no harm, and a listener that was
//! away catches up by the same question.

mod bus;
mod hub;

use std::sync::{Arc, Mutex};

use pingan_api::id::UnitId;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use self::{
    bus::run,
    hub::{Live, Subscription},
};
use crate::{district::District, state::State};

/// What can be listened for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Topic {
    Case(Uuid),
    /// What an account is told besides its cases.
    Account(Uuid),
    /// Cases that come to the unit, leave it or change there, or in any unit below it.
    Unit(UnitId),
}

/// Something that happened with a case, or that accounts were told, and is on disk.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The case, and those that were merged into it.
    pub cases: Vec<Uuid>,
    /// The unit that had the case before, the one that has it now, and others that see it.
    pub holders: Vec<UnitId>,
    /// Those that were told something, or have read it.
    #[serde(default)]
    pub accounts: Vec<Uuid>,
}

/// Accounts in one message between servers, which takes no more than 8000 bytes.
const ACCOUNTS_AT_ONCE: usize = 100;

impl Change {
    pub fn new(case: Uuid, before: Option<&str>, after: Option<&str>) -> Self {
        let holders = before.into_iter().chain(after.filter(|after| Some(*after) != before));
        Self { cases: vec![case], holders: holders.map(UnitId::from).collect(), accounts: Vec::new() }
    }

    /// The same and more of one case.
    fn and(mut self, more: Change) -> Self {
        add_new(&mut self.cases, more.cases);
        add_new(&mut self.accounts, more.accounts);
        self.seen_by(more.holders)
    }

    /// Others that see the case: those on whose ground it is, and who is called to it.
    pub fn seen_by(mut self, units: impl IntoIterator<Item = UnitId>) -> Self {
        for unit in units {
            if !self.holders.contains(&unit) {
                self.holders.push(unit);
            }
        }
        self
    }

    /// The same in pieces, each of them small enough for one message to other servers.
    fn pieces(mut self) -> Vec<Change> {
        let more = self.accounts.split_off(self.accounts.len().min(ACCOUNTS_AT_ONCE));
        let more = more.chunks(ACCOUNTS_AT_ONCE);
        let more = more.map(|accounts| Change { accounts: accounts.to_vec(), ..Change::default() });
        std::iter::once(self).chain(more).collect()
    }
}

fn add_new(ids: &mut Vec<Uuid>, more: Vec<Uuid>) {
    for id in more {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
}

/// What one transaction changes, gathered while it runs and published after its commit.
#[derive(Clone, Debug, Default)]
pub struct Changes(Arc<Mutex<Vec<Change>>>);

impl Changes {
    pub(crate) fn add(&self, change: Change) {
        let mut changes = self.0.lock().expect("nobody panics while holding the changes");
        match changes.iter_mut().find(|before| before.cases.first() == change.cases.first()) {
            Some(before) => *before = std::mem::take(before).and(change),
            None => changes.push(change),
        }
    }

    /// To be called after the commit; what was rolled back wakes for nothing, which does no harm.
    pub fn publish(&self, state: &State) {
        let changes = std::mem::take(&mut *self.0.lock().expect("nobody panics while holding the changes"));
        changes.into_iter().for_each(|change| publish(state, change));
    }
}

/// Wakes whoever listens, on this server at once and on others of the same database. To be called after the commit.
pub fn publish(state: &State, change: Change) {
    wake(state, &change);
    state.live.pass_on(change);
}

/// Wakes the listeners of this server alone.
fn wake(state: &State, change: &Change) {
    let district = state.district();
    let mut topics: Vec<Topic> = change.cases.iter().copied().map(Topic::Case).collect();
    topics.extend(change.accounts.iter().copied().map(Topic::Account));
    for holder in &change.holders {
        for unit in with_all_above(&district, holder) {
            if !topics.contains(&unit) {
                topics.push(unit);
            }
        }
    }
    state.live.wake(&topics);
}

fn with_all_above(district: &District, unit: &UnitId) -> Vec<Topic> {
    let mut topics = vec![Topic::Unit(unit.clone())];
    let mut at = unit;
    while let Some(above) = district.parent(at) {
        topics.push(Topic::Unit(above.id.clone()));
        at = &above.id;
    }
    topics
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::{ACCOUNTS_AT_ONCE, Change};

    #[test]
    fn many_accounts_are_told_of_in_pieces() {
        let accounts: Vec<Uuid> = (0..250).map(Uuid::from_u128).collect();
        let change = Change { accounts: accounts.clone(), ..Change::new(Uuid::nil(), Some("420204"), None) };
        let pieces = change.pieces();
        assert_eq!(pieces.iter().map(|piece| piece.cases.len()).collect::<Vec<_>>(), [1, 0, 0]);
        assert!(pieces.iter().all(|piece| piece.accounts.len() <= ACCOUNTS_AT_ONCE));
        assert_eq!(pieces.into_iter().flat_map(|piece| piece.accounts).collect::<Vec<_>>(), accounts);
        assert_eq!(Change::default().pieces(), [Change::default()]);
    }
}
