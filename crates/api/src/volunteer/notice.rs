//! What volunteers are told: through the inbox, and as a text message where they wish it.

use serde::{Deserialize, Serialize};

use crate::{
    id::{ShiftId, TeamId},
    slug_enum,
    timestamp::Timestamp,
};

slug_enum! {
    /// What happened, for one volunteer.
    pub enum VolunteerWord {
        /// The shift begins in a day.
        Tomorrow = "tomorrow",
        /// The shift begins in two hours.
        Soon = "soon",
        /// The shift is at another time or place now.
        Changed = "changed",
        Cancelled = "cancelled",
        /// The organiser writes; `words` says what.
        Message = "message",
        /// A place is free for whoever waited; it is held until `until`.
        Offered = "offered",
        /// The offered place went to the next.
        Lapsed = "lapsed",
        /// The organiser approved the sign-up.
        Approved = "approved",
        /// The organiser did not.
        Refused = "refused",
        /// The hours were corrected; `words` says why.
        HoursCorrected = "hours_corrected",
        /// The team took the volunteer in.
        TeamJoined = "team_joined",
        TeamRefused = "team_refused",
    }
}

impl VolunteerWord {
    /// Whether a text message goes out to those who wish them: what changes where they should be and when.
    pub const fn is_texted(self) -> bool {
        matches!(self, Self::Tomorrow | Self::Soon | Self::Changed | Self::Cancelled | Self::Offered)
    }
}

/// One thing that happened with a shift or a team of the reader's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct VolunteerNotice {
    pub word: VolunteerWord,
    /// Of the shift, or the team's name.
    pub title: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shift: Option<ShiftId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<TeamId>,
    /// When the shift begins, as it is now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts_at: Option<Timestamp>,
    /// Until when an offered place is held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// What the organiser wrote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
}
