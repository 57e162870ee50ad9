//! Who came: by the organiser's code or by the organiser's hand.

use serde::{Deserialize, Serialize};

use super::{MAX_LINE, MAX_TITLE, Shift, ShiftCard, SignUpState};
use crate::{
    endpoint::endpoint,
    id::{AccountId, IdempotencyKey, PostId, ShiftId, SignUpId},
    problem::{FieldError, Issue},
    slug_enum,
    timestamp::Timestamp,
    validate::{Faults, Validate},
};

slug_enum! {
    /// Whether somebody came.
    pub enum Attendance {
        Unknown = "unknown",
        Present = "present",
        /// Had a place and did not come.
        NoShow = "no_show",
    }
}

/// Seconds that a check-in code is shown; the one before and the one after are taken as well.
pub const CODE_SECONDS: i64 = 30;
/// Digits of a code.
pub const CODE_DIGITS: usize = 6;
/// How long before the beginning and after the end a shift's codes are good, in minutes.
pub const CODE_MARGIN_MINUTES: i64 = 60;
/// Marks that are sent at once at most.
pub const MAX_MARKS: usize = 200;

/// One line of a roster.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RosterLine {
    pub id: SignUpId,
    pub post: PostId,
    /// None for whoever came without an account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountId>,
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub friend: Option<String>,
    pub state: SignUpState,
    /// In the line, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<u16>,
    /// Came without a sign-up.
    pub walk_in: bool,
    pub under_age: bool,
    pub attendance: Attendance,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checked_in_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checked_out_at: Option<Timestamp>,
    /// Credited, friends not counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<u32>,
    /// Why the minutes were corrected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrected_because: Option<String>,
}

/// What an organiser needs at the place, also without a network.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Roster {
    pub shift: Shift,
    pub lines: Vec<RosterLine>,
    /// Check-in codes of [`CODE_DIGITS`] digits, one for each [`CODE_SECONDS`] from `codes_from` on, until an hour after the
    /// end, one after another without a space; empty outside of a day around the shift.
    pub codes: String,
    pub codes_from: Timestamp,
    /// The server's clock, for phones whose own is wrong.
    pub now: Timestamp,
}

/// Codes stay out of logs.
impl std::fmt::Debug for Roster {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Roster").field("shift", &self.shift.card.id).field("lines", &self.lines).finish_non_exhaustive()
    }
}

slug_enum! {
    /// What an organiser marks.
    pub enum MarkKind {
        Present = "present",
        NoShow = "no_show",
        /// Takes a mark back.
        Clear = "clear",
        /// Went home.
        CheckOut = "check_out",
        /// Somebody without a sign-up came: `name` says who, `post` where.
        WalkIn = "walk_in",
        /// `minutes` were worked, for the `reason` given.
        Correct = "correct",
    }
}

/// One mark; sent again it counts once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Mark {
    pub key: IdempotencyKey,
    pub kind: MarkKind,
    /// When it was made; what lies ahead of the server's clock counts as now.
    pub at: Timestamp,
    /// Of everything but a walk-in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sign_up: Option<SignUpId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub post: Option<PostId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// Marks in the order in which they were made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Marks {
    /// [`MAX_MARKS`] at most.
    pub marks: Vec<Mark>,
}

impl Validate for Marks {
    fn validate(&self) -> Result<(), Vec<FieldError>> {
        let mut faults = Faults::new();
        faults.items("marks", &self.marks, MAX_MARKS);
        for (at, mark) in self.marks.iter().enumerate() {
            let field = |name: &str| format!("marks[{at}].{name}");
            let walk_in = mark.kind == MarkKind::WalkIn;
            faults.add_if(!walk_in && mark.sign_up.is_none(), &field("sign_up"), Issue::Required);
            let name = mark.name.as_deref().unwrap_or_default();
            faults.add_if(walk_in && name.trim().is_empty(), &field("name"), Issue::Required);
            faults.text(&field("name"), name, MAX_TITLE);
            faults.add_if(walk_in && mark.post.is_none(), &field("post"), Issue::Required);
            let correct = mark.kind == MarkKind::Correct;
            faults.add_if(correct && mark.minutes.is_none(), &field("minutes"), Issue::Required);
            faults.add_if(mark.minutes.is_some_and(|minutes| minutes > 24 * 60), &field("minutes"), Issue::TooMany);
            let reason = mark.reason.as_deref().unwrap_or_default();
            faults.add_if(correct && reason.trim().is_empty(), &field("reason"), Issue::Required);
            faults.text(&field("reason"), reason, MAX_LINE);
        }
        faults.into_result()
    }
}

/// What an organiser decides about a sign-up that waits for approval.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Decision {
    pub approve: bool,
}

impl Validate for Decision {
    fn validate(&self) -> Result<(), Vec<FieldError>> {
        Ok(())
    }
}

/// What a volunteer sends at the place.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CheckInCode {
    /// [`CODE_DIGITS`] digits, as they were read aloud or stand in the QR code.
    pub code: String,
    /// As the QR code says; whoever types has none, and it is looked for among their shifts of now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shift: Option<ShiftId>,
}

impl std::fmt::Debug for CheckInCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "CheckInCode({:?})", self.shift)
    }
}

impl Validate for CheckInCode {
    fn validate(&self) -> Result<(), Vec<FieldError>> {
        let digits = self.code.len() == CODE_DIGITS && self.code.bytes().all(|byte| byte.is_ascii_digit());
        let mut faults = Faults::new();
        faults.add_if(!digits, "code", Issue::Invalid);
        faults.into_result()
    }
}

/// Somebody is there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CheckedIn {
    pub card: ShiftCard,
    pub at: Timestamp,
    /// They had been already; nothing changed.
    pub again: bool,
}

endpoint! {
    GetRoster { shift: ShiftId } Get "/api/v1/volunteer/shifts/{shift}/roster", "Who is signed up, and the check-in codes, for organisers" => Roster
}
endpoint! {
    /// Each once, in their order. Answers the roster after them.
    MarkRoster { shift: ShiftId } Post "/api/v1/volunteer/shifts/{shift}/roster" Marks, "Mark who came, who did not, who came besides; correct hours" => Roster
}
endpoint! {
    Decide { sign_up: SignUpId } Post "/api/v1/volunteer/sign-ups/{sign_up}/decision" Decision, "Approve a sign-up, or refuse it" => Roster
}
endpoint! {
    CheckIn {} Post "/api/v1/volunteer/check-ins" CheckInCode, "Check in with the organiser's code" => CheckedIn
}
endpoint! {
    CheckOut { sign_up: SignUpId } Post "/api/v1/volunteer/sign-ups/{sign_up}/check-out" (), "Check out" => Shift
}

/// `GET`: the roster as a CSV file.
pub const ROSTER_CSV_PATH: &str = "/api/v1/volunteer/shifts/{shift}/roster.csv";
