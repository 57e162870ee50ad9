//! Pictures made by the tests: no photo of anything, with all that a phone writes into one.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use jpeg_encoder::{ColorType, Encoder};

pub(crate) const RED: [u8; 3] = [220, 30, 30];
pub(crate) const BLUE: [u8; 3] = [30, 30, 220];

/// The left half red, the right half blue.
pub(crate) fn two_halves(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, _| Rgb(if x < width / 2 { RED } else { BLUE }))
}

pub(crate) fn jpeg(picture: &RgbImage) -> Vec<u8> {
    encode_jpeg(picture, None)
}

/// With EXIF: an orientation (TIFF 6.0, tag 0x0112) and a GPS position in Huangshi.
pub(crate) fn jpeg_with_exif(picture: &RgbImage, orientation: u8) -> Vec<u8> {
    encode_jpeg(picture, Some(exif(orientation)))
}

fn encode_jpeg(picture: &RgbImage, exif: Option<Vec<u8>>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, 90);
    if let Some(exif) = exif {
        encoder.add_exif_metadata(&exif).unwrap();
    }
    encoder.encode(picture.as_raw(), picture.width() as u16, picture.height() as u16, ColorType::Rgb).unwrap();
    bytes
}

pub(crate) fn encoded(picture: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.into().write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A maker's name that must not survive, in the first directory of [`exif`].
pub(crate) const MAKER: &str = "SnoopPhone 3000";

/// A little-endian TIFF with two directories: the picture's and GPS's.
fn exif(orientation: u8) -> Vec<u8> {
    let entry = |tag: u16, kind: u16, count: u32, value: u32| {
        let mut bytes = [tag.to_le_bytes(), kind.to_le_bytes()].concat();
        bytes.extend([count.to_le_bytes(), value.to_le_bytes()].concat());
        bytes
    };
    const FIRST: u32 = 8;
    const MAKER_AT: u32 = FIRST + 2 + 3 * 12 + 4;
    const GPS: u32 = MAKER_AT + 16;
    const LATITUDE_AT: u32 = GPS + 2 + 4 * 12 + 4;
    let mut tiff = b"II*\0".to_vec();
    tiff.extend(FIRST.to_le_bytes());
    tiff.extend(3u16.to_le_bytes());
    tiff.extend(entry(0x010F, 2, 16, MAKER_AT));
    tiff.extend(entry(0x0112, 3, 1, orientation.into()));
    tiff.extend(entry(0x8825, 4, 1, GPS));
    tiff.extend(0u32.to_le_bytes());
    tiff.extend(format!("{MAKER}\0").into_bytes());
    tiff.extend(4u16.to_le_bytes());
    tiff.extend(entry(0x0001, 2, 2, u32::from(b'N')));
    tiff.extend(entry(0x0002, 5, 3, LATITUDE_AT));
    tiff.extend(entry(0x0003, 2, 2, u32::from(b'E')));
    tiff.extend(entry(0x0004, 5, 3, LATITUDE_AT + 24));
    tiff.extend(0u32.to_le_bytes());
    for (number, of) in [(30u32, 1u32), (11, 1), (2400, 100), (114, 1), (57, 1), (3600, 100)] {
        tiff.extend([number.to_le_bytes(), of.to_le_bytes()].concat());
    }
    tiff
}

/// A PNG whose header claims another size than its data have, with the checksum put right.
pub(crate) fn png_claiming(width: u32, height: u32) -> Vec<u8> {
    let mut png = encoded(two_halves(16, 16), ImageFormat::Png);
    png[16..20].copy_from_slice(&width.to_be_bytes());
    png[20..24].copy_from_slice(&height.to_be_bytes());
    let checksum = crc32(&png[12..29]);
    png[29..33].copy_from_slice(&checksum.to_be_bytes());
    png
}

/// A JPEG whose frame header (SOF0) claims another size than its data have.
pub(crate) fn jpeg_claiming(width: u16, height: u16) -> Vec<u8> {
    let mut jpeg = jpeg(&two_halves(16, 16));
    let frame = jpeg.windows(2).position(|marker| marker == [0xFF, 0xC0]).unwrap();
    jpeg[frame + 5..frame + 7].copy_from_slice(&height.to_be_bytes());
    jpeg[frame + 7..frame + 9].copy_from_slice(&width.to_be_bytes());
    jpeg
}

/// As PNG has it (ISO 3309).
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 })
    })
}
