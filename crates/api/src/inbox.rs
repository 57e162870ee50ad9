//! The inbox: what has happened with one's cases and shifts, for people with a session and for devices that hold codes,
//! listed and live.

use serde::{Deserialize, Serialize};

use crate::{
    cases::{CaseKey, CaseKeys, CaseKind, CaseNumber, Category, Event, Share, State},
    district::Name,
    endpoint::{Endpoint, Method},
    id::{NoticeId, ShiftId},
    page::{Cursor, MAX_LIMIT},
    problem::{FieldError, Issue},
    timestamp::Timestamp,
    validate::{Faults, Validate},
    volunteer::VolunteerNotice,
};

/// One thing that the reader is told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Notice {
    pub id: NoticeId,
    pub at: Timestamp,
    pub read: bool,
    pub about: Subject,
}

/// What a notice is about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    Case(CaseNotice),
    /// Only people with a session have these.
    Volunteer(VolunteerNotice),
}

/// One thing that happened with a case of the reader's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CaseNotice {
    pub number: CaseNumber,
    pub kind: CaseKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<Category>,
    pub share: Share,
    pub event: Event,
    /// The state after it.
    pub state: State,
    /// The unit that has the case from there on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<Name>,
    /// What the desk said, where the reader may know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
}

/// The app's page of a shift, which a text message about it leads to.
pub fn shift_path(shift: ShiftId) -> String {
    format!("/volunteer/shifts/{shift}")
}

/// Which notices to list. The codes are in the body: none is ever in a URL.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct InboxQuery {
    /// [`CaseKeys::MAX`] at most.
    pub keys: Vec<CaseKey>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
    /// 20 unless said, 100 at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

impl Validate for InboxQuery {
    fn validate(&self) -> Result<(), Vec<FieldError>> {
        let mut faults = Faults::new();
        faults.items("keys", &self.keys, CaseKeys::MAX);
        faults.add_if(self.limit.is_some_and(|limit| limit == 0 || limit > MAX_LIMIT), "limit", Issue::Invalid);
        faults.into_result()
    }
}

/// Notices, newest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Inbox {
    pub items: Vec<Notice>,
    /// Where the next page begins; none on the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Cursor>,
    /// Of all of the reader's notices, not of this page alone.
    pub unread: u32,
}

pub struct ReadInbox(pub InboxQuery);

impl Endpoint for ReadInbox {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/v1/inbox";
    const SUMMARY: &'static str =
        "What has happened with the cases whose codes are sent, and for the account; newest first";
    type Request = InboxQuery;
    type Answer = Inbox;

    fn path(&self) -> String {
        Self::PATH.to_owned()
    }

    fn body(&self) -> Option<&InboxQuery> {
        Some(&self.0)
    }
}

/// What was read: all up to one notice, of the cases that the keys open and of the account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SeenNotices {
    pub keys: Vec<CaseKey>,
    /// The newest notice that was seen; everything older counts as read as well.
    pub up_to: NoticeId,
    /// Of this case alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<CaseNumber>,
}

impl Validate for SeenNotices {
    fn validate(&self) -> Result<(), Vec<FieldError>> {
        let mut faults = Faults::new();
        faults.items("keys", &self.keys, CaseKeys::MAX);
        faults.into_result()
    }
}

/// What is still unread.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Unread {
    pub unread: u32,
}

pub struct MarkSeen(pub SeenNotices);

impl Endpoint for MarkSeen {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/v1/inbox/seen";
    const SUMMARY: &'static str = "Mark notices as read; answers how many are left";
    type Request = SeenNotices;
    type Answer = Unread;

    fn path(&self) -> String {
        Self::PATH.to_owned()
    }

    fn body(&self) -> Option<&SeenNotices> {
        Some(&self.0)
    }
}

/// Opens one stream: it names the reader for a few minutes and nothing else, so that it may stand in a URL where a code
/// may not.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StreamTicket {
    /// The stream's path with the ticket in it.
    pub path: String,
    /// Until then the stream can be opened, also again after a cut.
    pub expires_at: Timestamp,
}

/// A ticket stays out of logs.
impl std::fmt::Debug for StreamTicket {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "StreamTicket(……, {})", self.expires_at)
    }
}

pub struct OpenStream(pub CaseKeys);

impl Endpoint for OpenStream {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/v1/inbox/streams";
    const SUMMARY: &'static str = "A ticket for a live stream of the cases whose codes are sent, and of the account";
    type Request = CaseKeys;
    type Answer = StreamTicket;

    fn path(&self) -> String {
        Self::PATH.to_owned()
    }

    fn body(&self) -> Option<&CaseKeys> {
        Some(&self.0)
    }
}

/// `GET` server-sent events (HTML Living Standard, 9.2): events named [`NOTICE_EVENT`] with a [`Pushed`] as data and the
/// notice's id as their own, and [`CHANGED_EVENT`] where a case changed without a word to the reader. A stream that is
/// opened again with `Last-Event-ID` begins behind that notice.
pub const STREAM_PATH: &str = "/api/v1/inbox/stream/{ticket}";

pub const NOTICE_EVENT: &str = "notice";
pub const CHANGED_EVENT: &str = "changed";

/// The data of a [`NOTICE_EVENT`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Pushed {
    pub notice: Notice,
    pub unread: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_of_a_query_hold() {
        let query = |limit| InboxQuery { limit: Some(limit), ..InboxQuery::default() };
        assert!(query(0).validate().is_err() && query(MAX_LIMIT + 1).validate().is_err());
        assert!(query(1).validate().is_ok() && query(MAX_LIMIT).validate().is_ok());
        let key = CaseKey { number: String::new(), code: String::new() };
        let keys = |n| InboxQuery { keys: vec![key.clone(); n], ..InboxQuery::default() };
        assert!(keys(CaseKeys::MAX).validate().is_ok() && keys(CaseKeys::MAX + 1).validate().is_err());
    }

    #[test]
    fn a_ticket_is_not_printed() {
        let ticket = StreamTicket { path: "/secret".into(), expires_at: Timestamp::from_millis(0) };
        assert!(!format!("{ticket:?}").contains("secret"));
    }
}
