//! What people do with their own account: devices, name, number, cases, and leaving.

use serde::{Deserialize, Serialize};

use super::{Browser, Me, System, sign_in::PhoneAndCode};
use crate::{
    cases::{CaseKeys, Receipt, State},
    endpoint::{Endpoint, Method},
    id::SessionId,
    problem::FieldError,
    timestamp::Timestamp,
    validate::{Faults, Validate},
};

/// Characters of a name at most.
pub const MAX_NAME: usize = 20;

/// One device that is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Session {
    pub id: SessionId,
    pub system: System,
    pub browser: Browser,
    pub created_at: Timestamp,
    /// To the hour.
    pub seen_at: Timestamp,
    /// The one that asks.
    pub here: bool,
}

pub struct ListSessions;

impl Endpoint for ListSessions {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/v1/account/sessions";
    const SUMMARY: &'static str = "The devices that are signed in, last used first";
    type Request = ();
    type Answer = Vec<Session>;

    fn path(&self) -> String {
        Self::PATH.to_owned()
    }
}

/// Signs a device of one's own out.
pub struct EndSession(pub SessionId);

impl Endpoint for EndSession {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/v1/account/sessions/{session}/end";
    const SUMMARY: &'static str = "Sign a device of one's own out";
    type Request = ();
    type Answer = ();

    fn path(&self) -> String {
        Self::PATH.replace("{session}", &self.0.to_string())
    }

    fn body(&self) -> Option<&()> {
        Some(&())
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// How to be called; empty for not at all. [`MAX_NAME`] characters at most.
    pub name: String,
}

impl Validate for Profile {
    fn validate(&self) -> Result<(), Vec<FieldError>> {
        let mut faults = Faults::new();
        faults.text("name", &self.name, MAX_NAME);
        faults.into_result()
    }
}

pub struct SaveProfile(pub Profile);

impl Endpoint for SaveProfile {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/v1/account/profile";
    const SUMMARY: &'static str = "Correct the name";
    type Request = Profile;
    type Answer = Me;

    fn path(&self) -> String {
        Self::PATH.to_owned()
    }

    fn body(&self) -> Option<&Profile> {
        Some(&self.0)
    }
}

/// With a code that was sent to the new number for [`super::Purpose::ChangePhone`].
pub struct ChangePhone(pub PhoneAndCode);

impl Endpoint for ChangePhone {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/v1/account/phone";
    const SUMMARY: &'static str = "Change the number, with a code sent to the new one";
    type Request = PhoneAndCode;
    type Answer = Me;

    fn path(&self) -> String {
        Self::PATH.to_owned()
    }

    fn body(&self) -> Option<&PhoneAndCode> {
        Some(&self.0)
    }
}

/// The WeChat that was linked signs in to this account no more.
pub struct UnlinkWechat;

impl Endpoint for UnlinkWechat {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/v1/account/wechat/unlink";
    const SUMMARY: &'static str = "Forget the WeChat that signs in to this account";
    type Request = ();
    type Answer = Me;

    fn path(&self) -> String {
        Self::PATH.to_owned()
    }

    fn body(&self) -> Option<&()> {
        Some(&())
    }
}

/// A case of the account, with all that a device keeps of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnCase {
    pub receipt: Receipt,
    pub state: State,
}

/// The cases of the account, newest first, so that another phone can keep them.
pub struct ListOwnCases;

impl Endpoint for ListOwnCases {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/v1/account/cases";
    const SUMMARY: &'static str = "The cases taken into the account, with their codes";
    type Request = ();
    type Answer = Vec<OwnCase>;

    fn path(&self) -> String {
        Self::PATH.to_owned()
    }
}

/// Takes cases of the device into the account by their codes; keys that open nothing are left out and count as wrong
/// tries.
pub struct TakeCases(pub CaseKeys);

impl Endpoint for TakeCases {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/v1/account/cases/take";
    const SUMMARY: &'static str = "Take the cases whose codes are sent into the account; answers all of its cases";
    type Request = CaseKeys;
    type Answer = Vec<OwnCase>;

    fn path(&self) -> String {
        Self::PATH.to_owned()
    }

    fn body(&self) -> Option<&CaseKeys> {
        Some(&self.0)
    }
}

/// Everything that is kept of the account, as a ZIP file: a link and not a request, so that webviews can open it.
pub const EXPORT_PATH: &str = "/api/v1/account/export";

/// Deletes the account and what was written and photographed with it. Its cases stay, without the person.
pub struct DeleteAccount;

impl Endpoint for DeleteAccount {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/v1/account/delete";
    const SUMMARY: &'static str = "Delete the account and all that is personal in its cases";
    type Request = ();
    type Answer = ();

    fn path(&self) -> String {
        Self::PATH.to_owned()
    }

    fn body(&self) -> Option<&()> {
        Some(&())
    }
}
