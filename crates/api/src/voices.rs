//! Voice notes: recorded on the phone, uploaded before the case that names them, heard by its reporter and the units
//! that hold it, never by the public.

use serde::{Deserialize, Serialize};

use crate::{id::VoiceId, slug_enum};

/// A voice note's bytes at most, as sent.
pub const MAX_BYTES: usize = 2 * 1024 * 1024;
/// Seconds at most.
pub const MAX_SECONDS: u32 = 60;
/// What a recorder may run on after its minute before it is cut off.
pub const GRACE_MS: u32 = 1500;
/// Hours that a voice note named by no case is kept.
pub const ORPHAN_HOURS: u32 = 24;

/// `POST` the bytes with one of [`VoiceFormat::content_type`] and an `Idempotency-Key`; answers a [`Voice`]. The format
/// is told by the bytes themselves; the `Content-Type` must only be an audio one.
pub const UPLOAD_PATH: &str = "/api/v1/voices";

/// `GET` one voice note, whole or in ranges; [`Voice::path`] is such a path, complete.
pub const READ_PATH: &str = "/api/v1/voices/{voice}";

slug_enum! {
    /// The containers that browsers record into.
    pub enum VoiceFormat {
        /// Chromium and Android's webviews: Opus.
        Webm = "webm",
        /// iOS: AAC.
        Mp4 = "mp4",
        /// Firefox: Opus.
        Ogg = "ogg",
        /// Where there is no recorder but raw samples.
        Wav = "wav",
    }
}

impl VoiceFormat {
    pub const fn content_type(self) -> &'static str {
        match self {
            VoiceFormat::Webm => "audio/webm",
            VoiceFormat::Mp4 => "audio/mp4",
            VoiceFormat::Ogg => "audio/ogg",
            VoiceFormat::Wav => "audio/wav",
        }
    }
}

/// A voice note as kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Voice {
    pub id: VoiceId,
    pub format: VoiceFormat,
    /// How long it is, where its container says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ms: Option<u32>,
    /// Its path, with what is needed to hear it.
    pub path: String,
}
