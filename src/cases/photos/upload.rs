//! Sends one photo's bytes. An XMLHttpRequest, because fetch tells no progress.

use js_sys::Promise;
use pingan_api::{
    endpoint::IDEMPOTENCY_KEY,
    id::IdempotencyKey,
    photos::{Photo, UPLOAD_PATH},
};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, ProgressEvent, XmlHttpRequest};

use crate::client::{ClientError, refusal};

/// A third of a megabyte on a network of 3 kB a second.
const WAIT_MS: u32 = 120_000;

/// Sends the bytes under their key, so that a repeat makes no second photo, and calls `on_progress` with per cent.
pub async fn upload(
    request: &XmlHttpRequest,
    key: IdempotencyKey,
    bytes: &Blob,
    on_progress: impl Fn(u8) + 'static,
) -> Result<Photo, ClientError> {
    let progress = Closure::<dyn Fn(ProgressEvent)>::new(move |event: ProgressEvent| {
        if event.length_computable() && event.total() > 0.0 {
            on_progress((event.loaded() / event.total() * 100.0) as u8);
        }
    });
    let ended = Promise::new(&mut |ended, failed| {
        if begin(request, key, bytes, progress.as_ref().unchecked_ref(), &ended).is_err() {
            let _ = failed.call0(&JsValue::NULL);
        }
    });
    JsFuture::from(ended).await.map_err(|_| ClientError::Offline)?;
    let text = request.response_text().ok().flatten().unwrap_or_default();
    match request.status() {
        // Network gone, time over, or taken back.
        Ok(0) | Err(_) => Err(ClientError::Offline),
        Ok(200..=299) => serde_json::from_str(&text).map_err(|_| ClientError::Unreadable),
        Ok(_) => Err(refusal(&text)),
    }
}

fn begin(
    request: &XmlHttpRequest,
    key: IdempotencyKey,
    bytes: &Blob,
    on_progress: &js_sys::Function,
    ended: &js_sys::Function,
) -> Result<(), JsValue> {
    request.open("POST", UPLOAD_PATH)?;
    request.set_timeout(WAIT_MS);
    request.set_request_header("Content-Type", "image/jpeg")?;
    request.set_request_header(IDEMPOTENCY_KEY, &key.to_string())?;
    request.upload()?.set_onprogress(Some(on_progress));
    request.set_onloadend(Some(ended));
    request.send_with_opt_blob(Some(bytes))
}
