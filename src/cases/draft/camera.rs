//! A mark left before the camera opens: on a phone short of memory the camera ends the page, and what comes back is a
//! fresh start that must know what the person was about to do.

use crate::{i18n::moment, session::storage};

const KEY: &str = "pa.camera";
/// Whoever comes back later than this has given up on that photo.
const FRESH_MS: i64 = 600_000;

/// The camera is about to open.
pub fn camera_opens() {
    storage::write(KEY, &moment::now().as_millis().to_string());
}

/// A photo came back, or the person has been told.
pub fn camera_done() {
    storage::remove(KEY);
}

/// The camera was opened in the last ten minutes, by a page that is no more, and no photo came back.
pub fn camera_lost() -> bool {
    let opened = storage::read(KEY).and_then(|opened| opened.parse::<i64>().ok());
    let now = moment::now().as_millis();
    // Whoever only closed the camera is still on the page that opened it.
    let age = web_sys::window().and_then(|window| window.performance()).map_or(0.0, |clock| clock.now());
    let began = now - age as i64;
    opened.is_some_and(|opened| opened < began && now - opened < FRESH_MS)
}
