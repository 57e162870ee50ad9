//! From the bytes that a phone sent to the two sizes that are kept: decoded under limits, upright, on white, without
//! metadata.

use std::io::Cursor;

use bytes::Bytes;
use image::{
    DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, Rgb, RgbImage, RgbaImage,
    imageops::FilterType,
};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use pingan_api::{
    ProblemCode,
    desk::Area,
    photos::{LONG_SIDE, MAX_PIXELS, THUMB_SIDE},
};

use super::jpeg;

/// What is kept of a photo.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    pub width: u32,
    pub height: u32,
    pub full: Bytes,
    pub thumb: Bytes,
}

/// What decoding one photo may take: the largest one with four bytes a pixel, and room to work.
const MAX_MEMORY: u64 = MAX_PIXELS * 4 + 64 * 1024 * 1024;

/// Of the full size; a tenth more would make it half as heavy again.
const QUALITY: u8 = 82;
const THUMB_QUALITY: u8 = 60;

/// Takes some tens of milliseconds for what the app sends and a second for the largest photo: not for the thread that
/// answers requests.
pub(super) fn process(bytes: &[u8]) -> Result<Kept, ProblemCode> {
    if bytes.is_empty() {
        return Err(ProblemCode::PhotoEmpty);
    }
    let format = format_of(bytes).ok_or(ProblemCode::PhotoNotAnImage)?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_MEMORY);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(code_of)?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    if pixels > MAX_PIXELS {
        return Err(ProblemCode::PhotoTooManyPixels);
    }
    if pixels == 0 || (format == ImageFormat::Jpeg && !jpeg::is_whole(bytes, pixels)) {
        return Err(ProblemCode::PhotoDamaged);
    }
    let orientation = decoder.orientation().map_err(code_of)?;
    let image = DynamicImage::from_decoder(decoder).map_err(code_of)?;
    let mut full = DynamicImage::ImageRgb8(shrink(on_white(image), LONG_SIDE).into_rgb8());
    // Turning the small picture costs a tenth of turning the one that came.
    full.apply_orientation(orientation);
    let thumb = shrink(full.clone(), THUMB_SIDE).into_rgb8();
    let full = full.into_rgb8();
    Ok(Kept {
        width: full.width(),
        height: full.height(),
        full: encode(&full, QUALITY)?.into(),
        thumb: encode(&thumb, THUMB_QUALITY)?.into(),
    })
}

/// Paints over areas of a photo that is kept: black, so that nothing shines through.
pub(super) fn paint(bytes: &[u8], areas: &[Area]) -> Result<Kept, ProblemCode> {
    let mut full =
        ImageReader::with_format(Cursor::new(bytes), ImageFormat::Jpeg).decode().map_err(code_of)?.into_rgb8();
    let (width, height) = full.dimensions();
    // A pixel more on each side where thousandths fall between pixels.
    let along = |from: u16, length: u16, side: u32| {
        let (from, to) = (u32::from(from) * side / 1000, (u32::from(from + length) * side).div_ceil(1000));
        from..to.min(side)
    };
    for area in areas {
        for y in along(area.top, area.height, height) {
            for x in along(area.left, area.width, width) {
                full.put_pixel(x, y, Rgb([0, 0, 0]));
            }
        }
    }
    let thumb = shrink(DynamicImage::ImageRgb8(full.clone()), THUMB_SIDE).into_rgb8();
    let (full, thumb) = (encode(&full, QUALITY)?.into(), encode(&thumb, THUMB_QUALITY)?.into());
    Ok(Kept { width, height, full, thumb })
}

/// By the first bytes; what the sender calls it does not count.
fn format_of(bytes: &[u8]) -> Option<ImageFormat> {
    match bytes {
        [0xFF, 0xD8, 0xFF, ..] => Some(ImageFormat::Jpeg),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Some(ImageFormat::Png),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(ImageFormat::WebP),
        _ => None,
    }
}

fn code_of(error: ImageError) -> ProblemCode {
    match error {
        ImageError::Limits(_) => ProblemCode::PhotoTooManyPixels,
        _ => ProblemCode::PhotoDamaged,
    }
}

fn on_white(image: DynamicImage) -> DynamicImage {
    if !image.color().has_alpha() {
        return image;
    }
    let see_through: RgbaImage = image.into_rgba8();
    let mut opaque = RgbImage::new(see_through.width(), see_through.height());
    for (to, from) in opaque.pixels_mut().zip(see_through.pixels()) {
        let [red, green, blue, alpha] = from.0.map(u32::from);
        to.0 = [red, green, blue].map(|colour| ((colour * alpha + 255 * (255 - alpha)) / 255) as u8);
    }
    DynamicImage::ImageRgb8(opaque)
}

/// To a long side of at most `side`; small ones stay as they are.
fn shrink(image: DynamicImage, side: u32) -> DynamicImage {
    let long = image.width().max(image.height());
    if long <= side {
        image
    } else if long >= 2 * side {
        // Averages whole areas: as good as a filter at this ratio, and many times faster.
        image.thumbnail(side, side)
    } else {
        image.resize(side, side, FilterType::Triangle)
    }
}

/// Baseline, 4:2:0, the components interleaved: what every decoder reads. Tables of one's own would save a twentieth, but
/// this encoder then writes one scan a component, which not all decoders paint right.
fn encode(image: &RgbImage, quality: u8) -> Result<Vec<u8>, ProblemCode> {
    let side = |pixels: u32| u16::try_from(pixels).map_err(|_| ProblemCode::PhotoDamaged);
    let mut bytes = Vec::with_capacity(image.as_raw().len() / 8);
    let mut encoder = Encoder::new(&mut bytes, quality);
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    encoder
        .encode(image.as_raw(), side(image.width())?, side(image.height())?, ColorType::Rgb)
        .map_err(|_| ProblemCode::PhotoDamaged)?;
    Ok(bytes)
}
