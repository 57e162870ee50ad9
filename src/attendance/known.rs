//! A roster as the phone knows it, and the requests that are answered with one. What comes is kept for when there is no
//! network.

use pingan_api::{
    Timestamp,
    id::{ShiftId, SignUpId},
    volunteer::{
        Roster,
        attendance::{Decide, Decision, GetRoster},
    },
};

use crate::{
    client::{self, ClientError},
    i18n::moment,
    json,
    outbox::rosters,
};

#[derive(Clone, PartialEq)]
pub(super) struct Known {
    pub(super) roster: Roster,
    /// How far the server's clock is ahead of the phone's.
    ahead_ms: i64,
}

impl Known {
    /// Of what the server wrote and when it came, by the phone's clock.
    fn read(answer: &str, came: Timestamp) -> Option<Self> {
        let roster: Roster = json::read(answer).ok()?;
        let ahead_ms = roster.now.as_millis() - came.as_millis();
        Some(Self { roster, ahead_ms })
    }

    /// Of what has just come.
    pub(super) fn just_now(answer: &str) -> Option<Self> {
        Self::read(answer, moment::now())
    }

    /// As it came last.
    pub(super) fn kept(shift: ShiftId) -> Option<Self> {
        let (came, answer) = rosters::read(shift)?;
        Self::read(&answer, came)
    }

    /// When the shift begins and ends.
    pub(super) fn span(&self) -> (Timestamp, Timestamp) {
        (self.roster.shift.card.starts_at, self.roster.shift.card.ends_at)
    }

    /// This moment by the server's clock.
    pub(super) fn now(&self) -> Timestamp {
        Timestamp::from_millis(moment::now().as_millis() + self.ahead_ms)
    }
}

pub(super) async fn ask(shift: ShiftId) -> Result<Known, ClientError> {
    taken(shift, &client::send_unread(&GetRoster { shift }).await?)
}

/// Approves a sign-up of the shift, or refuses it.
pub(super) async fn decide(shift: ShiftId, sign_up: SignUpId, approve: bool) -> Result<Known, ClientError> {
    taken(shift, &client::send_unread(&Decide { sign_up, body: Decision { approve } }).await?)
}

fn taken(shift: ShiftId, answer: &str) -> Result<Known, ClientError> {
    let known = Known::just_now(answer).ok_or(ClientError::Unreadable)?;
    rosters::keep(shift, answer);
    Ok(known)
}
