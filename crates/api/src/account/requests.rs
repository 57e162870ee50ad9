//! The requests about accounts, as endpoints.

use serde::{Deserialize, Serialize};

use super::{Grant, Me, Phone, Role, own::MAX_NAME};
use crate::{
    endpoint::{Endpoint, Method, Query},
    id::{AccountId, GrantId, IdempotencyKey, UnitId},
    page::{Cursor, MAX_LIMIT, Page},
    problem::{FieldError, Issue},
    timestamp::Timestamp,
    validate::{Faults, Validate},
};

/// Whoever is signed in.
pub struct GetMe;

impl Endpoint for GetMe {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/v1/account";
    const SUMMARY: &'static str = "Whoever is signed in, with roles";
    type Request = ();
    type Answer = Me;

    fn path(&self) -> String {
        Self::PATH.to_owned()
    }
}

/// Which grants to list: those on units that the asker may grant on, newest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[serde(deny_unknown_fields)]
pub struct GrantQuery {
    /// Only on this unit and below.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountId>,
    /// `true`: those that ended as well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
    /// 20 unless said, 100 at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

impl Validate for GrantQuery {
    fn validate(&self) -> Result<(), Vec<FieldError>> {
        let mut faults = Faults::new();
        faults.add_if(self.limit.is_some_and(|limit| limit == 0 || limit > MAX_LIMIT), "limit", Issue::Invalid);
        faults.into_result()
    }
}

/// A grant as those who grant see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GrantedRole {
    pub grant: Grant,
    pub account: AccountId,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// With its middle hidden.
    pub phone: String,
    pub granted_at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Timestamp>,
}

/// Who has which role where.
pub struct ListGrants(pub GrantQuery);

impl Endpoint for ListGrants {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/v1/grants";
    const SUMMARY: &'static str = "Who has which role where, newest first";
    type Request = GrantQuery;
    type Answer = Page<GrantedRole>;

    fn path(&self) -> String {
        let q = &self.0;
        Query::new()
            .with_some("unit", q.unit.as_ref())
            .with_some("role", q.role)
            .with_some("account", q.account)
            .with_some("ended", q.ended)
            .with_some("cursor", q.cursor.as_ref())
            .with_some("limit", q.limit)
            .on(Self::PATH)
    }
}

/// A role to be given. A number that never signed in gets an account that waits for its person's agreement.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewGrant {
    pub phone: String,
    /// How the person is called, if the account has no name yet.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    pub role: Role,
    pub unit: UnitId,
}

/// A number reaches no log by way of `{:?}`.
impl std::fmt::Debug for NewGrant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "NewGrant({} on {}, ……)", self.role, self.unit)
    }
}

impl Validate for NewGrant {
    fn validate(&self) -> Result<(), Vec<FieldError>> {
        let mut faults = Faults::new();
        faults.add_if(self.phone.parse::<Phone>().is_err(), "phone", Issue::InvalidPhone);
        faults.text("name", &self.name, MAX_NAME);
        faults.into_result()
    }
}

/// Gives a role on one's own units or below.
pub struct GiveRole {
    pub key: IdempotencyKey,
    pub grant: NewGrant,
}

impl Endpoint for GiveRole {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/v1/grants";
    const SUMMARY: &'static str = "Give a role on a unit";
    type Request = NewGrant;
    type Answer = GrantedRole;

    fn path(&self) -> String {
        Self::PATH.to_owned()
    }

    fn body(&self) -> Option<&NewGrant> {
        Some(&self.grant)
    }

    fn idempotency_key(&self) -> Option<IdempotencyKey> {
        Some(self.key)
    }
}

/// Ends a role; ending it twice is no error. Nobody ends their own: there might be no admin left.
pub struct EndGrant(pub GrantId);

impl Endpoint for EndGrant {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/v1/grants/{grant}/end";
    const SUMMARY: &'static str = "End a role";
    type Request = ();
    type Answer = GrantedRole;

    fn path(&self) -> String {
        Self::PATH.replace("{grant}", &self.0.to_string())
    }

    fn body(&self) -> Option<&()> {
        Some(&())
    }
}
