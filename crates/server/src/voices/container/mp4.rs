//! MP4 (ISO/IEC 14496-12): nested boxes. The length stands in the front or, as recorders of iOS write it, is the sum of
//! the samples of many fragments.

use super::{super::measure::Tracks, big_endian};

// Flags of `tfhd` and `trun`.
const BASE_OFFSET: u64 = 0x1;
const DESCRIPTION: u64 = 0x2;
const DEFAULT_DURATION: u64 = 0x8;
const DATA_OFFSET: u64 = 0x1;
const FIRST_FLAGS: u64 = 0x4;
const DURATIONS: u64 = 0x100;
/// What else a sample of `trun` may have: size, flags, offset.
const OTHERS: [u64; 3] = [0x200, 0x400, 0x800];

#[derive(Default)]
struct Clock {
    /// Of the whole film, and of its one track.
    movie: (u64, u64),
    track_scale: u64,
    /// Of a sample, unless it says its own.
    default: u64,
    fragments: u64,
}

pub(in super::super) fn read(bytes: &[u8]) -> Tracks {
    let mut tracks = Tracks::default();
    let mut clock = Clock::default();
    let mut at = 0;
    while let (Some(mut size), Some(name)) = (big_endian(bytes, at, 4), bytes.get(at + 4..at + 8)) {
        let mut body = at + 8;
        if size == 1 {
            size = big_endian(bytes, body, 8).unwrap_or(0);
            body += 8;
        }
        match name {
            b"moov" | b"trak" | b"mdia" | b"mvex" | b"moof" | b"traf" => {
                at = body;
                continue;
            }
            b"hdlr" if bytes.get(body + 8..body + 12) == Some(b"soun") => tracks.sound = true,
            b"hdlr" => tracks.other = true,
            b"mvhd" => clock.movie = scale_and_duration(bytes, body),
            b"mdhd" => clock.track_scale = scale_and_duration(bytes, body).0,
            b"trex" => clock.default = big_endian(bytes, body + 12, 4).unwrap_or(0),
            b"tfhd" => read_defaults(bytes, body, &mut clock),
            b"trun" => clock.fragments = clock.fragments.saturating_add(run(bytes, body, clock.default)),
            _ => {}
        }
        // A size of zero is a box up to the end.
        match usize::try_from(size).ok().filter(|size| *size >= 8).and_then(|size| at.checked_add(size)) {
            Some(next) => at = next,
            None => break,
        }
    }
    let seconds = |ticks: u64, scale: u64| if scale > 0 { ticks as f64 / scale as f64 } else { 0.0 };
    let (scale, duration) = clock.movie;
    tracks.seconds = Some(seconds(duration, scale).max(seconds(clock.fragments, clock.track_scale)));
    tracks
}

/// Of `mvhd` and `mdhd`, which begin alike; times have four bytes, or eight in version 1.
fn scale_and_duration(bytes: &[u8], body: usize) -> (u64, u64) {
    let (scale, duration, width, unknown) = match bytes.get(body) {
        Some(1) => (body + 20, body + 24, 8, u64::MAX),
        _ => (body + 12, body + 16, 4, u64::from(u32::MAX)),
    };
    let duration = big_endian(bytes, duration, width).filter(|duration| *duration != unknown);
    (big_endian(bytes, scale, 4).unwrap_or(0), duration.unwrap_or(0))
}

fn read_defaults(bytes: &[u8], body: usize, clock: &mut Clock) {
    let Some(flags) = big_endian(bytes, body + 1, 3) else { return };
    let offset = 8 * usize::from(flags & BASE_OFFSET != 0) + 4 * usize::from(flags & DESCRIPTION != 0);
    if flags & DEFAULT_DURATION != 0 {
        clock.default = big_endian(bytes, body + 8 + offset, 4).unwrap_or(clock.default);
    }
}

/// Ticks of all samples of one run.
fn run(bytes: &[u8], body: usize, default: u64) -> u64 {
    let (Some(flags), Some(count)) = (big_endian(bytes, body + 1, 3), big_endian(bytes, body + 4, 4)) else { return 0 };
    if flags & DURATIONS == 0 {
        return count.saturating_mul(default);
    }
    let first = body + 8 + 4 * usize::from(flags & DATA_OFFSET != 0) + 4 * usize::from(flags & FIRST_FLAGS != 0);
    let width = 4 + 4 * OTHERS.iter().filter(|flag| flags & **flag != 0).count();
    // No more than there are bytes for, whatever the count says.
    (first..bytes.len()).step_by(width).zip(0..count).filter_map(|(at, _)| big_endian(bytes, at, 4)).sum()
}
