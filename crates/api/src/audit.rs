//! Who did what to what. Lines are added and never changed, and hold no personal data: ids stand for people and cases.

use serde::{Deserialize, Serialize};

use crate::{
    district::Name,
    endpoint::{Endpoint, Method, Query},
    id::{AccountId, SessionId, UnitId},
    page::{Cursor, MAX_LIMIT, Page},
    problem::{FieldError, Issue},
    slug_enum,
    timestamp::Timestamp,
    validate::{Faults, Validate},
};

slug_enum! {
    /// What was done.
    pub enum Action {
        SignIn = "sign_in",
        SignOut = "sign_out",
        /// A device of the account was signed out from another.
        EndSession = "end_session",
        EnrolSecondFactor = "enrol_second_factor",
        PassSecondFactor = "pass_second_factor",
        /// With a recovery code, which is used up.
        UseRecoveryCode = "use_recovery_code",
        ChangePhone = "change_phone",
        /// A WeChat signs in to the account from here on.
        LinkWechat = "link_wechat",
        UnlinkWechat = "unlink_wechat",
        ExportAccount = "export_account",
        DeleteAccount = "delete_account",
        GrantRole = "grant_role",
        EndRole = "end_role",
        /// A reporter's number was shown to somebody of the staff.
        ReadContact = "read_contact",
        /// A desk did something with a case: the details name the act, and the states before and after. An act that has
        /// an action of its own below is told by that one alone.
        CaseAct = "case_act",
        /// Parts of a photo were painted over.
        RedactPhoto = "redact_photo",
        HideCase = "hide_case",
        ShowCase = "show_case",
        /// Somebody is kept from reporting.
        Block = "block",
        LiftBlock = "lift_block",
        /// A standard answer was written, or written anew.
        SaveAnswer = "save_answer",
        RemoveAnswer = "remove_answer",
        EditCalendar = "edit_calendar",
        /// A list of cases was taken out as a file.
        ExportCases = "export_cases",
        /// A team of volunteers was founded or changed.
        ChangeTeam = "change_team",
        /// Somebody was taken into a team, out of it, or made to lead it: the details name the act and the account.
        ChangeMember = "change_member",
        /// The details name the account and the qualification.
        GrantQualification = "grant_qualification",
        EndQualification = "end_qualification",
        /// A shift was planned, changed, published or called off: the details name the act.
        ChangeShift = "change_shift",
        /// Somebody's attendance or hours were set by hand.
        MarkAttendance = "mark_attendance",
        /// A volunteer's number was shown to a coordinator.
        ReadVolunteer = "read_volunteer",
        /// A list of volunteers or figures about them was taken out as a file.
        ExportVolunteers = "export_volunteers",
    }
}

slug_enum! {
    /// What something was done to.
    pub enum ObjectKind {
        Account = "account",
        Session = "session",
        Grant = "grant",
        /// Its id is the case's number.
        Case = "case",
        Calendar = "calendar",
        /// A standard answer.
        Answer = "answer",
        Team = "team",
        Shift = "shift",
    }
}

/// What something was done to: a kind and an id, as that kind writes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Object {
    pub kind: ObjectKind,
    pub id: String,
}

/// One line of the log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditLine {
    pub at: Timestamp,
    /// None where the server's command line or its clock acted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountId>,
    /// What the account calls itself now; none for one that is gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<SessionId>,
    pub action: Action,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object: Option<Object>,
    /// What the object is called now, for people to read: a case's number, a person, a title. None for what is gone or has
    /// no name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_name: Option<Name>,
    /// Words of the contract and ids, by name: the role granted; `act`, and the states that it led `from` and `to`.
    #[serde(default, skip_serializing_if = "std::collections::BTreeMap::is_empty")]
    pub details: std::collections::BTreeMap<String, String>,
    /// Whom ids among the details stand for, by the detail's name.
    #[serde(default, skip_serializing_if = "std::collections::BTreeMap::is_empty")]
    pub named: std::collections::BTreeMap<String, String>,
}

/// Which lines to list, newest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[serde(deny_unknown_fields)]
pub struct AuditQuery {
    /// Who did it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<Action>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object_kind: Option<ObjectKind>,
    /// With `object_kind`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object_id: Option<String>,
    /// From this moment on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Timestamp>,
    /// Before this moment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
    /// 20 unless said, 100 at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

impl Validate for AuditQuery {
    fn validate(&self) -> Result<(), Vec<FieldError>> {
        let mut faults = Faults::new();
        faults.add_if(self.object_id.is_some() && self.object_kind.is_none(), "object_kind", Issue::Required);
        faults.text("object_id", self.object_id.as_deref().unwrap_or_default(), 64);
        faults.add_if(self.limit.is_some_and(|limit| limit == 0 || limit > MAX_LIMIT), "limit", Issue::Invalid);
        faults.into_result()
    }
}

/// The log.
pub struct ListAudit(pub AuditQuery);

impl Endpoint for ListAudit {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/v1/audit";
    const SUMMARY: &'static str = "Who did what to what, newest first";
    type Request = AuditQuery;
    type Answer = Page<AuditLine>;

    fn path(&self) -> String {
        let q = &self.0;
        Query::new()
            .with_some("account", q.account)
            .with_some("action", q.action)
            .with_some("object_kind", q.object_kind)
            .with_some("object_id", q.object_id.as_ref())
            .with_some("from", q.from)
            .with_some("before", q.before)
            .with_some("cursor", q.cursor.as_ref())
            .with_some("limit", q.limit)
            .on(Self::PATH)
    }
}
