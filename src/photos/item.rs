//! One photo of a draft: where it stands on its way, and what the store keeps of it.

use pingan_api::{
    ProblemCode,
    geo::Position,
    id::{IdempotencyKey, PhotoId},
};
use serde::{Deserialize, Serialize};
use web_sys::{Blob, Url};

use crate::{client::ClientError, outbox::PhotoToSend};

/// One photo of the draft.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Names it here, in the store and to the server.
    pub key: IdempotencyKey,
    pub phase: Phase,
    /// Where the small picture can be shown from.
    pub preview: Option<String>,
    /// Where it says that it was taken, WGS-84.
    pub position: Option<Position>,
    /// Added since the page was opened.
    pub fresh: bool,
    /// Still as the camera made it.
    pub(super) raw: bool,
    /// How often it was begun to be made small: a photo that brings the page down must not do so at every start, and
    /// one that a reload cut short must not be given up.
    pub(super) begun: u8,
    /// Tries to send it that failed.
    pub(super) failures: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Waits to be made small, or is.
    Preparing,
    /// Waits to be sent.
    Waiting,
    /// Per cent sent.
    Sending(u8),
    Sent(PhotoId),
    Failed(Failure),
}

impl Phase {
    /// The server's name for it, once it is there.
    pub fn sent(self) -> Option<PhotoId> {
        if let Phase::Sent(id) = self { Some(id) } else { None }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The phone can't show it.
    Unreadable,
    /// No network; tried again by itself.
    Offline,
    /// The server can't now; tried again by itself.
    Busy,
    /// The server will not have it.
    Refused(ProblemCode),
}

impl Failure {
    pub fn mends_itself(self) -> bool {
        matches!(self, Self::Offline | Self::Busy)
    }
}

impl From<ClientError> for Failure {
    fn from(error: ClientError) -> Self {
        match error {
            ClientError::Offline => Self::Offline,
            ClientError::Unreadable => Self::Busy,
            ClientError::Problem(problem) => match problem.code {
                ProblemCode::Unavailable | ProblemCode::Internal | ProblemCode::TooManyTries => Self::Busy,
                code => Self::Refused(code),
            },
        }
    }
}

/// Times that a photo may be begun without an end.
const PATIENCE: u8 = 3;

/// What the store keeps of an [`Item`]; its bytes lie on the other shelf.
#[derive(Serialize, Deserialize)]
pub(super) struct Kept {
    pub(super) key: IdempotencyKey,
    #[serde(default)]
    sent: Option<PhotoId>,
    #[serde(default)]
    position: Option<Position>,
    #[serde(default)]
    raw: bool,
    #[serde(default)]
    begun: u8,
}

impl Item {
    /// A photo as it has just been chosen.
    pub(super) fn new(key: IdempotencyKey) -> Self {
        Self {
            key,
            phase: Phase::Preparing,
            preview: None,
            position: None,
            fresh: true,
            raw: true,
            begun: 0,
            failures: 0,
        }
    }

    pub(super) fn kept(&self) -> Kept {
        Kept { key: self.key, sent: self.phase.sent(), position: self.position, raw: self.raw, begun: self.begun }
    }
}

impl Kept {
    /// A photo that the outbox had: made small long ago.
    pub(super) fn of(photo: &PhotoToSend) -> Self {
        Kept { key: photo.key, sent: photo.sent, position: None, raw: false, begun: 0 }
    }

    /// A photo from another time; none if neither phone nor server has it any more.
    pub(super) fn restored(self, bytes: Option<&Blob>) -> Option<Item> {
        let phase = match (self.sent, bytes) {
            (Some(id), _) => Phase::Sent(id),
            (None, None) => return None,
            (None, Some(_)) if self.raw && self.begun >= PATIENCE => Phase::Failed(Failure::Unreadable),
            (None, Some(_)) if self.raw => Phase::Preparing,
            (None, Some(_)) => Phase::Waiting,
        };
        Some(Item {
            key: self.key,
            phase,
            preview: bytes.filter(|_| !self.raw).and_then(preview),
            position: self.position,
            fresh: false,
            raw: self.raw,
            begun: self.begun,
            failures: 0,
        })
    }
}

/// Where a picture can be shown from, until it is given back.
pub(super) fn preview(bytes: &Blob) -> Option<String> {
    Url::create_object_url_with_blob(bytes).ok()
}
