//! Makes a phone's photo small and upright before it travels: decoded by the browser, drawn on a canvas, written as
//! JPEG. The pixels never enter wasm memory.

use std::cell::Cell;

use js_sys::{Promise, Uint8Array};
use pingan_api::photos::LONG_SIDE;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, CanvasRenderingContext2d, HtmlCanvasElement, HtmlImageElement, ImageBitmap};

use super::exif::{self, Exif};

/// JPEG quality: 250 to 360 kB for a 12-megapixel photo at [`LONG_SIDE`].
const QUALITY: f64 = 0.82;
/// EXIF stands in one segment at the beginning, which holds 64 kB at most.
const HEAD_BYTES: i32 = 65_536 + 64;

/// What the browser can't show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable;

impl From<JsValue> for Unreadable {
    fn from(_: JsValue) -> Self {
        Unreadable
    }
}

/// Reads what the file tells about itself.
pub async fn read_exif(file: &Blob) -> Exif {
    let head = async {
        let head = file.slice_with_i32_and_i32(0, HEAD_BYTES)?;
        // Blob.arrayBuffer() is younger than Chromium 72; Response reads a blob since its beginnings.
        let buffer = JsFuture::from(web_sys::Response::new_with_opt_blob(Some(&head))?.array_buffer()?).await?;
        Ok::<_, JsValue>(Uint8Array::new(&buffer).to_vec())
    };
    head.await.map(|head| exif::read(&head)).unwrap_or_default()
}

/// The small upright JPEG of a photo.
pub async fn shrink(file: &Blob, orientation: u8) -> Result<Blob, Unreadable> {
    let picture = Picture::decode(file).await?;
    let orientation = if orientation == 1 || picture.turns_by_itself().await { 1 } else { orientation };
    let (width, height) = picture.size();
    let scale = (f64::from(LONG_SIDE) / f64::from(width.max(height)).max(1.0)).min(1.0);
    let drawn = |side: u32| (f64::from(side) * scale).round().max(1.0);
    let (width, height) = (drawn(width), drawn(height));

    let canvas: HtmlCanvasElement = document()?.create_element("canvas")?.unchecked_into();
    let (canvas_width, canvas_height) = if orientation >= 5 { (height, width) } else { (width, height) };
    canvas.set_width(canvas_width as u32);
    canvas.set_height(canvas_height as u32);
    let context: CanvasRenderingContext2d = canvas.get_context("2d")?.ok_or(Unreadable)?.unchecked_into();
    // Where a PNG is transparent JPEG would turn black.
    context.set_fill_style_str("#fff");
    context.fill_rect(0.0, 0.0, canvas_width, canvas_height);
    let [a, b, c, d, e, f] = upright(orientation, width, height);
    context.transform(a, b, c, d, e, f)?;
    picture.draw(&context, width, height)?;
    drop(picture);

    let written = Promise::new(&mut |done, failed| {
        let asked = canvas.to_blob_with_type_and_encoder_options(&done, "image/jpeg", &QUALITY.into());
        if asked.is_err() {
            let _ = failed.call0(&JsValue::NULL);
        }
    });
    let blob = JsFuture::from(written).await?;
    // Old phones give canvas memory back late unless told.
    canvas.set_width(0);
    blob.dyn_into().map_err(|_| Unreadable)
}

/// The canvas transform for an EXIF orientation; `width` and `height` are those of the picture as stored.
fn upright(orientation: u8, width: f64, height: f64) -> [f64; 6] {
    match orientation {
        2 => [-1.0, 0.0, 0.0, 1.0, width, 0.0],
        3 => [-1.0, 0.0, 0.0, -1.0, width, height],
        4 => [1.0, 0.0, 0.0, -1.0, 0.0, height],
        5 => [0.0, 1.0, 1.0, 0.0, 0.0, 0.0],
        6 => [0.0, 1.0, -1.0, 0.0, height, 0.0],
        7 => [0.0, -1.0, -1.0, 0.0, height, width],
        8 => [0.0, -1.0, 1.0, 0.0, 0.0, width],
        _ => [1.0, 0.0, 0.0, 1.0, 0.0, 0.0],
    }
}

fn document() -> Result<web_sys::Document, Unreadable> {
    web_sys::window().and_then(|window| window.document()).ok_or(Unreadable)
}

/// A decoded picture. Its memory is given back when it is dropped.
enum Picture {
    Bitmap(ImageBitmap),
    /// For engines without `createImageBitmap`, and for pictures that it refuses.
    Element {
        image: HtmlImageElement,
        url: String,
    },
}

impl Drop for Picture {
    fn drop(&mut self) {
        match self {
            Self::Bitmap(bitmap) => bitmap.close(),
            Self::Element { url, .. } => {
                let _ = web_sys::Url::revoke_object_url(url);
            }
        }
    }
}

impl Picture {
    async fn decode(file: &Blob) -> Result<Self, Unreadable> {
        match Self::decode_bitmap(file).await {
            Ok(bitmap) => Ok(bitmap),
            Err(Unreadable) => Self::decode_element(file).await,
        }
    }

    async fn decode_bitmap(file: &Blob) -> Result<Self, Unreadable> {
        let window = web_sys::window().ok_or(Unreadable)?;
        let bitmap = JsFuture::from(window.create_image_bitmap_with_blob(file)?).await?;
        Ok(Self::Bitmap(bitmap.unchecked_into()))
    }

    async fn decode_element(file: &Blob) -> Result<Self, Unreadable> {
        let picture =
            Self::Element { image: HtmlImageElement::new()?, url: web_sys::Url::create_object_url_with_blob(file)? };
        if let Self::Element { image, url } = &picture {
            let loaded = Promise::new(&mut |loaded, failed| {
                image.set_onload(Some(&loaded));
                image.set_onerror(Some(&failed));
                image.set_src(url);
            });
            JsFuture::from(loaded).await?;
        }
        Ok(picture)
    }

    fn size(&self) -> (u32, u32) {
        match self {
            Self::Bitmap(bitmap) => (bitmap.width(), bitmap.height()),
            Self::Element { image, .. } => (image.natural_width(), image.natural_height()),
        }
    }

    fn draw(&self, context: &CanvasRenderingContext2d, width: f64, height: f64) -> Result<(), JsValue> {
        match self {
            Self::Bitmap(bitmap) => context.draw_image_with_image_bitmap_and_dw_and_dh(bitmap, 0.0, 0.0, width, height),
            Self::Element { image, .. } => {
                context.draw_image_with_html_image_element_and_dw_and_dh(image, 0.0, 0.0, width, height)
            }
        }
    }

    /// Whether this way of decoding obeys EXIF by itself. It differs by engine and version, so a picture whose answer
    /// is known is decoded the same way, once.
    async fn turns_by_itself(&self) -> bool {
        thread_local! {
            static BITMAP_TURNS: Cell<Option<bool>> = const { Cell::new(None) };
            static ELEMENT_TURNS: Cell<Option<bool>> = const { Cell::new(None) };
        }
        let known = match self {
            Self::Bitmap(_) => &BITMAP_TURNS,
            Self::Element { .. } => &ELEMENT_TURNS,
        };
        if let Some(turns) = known.get() {
            return turns;
        }
        let parts = js_sys::Array::of1(&Uint8Array::from(SIDEWAYS));
        let options = BlobPropertyBag::new();
        options.set_type("image/jpeg");
        let Ok(probe) = Blob::new_with_u8_array_sequence_and_options(&parts, &options) else { return true };
        let probe = match self {
            Self::Bitmap(_) => Self::decode_bitmap(&probe).await,
            Self::Element { .. } => Self::decode_element(&probe).await,
        };
        let turns = probe.map_or(true, |probe| probe.size() == (1, 2));
        known.set(Some(turns));
        turns
    }
}

/// A grey JPEG, two pixels wide and one high, whose EXIF says that it stands upright (orientation 6).
const SIDEWAYS: &[u8] = b"\
\xff\xd8\xff\xe1\x00\x22Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00\x00\x00\
\x00\x00\xff\xdb\x00\x43\x00\x50\x37\x3c\x46\x3c\x32\x50\x46\x41\x46\x5a\x55\x50\x5f\x78\xc8\x82\x78\x6e\x6e\x78\xf5\xaf\xb9\
\x91\xc8\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\
\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xc0\x00\x0b\x08\x00\x01\x00\x02\x01\x01\
\x11\x00\xff\xc4\x00\x14\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\xff\xc4\x00\x14\x10\x01\x00\
\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x3f\xff\xd9";

#[cfg(test)]
mod tests {
    use super::{SIDEWAYS, exif, upright};

    #[test]
    fn the_probe_is_sideways() {
        assert_eq!(exif::read(SIDEWAYS).orientation, 6);
    }

    /// Where the picture's top left corner and bottom right corner land, for each of the eight orientations.
    #[test]
    fn every_orientation_fills_its_canvas() {
        let (width, height) = (40.0, 30.0);
        for orientation in 1..=8 {
            let [a, b, c, d, e, f] = upright(orientation, width, height);
            let place = |x: f64, y: f64| (a * x + c * y + e, b * x + d * y + f);
            let (canvas_width, canvas_height) = if orientation >= 5 { (height, width) } else { (width, height) };
            let corners = [place(0.0, 0.0), place(width, height)];
            let left = corners[0].0.min(corners[1].0);
            let top = corners[0].1.min(corners[1].1);
            let right = corners[0].0.max(corners[1].0);
            let bottom = corners[0].1.max(corners[1].1);
            assert_eq!((left, top, right, bottom), (0.0, 0.0, canvas_width, canvas_height), "{orientation}");
        }
        // 6: the camera was turned right, so the stored top left is the upright top right.
        let [a, b, _, _, e, f] = upright(6, width, height);
        assert_eq!((e, f), (height, 0.0));
        assert_eq!((a, b), (0.0, 1.0));
    }
}
