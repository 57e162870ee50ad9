//! WebM, a part of Matroska (RFC 9559): nested elements. Browsers write it as it comes, without a length in the front, so
//! the length is the time of the last block.

use super::{super::measure::Tracks, big_endian};

// Elements with elements inside, which are walked through.
const SEGMENT: u64 = 0x1853_8067;
const INFO: u64 = 0x1549_A966;
const TRACKS: u64 = 0x1654_AE6B;
const TRACK_ENTRY: u64 = 0xAE;
const CLUSTER: u64 = 0x1F43_B675;
const BLOCK_GROUP: u64 = 0xA0;

const TIMESTAMP_SCALE: u64 = 0x002A_D7B1;
const DURATION: u64 = 0x4489;
const TRACK_TYPE: u64 = 0x83;
const TIMESTAMP: u64 = 0xE7;
const SIMPLE_BLOCK: u64 = 0xA3;
const BLOCK: u64 = 0xA1;

const SOUND: u64 = 2;

pub(in super::super) fn read(bytes: &[u8]) -> Tracks {
    let mut tracks = Tracks::default();
    // Nanoseconds of a tick.
    let mut scale = 1_000_000;
    let (mut said, mut cluster, mut last) = (0.0, 0, 0);
    let mut at = 0;
    while let Some((id, size, body)) = element(bytes, at) {
        let number = || big_endian(bytes, body, usize::try_from(size).unwrap_or(usize::MAX).min(8)).unwrap_or(0);
        match id {
            SEGMENT | INFO | TRACKS | TRACK_ENTRY | CLUSTER | BLOCK_GROUP => {
                at = body;
                continue;
            }
            TIMESTAMP_SCALE => scale = number(),
            DURATION => {
                said = match size {
                    4 => f64::from(f32::from_bits(number() as u32)),
                    8 => f64::from_bits(number()),
                    _ => 0.0,
                }
            }
            TRACK_TYPE if number() == SOUND => tracks.sound = true,
            TRACK_TYPE => tracks.other = true,
            TIMESTAMP => cluster = number(),
            SIMPLE_BLOCK | BLOCK => {
                // The track's number, then the time after the cluster's, signed.
                let offset = variable(bytes, body, false).and_then(|(_, length)| big_endian(bytes, body + length, 2));
                let offset = i64::from(offset.unwrap_or(0) as u16 as i16);
                last = last.max(cluster.saturating_add_signed(offset));
            }
            _ => {}
        }
        let Some(next) = usize::try_from(size).ok().and_then(|size| body.checked_add(size)) else { break };
        at = next;
    }
    tracks.seconds = Some(said.max(last as f64) * scale as f64 / 1e9);
    tracks
}

/// Id, size and where the body begins.
fn element(bytes: &[u8], at: usize) -> Option<(u64, u64, usize)> {
    let (id, id_length) = variable(bytes, at, true)?;
    let (size, size_length) = variable(bytes, at + id_length, false)?;
    Some((id, size, at + id_length + size_length))
}

/// A number whose first byte tells its length by the zeros in front, with the mark that ends them or without; and the
/// length.
fn variable(bytes: &[u8], at: usize, with_mark: bool) -> Option<(u64, usize)> {
    let length = bytes.get(at)?.leading_zeros() as usize + 1;
    let number = big_endian(bytes, at, if length > 8 { return None } else { length })?;
    let mark = 1 << (7 * length);
    Some((if with_mark { number } else { number & (mark - 1) }, length))
}
