//! The four containers, each walked just far enough to tell what is in it. All of them take any bytes.

pub(super) mod mp4;
pub(super) mod ogg;
pub(super) mod wav;
pub(super) mod webm;

/// A number of up to eight bytes, the highest first; none where there are too few.
fn big_endian(bytes: &[u8], at: usize, length: usize) -> Option<u64> {
    let bytes = bytes.get(at..at.checked_add(length)?)?;
    Some(bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)))
}

fn little_endian(bytes: &[u8], at: usize, length: usize) -> Option<u64> {
    let bytes = bytes.get(at..at.checked_add(length)?)?;
    Some(bytes.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte)))
}
