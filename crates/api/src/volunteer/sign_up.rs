//! Signing up, waiting, accepting, leaving; and one's own shifts.

use serde::{Deserialize, Serialize};

use super::{Attendance, MAX_TITLE, Shift, ShiftCard};
use crate::{
    endpoint::{Query, endpoint},
    id::{PostId, ShiftId, SignUpId},
    page::{Cursor, MAX_LIMIT, Page},
    problem::{FieldError, Issue},
    slug_enum,
    timestamp::Timestamp,
    validate::{Faults, Validate},
};

slug_enum! {
    /// Where a sign-up is in its life.
    pub enum SignUpState {
        /// An organiser has to approve.
        Pending = "pending",
        /// In line for a place.
        Waiting = "waiting",
        /// A place is held for a while.
        Offered = "offered",
        /// Has a place.
        Confirmed = "confirmed",
        /// Left, or the shift was called off.
        Left = "left",
        /// Let an offered place go by.
        Lapsed = "lapsed",
        /// An organiser refused.
        Refused = "refused",
    }
}

impl SignUpState {
    /// Takes up room: a place, or one in line.
    pub const fn is_live(self) -> bool {
        matches!(self, Self::Pending | Self::Waiting | Self::Offered | Self::Confirmed)
    }

    /// A place is taken by it.
    pub const fn holds_place(self) -> bool {
        matches!(self, Self::Offered | Self::Confirmed)
    }
}

/// The reader's own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MySignUp {
    pub id: SignUpId,
    pub post: PostId,
    pub post_name: String,
    pub state: SignUpState,
    /// Whom they bring.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub friend: Option<String>,
    /// In the line, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<u16>,
    /// Until when an offered place is held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// Until when they can leave by themselves; whoever only waits can always.
    pub leave_by: Timestamp,
    pub attendance: Attendance,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checked_in_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checked_out_at: Option<Timestamp>,
    /// Of attendance, once there is any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<u32>,
}

/// What whoever signs up says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewSignUp {
    pub post: PostId,
    /// The name of somebody without an account who comes along; they take a place of their own. Up to [`MAX_TITLE`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub friend: Option<String>,
}

impl Validate for NewSignUp {
    fn validate(&self) -> Result<(), Vec<FieldError>> {
        let mut faults = Faults::new();
        if let Some(friend) = &self.friend {
            faults.add_if(friend.trim().is_empty(), "friend", Issue::Required);
            faults.text("friend", friend, MAX_TITLE);
        }
        faults.into_result()
    }
}

/// One of the reader's shifts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MyShift {
    pub card: ShiftCard,
    pub mine: MySignUp,
}

/// Which of the reader's shifts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[serde(deny_unknown_fields)]
pub struct MyShiftQuery {
    /// Those that are over, newest first, in the place of those to come, soonest first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub past: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

impl MyShiftQuery {
    pub(crate) fn to_query(&self) -> Query {
        Query::new()
            .with_some("past", self.past)
            .with_some("cursor", self.cursor.as_ref())
            .with_some("limit", self.limit)
    }
}

impl Validate for MyShiftQuery {
    fn validate(&self) -> Result<(), Vec<FieldError>> {
        let mut faults = Faults::new();
        faults.add_if(self.limit.is_some_and(|limit| limit == 0 || limit > MAX_LIMIT), "limit", Issue::Invalid);
        faults.into_result()
    }
}

endpoint! {
    /// A place, a place in line, or a refusal whose reason the shift tells.
    SignUp { shift: ShiftId } Create "/api/v1/volunteer/shifts/{shift}/sign-ups" NewSignUp, "Sign up for a post of a shift" => Shift
}
endpoint! {
    /// Also out of the line, and of an offer.
    Leave { sign_up: SignUpId } Post "/api/v1/volunteer/sign-ups/{sign_up}/leave" (), "Give a place up" => Shift
}
endpoint! {
    Accept { sign_up: SignUpId } Post "/api/v1/volunteer/sign-ups/{sign_up}/accept" (), "Take a place that was offered" => Shift
}
endpoint! {
    MyShifts {} Get "/api/v1/volunteer/me/shifts" ? MyShiftQuery, "The reader's shifts" => Page<MyShift>
}
