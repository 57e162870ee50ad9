//! Whether a JPEG holds what its header promises. The decoder is lenient, as it should be with what cameras write: it
//! paints grey what is missing. A report needs the photo, so what is missing is asked for again.

/// Pixels of one block, each of which takes at least one bit, whatever the tables: a Huffman code has no fewer.
const PIXELS_PER_BIT: u64 = 64;

/// Walks the markers (ITU-T T.81, annex B) to the end of the image. False if the data break off, or are too few for
/// `pixels`.
pub(super) fn is_whole(bytes: &[u8], pixels: u64) -> bool {
    let mut at = 2;
    let mut coded = 0u64;
    while let Some(marker) = marker_at(bytes, &mut at) {
        match marker {
            END => return coded * 8 >= pixels / PIXELS_PER_BIT,
            // Markers without a body.
            0x01 | 0xD0..=0xD8 => continue,
            _ => {}
        }
        let Some([high, low]) = bytes.get(at..at + 2) else { return false };
        at += usize::from(u16::from_be_bytes([*high, *low])).max(2);
        if marker == START_OF_SCAN {
            let Some(length) = scan_length(bytes, at) else { return false };
            at += length;
            coded += length as u64;
        }
    }
    false
}

const END: u8 = 0xD9;
const START_OF_SCAN: u8 = 0xDA;

/// The next marker's code, with `at` moved behind it; fill bytes and stray ones are passed over.
fn marker_at(bytes: &[u8], at: &mut usize) -> Option<u8> {
    let rest = bytes.get(*at..)?;
    let pair = rest.windows(2).position(|pair| pair[0] == 0xFF && !matches!(pair[1], 0x00 | 0xFF))?;
    *at += pair + 2;
    rest.get(pair + 1).copied()
}

/// Bytes of entropy-coded data up to the next marker that is no restart.
fn scan_length(bytes: &[u8], from: usize) -> Option<usize> {
    let scan = bytes.get(from..)?;
    scan.windows(2).position(|pair| pair[0] == 0xFF && !matches!(pair[1], 0x00 | 0xFF | 0xD0..=0xD7))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jpeg(side: u16) -> Vec<u8> {
        let pixels: Vec<u8> = (0..usize::from(side).pow(2) * 3).map(|i| (i * 31 % 251) as u8).collect();
        let mut bytes = Vec::new();
        let encoder = jpeg_encoder::Encoder::new(&mut bytes, 80);
        encoder.encode(&pixels, side, side, jpeg_encoder::ColorType::Rgb).unwrap();
        bytes
    }

    #[test]
    fn whole_ones_are_whole_wherever_they_are_cut_they_are_not() {
        let bytes = jpeg(64);
        assert!(is_whole(&bytes, 64 * 64));
        for end in 0..bytes.len() {
            assert!(!is_whole(&bytes[..end], 64 * 64), "cut to {end}");
        }
    }

    #[test]
    fn what_a_phone_appends_does_no_harm() {
        let mut bytes = jpeg(64);
        bytes.extend_from_slice(b"a film of three seconds");
        assert!(is_whole(&bytes, 64 * 64));
    }

    #[test]
    fn few_bytes_are_no_large_picture() {
        assert!(!is_whole(&jpeg(16), 4000 * 3000));
    }
}
