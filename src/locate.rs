//! The phone's own location, asked once, with a timer of our own: in some webviews the browser never calls back.

use js_sys::{Promise, Reflect};
use pingan_api::geo::Position;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::wechat;

/// Where the phone is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fix {
    /// WGS-84, as the W3C Geolocation API says.
    pub position: Position,
    /// Radius in metres that holds the true place with 95 %.
    pub accuracy_m: u32,
}

/// Why there is no location.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The person or the webview said no.
    Refused,
    /// The phone can't tell, or has no such function.
    Unavailable,
    TimedOut,
}

/// A fix of the last half minute is as good as a new one, and comes at once.
const OLDEST_MS: u32 = 30_000;

/// Asks for the location and waits `wait_ms` at most, whatever the browser does. Where that fails inside WeChat, WeChat
/// is asked, whose own permission may be given where the browser's is not.
pub async fn locate(wait_ms: u32) -> Result<Fix, Trouble> {
    let found = ask(wait_ms).await;
    match found {
        Err(_) if wechat::is_here() => {
            let fix = wechat::locate().await.map(|(position, accuracy_m)| Fix { position, accuracy_m });
            fix.map_or(found, Ok)
        }
        found => found,
    }
}

async fn ask(wait_ms: u32) -> Result<Fix, Trouble> {
    let window = web_sys::window().ok_or(Trouble::Unavailable)?;
    let geolocation = window.navigator().geolocation().map_err(|_| Trouble::Unavailable)?;
    let options = web_sys::PositionOptions::new();
    options.set_enable_high_accuracy(true);
    options.set_timeout(wait_ms);
    options.set_maximum_age(OLDEST_MS);
    let answer = Promise::new(&mut |found, failed| {
        // Nothing comes back from a call that throws; the timer below answers then.
        let _ = geolocation.get_current_position_with_error_callback_and_options(&found, Some(&failed), &options);
        let _ = window
            .set_timeout_with_callback_and_timeout_and_arguments_0(&failed, i32::try_from(wait_ms).unwrap_or(i32::MAX));
    });
    match JsFuture::from(answer).await {
        Ok(found) => read(&found).ok_or(Trouble::Unavailable),
        Err(error) => Err(match number(&error, "code") {
            // GeolocationPositionError: 1 PERMISSION_DENIED, 2 POSITION_UNAVAILABLE, 3 TIMEOUT.
            Some(1.0) => Trouble::Refused,
            Some(2.0) => Trouble::Unavailable,
            _ => Trouble::TimedOut,
        }),
    }
}

fn number(object: &JsValue, name: &str) -> Option<f64> {
    Reflect::get(object, &name.into()).ok()?.as_f64()
}

fn read(found: &JsValue) -> Option<Fix> {
    let coords: JsValue = Reflect::get(found, &"coords".into()).ok()?.unchecked_into();
    let position = Position::new(number(&coords, "latitude")?, number(&coords, "longitude")?);
    let accuracy = number(&coords, "accuracy")?;
    // A float cast saturates: a nonsensical accuracy becomes a large one.
    position.is_valid().then_some(Fix { position, accuracy_m: accuracy.ceil() as u32 })
}
