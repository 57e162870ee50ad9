//! Reads two things out of a JPEG's EXIF block: how to turn the picture upright, and where it was taken.

use pingan_api::geo::Position;

/// What the first bytes of a photo tell. Everything is optional: most phones strip it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Exif {
    /// 1 to 8, as EXIF 2.32 numbers them in tag 0x0112; 1 is upright.
    pub orientation: u8,
    /// WGS-84.
    pub position: Option<Position>,
}

impl Default for Exif {
    fn default() -> Self {
        Self { orientation: 1, position: None }
    }
}

const ORIENTATION: u16 = 0x0112;
const GPS_BLOCK: u16 = 0x8825;
const LATITUDE_REF: u16 = 1;
const LATITUDE: u16 = 2;
const LONGITUDE_REF: u16 = 3;
const LONGITUDE: u16 = 4;

/// Takes the beginning of a file; anything that is no JPEG, or damaged, tells nothing.
pub fn read(head: &[u8]) -> Exif {
    tiff_block(head).and_then(read_tiff).unwrap_or_default()
}

/// The TIFF structure inside the APP1 segment that begins with `Exif\0\0`.
fn tiff_block(jpeg: &[u8]) -> Option<&[u8]> {
    let mut rest = jpeg.strip_prefix(&[0xFF, 0xD8])?;
    loop {
        let [0xFF, marker, high, low, ..] = *rest else { return None };
        let length = usize::from(u16::from_be_bytes([high, low]));
        // The segment may run past the bytes that were read; its beginning is what counts.
        let body = rest.get(4..(2 + length).min(rest.len()))?;
        match marker {
            0xE1 if body.starts_with(b"Exif\0\0") => return body.get(6..),
            // Start of scan: picture data from here on.
            0xDA => return None,
            _ => rest = rest.get(2 + length..)?,
        }
    }
}

struct Tiff<'a> {
    bytes: &'a [u8],
    little: bool,
}

/// One entry of a directory: its type and where its value, or the offset to it, stands.
struct Entry {
    kind: u16,
    at: usize,
}

impl Tiff<'_> {
    fn u16(&self, at: usize) -> Option<u16> {
        let bytes: [u8; 2] = self.bytes.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if self.little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    }

    fn u32(&self, at: usize) -> Option<u32> {
        let bytes: [u8; 4] = self.bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
        Some(if self.little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) })
    }

    fn entry(&self, directory: usize, tag: u16) -> Option<Entry> {
        let count = usize::from(self.u16(directory)?);
        (0..count).map(|i| directory + 2 + i * 12).find_map(|at| {
            (self.u16(at)? == tag).then_some(())?;
            Some(Entry { kind: self.u16(at + 2)?, at: at + 8 })
        })
    }

    /// Degrees, minutes and seconds as three fractions.
    fn degrees(&self, directory: usize, tag: u16) -> Option<f64> {
        const RATIONAL: u16 = 5;
        let entry = self.entry(directory, tag).filter(|entry| entry.kind == RATIONAL)?;
        let at = usize::try_from(self.u32(entry.at)?).ok()?;
        let part = |i: usize| {
            let (over, under) = (self.u32(at.checked_add(i * 8)?)?, self.u32(at.checked_add(i * 8 + 4)?)?);
            (under != 0).then(|| f64::from(over) / f64::from(under))
        };
        Some(part(0)? + part(1)? / 60.0 + part(2).unwrap_or(0.0) / 3600.0)
    }

    fn letter(&self, directory: usize, tag: u16) -> Option<u8> {
        self.bytes.get(self.entry(directory, tag)?.at).copied()
    }

    fn position(&self, directory: usize) -> Option<Position> {
        let lat = self.degrees(directory, LATITUDE)?;
        let lon = self.degrees(directory, LONGITUDE)?;
        let south = self.letter(directory, LATITUDE_REF)? == b'S';
        let west = self.letter(directory, LONGITUDE_REF)? == b'W';
        let position = Position::new(if south { -lat } else { lat }, if west { -lon } else { lon });
        // Cameras without a fix write zeroes.
        (position.is_valid() && position != Position::new(0.0, 0.0)).then_some(position)
    }
}

fn read_tiff(bytes: &[u8]) -> Option<Exif> {
    let little = match bytes.get(..2)? {
        b"II" => true,
        b"MM" => false,
        _ => return None,
    };
    let tiff = Tiff { bytes, little };
    let directory = usize::try_from(tiff.u32(4)?).ok()?;
    let orientation = tiff
        .entry(directory, ORIENTATION)
        .and_then(|entry| tiff.u16(entry.at))
        .and_then(|value| u8::try_from(value).ok())
        .filter(|value| (1..=8).contains(value))
        .unwrap_or(1);
    let position = tiff
        .entry(directory, GPS_BLOCK)
        .and_then(|entry| usize::try_from(tiff.u32(entry.at)?).ok())
        .and_then(|gps| tiff.position(gps));
    Some(Exif { orientation, position })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A JPEG's head with orientation 6 and a place, in either byte order.
    fn head(little: bool) -> Vec<u8> {
        let two = |n: u16| if little { n.to_le_bytes() } else { n.to_be_bytes() };
        let four = |n: u32| if little { n.to_le_bytes() } else { n.to_be_bytes() };
        let mut tiff = if little { b"II".to_vec() } else { b"MM".to_vec() };
        tiff.extend(two(42));
        tiff.extend(four(8));
        let entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
            [&two(tag)[..], &two(kind), &four(count), &value].concat()
        };
        let [a, b] = two(6);
        tiff.extend(two(2));
        tiff.extend(entry(ORIENTATION, 3, 1, [a, b, 0, 0]));
        tiff.extend(entry(GPS_BLOCK, 4, 1, four(38)));
        tiff.extend(four(0));
        assert_eq!(tiff.len(), 38);
        tiff.extend(two(4));
        tiff.extend(entry(LATITUDE_REF, 2, 2, *b"N\0\0\0"));
        tiff.extend(entry(LATITUDE, 5, 3, four(92)));
        tiff.extend(entry(LONGITUDE_REF, 2, 2, *b"E\0\0\0"));
        tiff.extend(entry(LONGITUDE, 5, 3, four(116)));
        tiff.extend(four(0));
        assert_eq!(tiff.len(), 92);
        for (over, under) in [(30, 1), (11, 1), (2448, 100), (114, 1), (57, 1), (36, 1)] {
            tiff.extend(four(over));
            tiff.extend(four(under));
        }
        let body = [b"Exif\0\0", &tiff[..]].concat();
        let length = u16::try_from(body.len() + 2).unwrap().to_be_bytes();
        [&[0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 0, 0, 0xFF, 0xE1][..], &length, &body, &[0xFF, 0xDA, 0, 2]].concat()
    }

    #[test]
    fn both_byte_orders_are_read() {
        for little in [true, false] {
            let exif = read(&head(little));
            assert_eq!(exif.orientation, 6);
            let position = exif.position.unwrap();
            assert!((position.lat - 30.1901333).abs() < 1e-6, "{position:?}");
            assert!((position.lon - 114.96).abs() < 1e-6, "{position:?}");
        }
    }

    #[test]
    fn no_exif_means_upright_and_nowhere() {
        for head in [&b""[..], b"\xFF\xD8", b"\xFF\xD8\xFF\xDA\0\x02", b"\x89PNG\r\n\x1A\n"] {
            assert_eq!(read(head), Exif::default());
        }
    }

    #[test]
    fn damage_is_no_panic() {
        for little in [true, false] {
            let whole = head(little);
            for cut in 0..whole.len() {
                let _ = read(&whole[..cut]);
            }
            for at in 0..whole.len() {
                for value in [0x00, 0x7F, 0xFF] {
                    let mut bent = whole.clone();
                    bent[at] = value;
                    let _ = read(&bent);
                }
            }
        }
    }
}
