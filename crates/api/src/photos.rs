//! Photos: uploaded one by one before the case that names them.

use serde::{Deserialize, Serialize};

use crate::id::PhotoId;

/// A photo's bytes at most, as sent.
pub const MAX_BYTES: usize = 10 * 1024 * 1024;
/// Width times height at most.
pub const MAX_PIXELS: u64 = 40_000_000;
/// The long side of what is kept, in pixels.
pub const LONG_SIDE: u32 = 1600;
/// The long side of the small size, in pixels.
pub const THUMB_SIDE: u32 = 208;
/// Photos that a case may name.
pub const MAX_PER_CASE: usize = 9;
/// Hours that a photo named by no case is kept.
pub const ORPHAN_HOURS: u32 = 24;

/// `POST` the bytes with their own `Content-Type` (image/jpeg, image/png, image/webp) and an `Idempotency-Key`;
/// answers a [`Photo`]. It carries bytes and reports progress, so it is no [`crate::Endpoint`].
pub const UPLOAD_PATH: &str = "/api/v1/photos";

/// `GET` one size of a photo; [`Photo::full`] and [`Photo::thumb`] are such paths, complete.
pub const READ_PATH: &str = "/api/v1/photos/{photo}/{size}";

/// A photo as kept: upright, without metadata.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Photo {
    pub id: PhotoId,
    /// Pixels of the full size.
    pub width: u32,
    pub height: u32,
    /// Path of the full size, with what is needed to read it.
    pub full: String,
    /// Path of the small size.
    pub thumb: String,
}
