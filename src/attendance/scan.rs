//! Reads the QR code in a picture, whether a photo or what the camera sees.

use js_sys::{Function, Object, Promise, Reflect};
use leptos::prelude::document;
use quircs::Quirc;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, CanvasRenderingContext2d, HtmlCanvasElement, HtmlImageElement, HtmlVideoElement, Url};

/// The longer side that a picture is looked at in, one after another, in pixels: small letters want the larger one, noise
/// and moiré of a photographed screen the smaller.
const SIDES: [f64; 2] = [1200.0, 600.0];
/// The same for what the camera sees, which is looked at three times a second.
const CAMERA_SIDE: f64 = 640.0;

/// A picture in shades of grey, row by row.
struct Grey {
    width: usize,
    height: usize,
    shades: Vec<u8>,
}

/// What the code in a photo says; none if there is none, or the browser cannot show the file.
pub(super) async fn photo(file: &Blob) -> Option<String> {
    let url = Url::create_object_url_with_blob(file).ok()?;
    let image = HtmlImageElement::new().ok()?;
    let loaded = Promise::new(&mut |loaded, failed| {
        image.set_onload(Some(&loaded));
        image.set_onerror(Some(&failed));
        image.set_src(&url);
    });
    let loaded = JsFuture::from(loaded).await;
    let size = (f64::from(image.natural_width()), f64::from(image.natural_height()));
    let found = loaded.ok().and_then(|_| {
        let draw = |context: &CanvasRenderingContext2d, width, height| {
            context.draw_image_with_html_image_element_and_dw_and_dh(&image, 0.0, 0.0, width, height)
        };
        SIDES.into_iter().find_map(|side| read(grey(size, side, draw)?))
    });
    // Refused only for what is no such URL.
    let _ = Url::revoke_object_url(&url);
    found
}

/// The same for what the camera sees at this moment.
pub(super) fn camera(video: &HtmlVideoElement) -> Option<String> {
    let size = (f64::from(video.video_width()), f64::from(video.video_height()));
    let draw = |context: &CanvasRenderingContext2d, width, height| {
        context.draw_image_with_html_video_element_and_dw_and_dh(video, 0.0, 0.0, width, height)
    };
    read(grey(size, CAMERA_SIDE, draw)?)
}

/// Draws a picture so that its longer side is no longer than `side`.
fn grey(
    (width, height): (f64, f64),
    side: f64,
    draw: impl FnOnce(&CanvasRenderingContext2d, f64, f64) -> Result<(), JsValue>,
) -> Option<Grey> {
    let scale = (side / width.max(height)).min(1.0);
    let (width, height) = ((width * scale).floor(), (height * scale).floor());
    if width < 1.0 || height < 1.0 {
        return None;
    }
    let canvas: HtmlCanvasElement = document().create_element("canvas").ok()?.unchecked_into();
    canvas.set_width(width as u32);
    canvas.set_height(height as u32);
    // Kept where it can be read at once; engines that do not know the wish pass over it.
    let wish = Object::new();
    Reflect::set(&wish, &"willReadFrequently".into(), &JsValue::TRUE).ok()?;
    let context = canvas.get_context_with_context_options("2d", &wish).ok()??;
    let context: CanvasRenderingContext2d = context.unchecked_into();
    draw(&context, width, height).ok()?;
    let pixels = context.get_image_data(0.0, 0.0, width, height).ok()?.data();
    // Old phones give canvas memory back late unless told.
    canvas.set_width(0);
    let shades = pixels.0.chunks_exact(4).map(|pixel| shade(pixel[0], pixel[1], pixel[2])).collect();
    Some(Grey { width: width as usize, height: height as usize, shades })
}

/// As bright as red, green and blue seem to the eye (ITU-R BT.601).
fn shade(red: u8, green: u8, blue: u8) -> u8 {
    ((u32::from(red) * 77 + u32::from(green) * 150 + u32::from(blue) * 29) >> 8) as u8
}

/// Dark on light, or light on dark as some screens show it.
fn read(Grey { width, height, shades }: Grey) -> Option<String> {
    guarded(move || {
        [0, u8::MAX].into_iter().find_map(|invert| {
            let shades: Vec<u8> = shades.iter().map(|shade| shade ^ invert).collect();
            decode(width, height, &shades)
        })
    })
}

/// What the first code says that can be read.
pub(super) fn decode(width: usize, height: usize, shades: &[u8]) -> Option<String> {
    let said = Quirc::default().identify(width, height, shades).find_map(|code| code.ok()?.decode().ok())?;
    String::from_utf8(said.payload).ok()
}

/// The reader stops the program at some pictures that it does not expect. Called by way of the browser, it fails alone.
fn guarded(read: impl FnOnce() -> Option<String> + 'static) -> Option<String> {
    let read = Closure::once_into_js(move || read().map_or(JsValue::NULL, JsValue::from));
    read.unchecked_ref::<Function>().call0(&JsValue::NULL).ok()?.as_string()
}
