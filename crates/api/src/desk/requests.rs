//! The requests about the queue and its cases, as endpoints.

use serde::{Deserialize, Serialize};

use super::{Acted, Counters, DeskCase, DeskContact, DeskLine, DeskQuery, NewAct};
use crate::{
    cases::CaseNumber,
    endpoint::{Endpoint, Method},
    id::{IdempotencyKey, ShareId},
    page::Page,
    problem::FieldError,
    validate::Validate,
};

/// A page of the queue.
pub struct ListQueue(pub DeskQuery);

impl Endpoint for ListQueue {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/v1/desk/cases";
    const SUMMARY: &'static str = "Cases of the reader's units: waiting, overdue, called to, returned or all";
    type Request = DeskQuery;
    type Answer = Page<DeskLine>;

    fn path(&self) -> String {
        self.0.on(Self::PATH)
    }
}

/// How many cases each view has.
pub struct CountQueue;

impl Endpoint for CountQueue {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/v1/desk/counters";
    const SUMMARY: &'static str = "How many cases wait, are overdue, called to and returned";
    type Request = ();
    type Answer = Counters;

    fn path(&self) -> String {
        Self::PATH.to_owned()
    }
}

/// One case whole. One that the reader may not see is not there.
pub struct GetDeskCase(pub CaseNumber);

impl Endpoint for GetDeskCase {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/v1/desk/cases/{number}";
    const SUMMARY: &'static str = "One case with all that the holder's chain may see, and what the reader can do";
    type Request = ();
    type Answer = DeskCase;

    fn path(&self) -> String {
        Self::PATH.replace("{number}", &self.0.to_string())
    }
}

/// Does something with a case.
pub struct ActOnCase {
    pub key: IdempotencyKey,
    pub number: CaseNumber,
    pub act: NewAct,
}

impl Endpoint for ActOnCase {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/v1/desk/cases/{number}/moves";
    const SUMMARY: &'static str = "Do something with a case; `changed_meanwhile` if it moved since it was read";
    type Request = NewAct;
    type Answer = Acted;

    fn path(&self) -> String {
        Self::PATH.replace("{number}", &self.number.to_string())
    }

    fn body(&self) -> Option<&NewAct> {
        Some(&self.act)
    }

    fn idempotency_key(&self) -> Option<IdempotencyKey> {
        Some(self.key)
    }
}

/// Whose contact is read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ContactQuery {
    pub share: ShareId,
}

impl Validate for ContactQuery {
    fn validate(&self) -> Result<(), Vec<FieldError>> {
        Ok(())
    }
}

/// How to reach one reporter of a case. A POST, because each read is written down.
pub struct ReadContact {
    pub number: CaseNumber,
    pub query: ContactQuery,
}

impl Endpoint for ReadContact {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/v1/desk/cases/{number}/contact";
    const SUMMARY: &'static str = "How to reach a reporter; each read is in the audit log";
    type Request = ContactQuery;
    type Answer = DeskContact;

    fn path(&self) -> String {
        Self::PATH.replace("{number}", &self.number.to_string())
    }

    fn body(&self) -> Option<&ContactQuery> {
        Some(&self.query)
    }
}
