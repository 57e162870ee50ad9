//! What people read of accounts.

use serde::{Deserialize, Serialize};

use super::{Permission, Role};
use crate::{
    district::Name,
    id::{AccountId, GrantId, TeamId, UnitId},
    timestamp::Timestamp,
};

/// A role of an account on a unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Grant {
    pub id: GrantId,
    pub role: Role,
    /// Where it holds, with everything below.
    pub unit: UnitId,
    pub unit_name: Name,
}

/// Whoever asks, as the server knows them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Me {
    pub id: AccountId,
    /// How desks call somebody; empty until chosen.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// The phone number with its middle hidden, as `138****1234`.
    pub phone: String,
    pub grants: Vec<Grant>,
    /// Teams of volunteers that they lead: that is no role, and lets them organise these teams' shifts alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub leads: Vec<TeamId>,
    pub second_factor: SecondFactor,
    /// A WeChat signs in to this account as well.
    pub wechat: bool,
    /// Only in a demonstration, for its own accounts: what an authenticator would show now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub demo_code: Option<String>,
    pub created_at: Timestamp,
}

impl Me {
    /// Somebody of the staff.
    pub fn is_staff(&self) -> bool {
        !self.grants.is_empty()
    }

    /// Whether any role may. Where, the server decides.
    pub fn may(&self, permission: Permission) -> bool {
        self.grants.iter().any(|grant| grant.role.may(permission))
    }
}

crate::slug_enum! {
    /// How far an account and its session are with the second factor.
    pub enum SecondFactor {
        /// Residents need none.
        NotNeeded = "not_needed",
        /// Staff has to set one up before seeing anything of residents.
        ToEnrol = "to_enrol",
        /// It is set up and this session has not shown it lately.
        ToPass = "to_pass",
        Passed = "passed",
    }
}

crate::slug_enum! {
    /// What a device runs on.
    pub enum System {
        Android = "android",
        Ios = "ios",
        Harmony = "harmony",
        Windows = "windows",
        Mac = "mac",
        Linux = "linux",
        Other = "other",
    }
}

crate::slug_enum! {
    /// What the app is open in.
    pub enum Browser {
        Wechat = "wechat",
        Chrome = "chrome",
        Edge = "edge",
        Safari = "safari",
        Firefox = "firefox",
        Other = "other",
    }
}
