//! RIFF WAVE: chunks, of which `fmt ` says how many bytes a second has and `data` holds them.

use super::{super::measure::Tracks, little_endian};

pub(in super::super) fn read(bytes: &[u8]) -> Tracks {
    let mut tracks = Tracks::default();
    let mut bytes_per_second = 0;
    let mut at = 12;
    while let Some(size) = little_endian(bytes, at + 4, 4) {
        let body = at + 8;
        match bytes.get(at..at + 4) {
            Some(b"fmt ") => bytes_per_second = little_endian(bytes, body + 8, 4).unwrap_or(0),
            Some(b"data") if bytes_per_second > 0 => {
                tracks.sound = true;
                // A recorder that was cut off leaves a size of zero, or one that is not there.
                let there = (bytes.len() - body) as u64;
                let size = if size == 0 { there } else { size.min(there) };
                tracks.seconds = Some(size as f64 / bytes_per_second as f64);
                break;
            }
            _ => {}
        }
        let Some(next) = usize::try_from(size).ok().and_then(|size| body.checked_add(size + size % 2)) else { break };
        at = next;
    }
    tracks
}
