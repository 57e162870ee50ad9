//! Ogg (RFC 3533) with Opus (RFC 7845) or Vorbis: pages, the last of which says how many samples there were.

use super::{super::measure::Tracks, little_endian};

/// What Opus counts in, whatever was recorded.
const OPUS_RATE: u64 = 48_000;
/// A page on which no packet ends has no position.
const NO_POSITION: u64 = u64::MAX;

pub(in super::super) fn read(bytes: &[u8]) -> Tracks {
    let mut tracks = Tracks::default();
    let (mut rate, mut skipped, mut samples) = (0, 0, 0);
    let mut at = 0;
    while bytes.get(at..at + 4) == Some(b"OggS") {
        let (Some(position), Some(begins), Some(segments)) = (
            little_endian(bytes, at + 6, 8),
            bytes.get(at + 5).map(|flags| flags & 2 != 0),
            bytes.get(at + 26).map(|count| usize::from(*count)),
        ) else {
            break;
        };
        let Some(sizes) = bytes.get(at + 27..at + 27 + segments) else { break };
        let body = at + 27 + segments;
        if begins {
            match bytes.get(body..).unwrap_or_default() {
                [b'O', b'p', b'u', b's', b'H', b'e', b'a', b'd', ..] => {
                    tracks.sound = true;
                    rate = OPUS_RATE;
                    skipped = little_endian(bytes, body + 10, 2).unwrap_or(0);
                }
                [1, b'v', b'o', b'r', b'b', b'i', b's', ..] => {
                    tracks.sound = true;
                    rate = little_endian(bytes, body + 12, 4).unwrap_or(0);
                }
                _ => tracks.other = true,
            }
        } else if position != NO_POSITION {
            samples = position;
        }
        at = body + sizes.iter().map(|size| usize::from(*size)).sum::<usize>();
    }
    if rate > 0 {
        tracks.seconds = Some(samples.saturating_sub(skipped) as f64 / rate as f64);
    }
    tracks
}
