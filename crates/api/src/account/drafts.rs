//! What somebody who is signed in has filled in and not sent: kept on the server as well, because what a webview keeps can
//! vanish.

use serde::{Deserialize, Serialize};

use crate::{
    Timestamp,
    cases::CaseKind,
    endpoint::{Endpoint, Method},
    problem::{FieldError, Issue},
    validate::{Faults, Validate},
};

/// Characters of a draft at most.
pub const MAX_DRAFT: usize = 16_000;
/// Days that a draft is kept after its last change.
pub const DRAFT_DAYS: i64 = 30;

/// A draft as the app writes it; the server reads nothing out of it, and keeps it sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewDraft {
    pub kind: CaseKind,
    /// JSON of the app's own; empty forgets what was kept.
    pub content: String,
}

impl Validate for NewDraft {
    fn validate(&self) -> Result<(), Vec<FieldError>> {
        let mut faults = Faults::new();
        let is_long = self.content.chars().count() > MAX_DRAFT;
        if is_long {
            let limit = u32::try_from(MAX_DRAFT).unwrap_or(u32::MAX);
            return Err(vec![FieldError::limited("content", Issue::TooLong, limit)]);
        }
        faults.add_if(matches!(self.kind, CaseKind::Mediation | CaseKind::Consultation), "kind", Issue::Invalid);
        faults.into_result()
    }
}

/// A draft that is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KeptDraft {
    pub kind: CaseKind,
    pub content: String,
    pub changed_at: Timestamp,
}

/// Keeps the account's draft of a kind, in the place of an earlier one.
pub struct KeepDraft(pub NewDraft);

impl Endpoint for KeepDraft {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/v1/account/drafts";
    const SUMMARY: &'static str = "Keep what was filled in and not sent, one draft a kind";
    type Request = NewDraft;
    type Answer = ();

    fn path(&self) -> String {
        Self::PATH.to_owned()
    }

    fn body(&self) -> Option<&NewDraft> {
        Some(&self.0)
    }
}

/// The account's drafts.
pub struct ListDrafts;

impl Endpoint for ListDrafts {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/v1/account/drafts";
    const SUMMARY: &'static str = "What was filled in and not sent";
    type Request = ();
    type Answer = Vec<KeptDraft>;

    fn path(&self) -> String {
        Self::PATH.to_owned()
    }
}
