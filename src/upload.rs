//! Sends the bytes of a photo or a voice note. An XMLHttpRequest, because fetch tells no progress. What is under way is joined and not
//! begun twice: a draft begins to send its photos, and the outbox goes on with them.

use std::cell::RefCell;

use js_sys::Promise;
use pingan_api::{
    endpoint::IDEMPOTENCY_KEY,
    id::IdempotencyKey,
    photos::{self, Photo},
    voices::{self, Voice},
};
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, ProgressEvent, XmlHttpRequest};

use crate::{
    client::{ClientError, refusal},
    json,
};

/// A third of a megabyte on a network of 3 kB a second.
const WAIT_MS: u32 = 120_000;

thread_local! {
    static UNDER_WAY: RefCell<Vec<(IdempotencyKey, XmlHttpRequest)>> = const { RefCell::new(Vec::new()) };
    /// What the server answered, for whoever asks for it a moment too late to join: the outbox, which a draft hands its
    /// photos to while one is on its way. One that the server loses is sent under another key.
    static ANSWERED: RefCell<Vec<(IdempotencyKey, String)>> = const { RefCell::new(Vec::new()) };
}

/// Sends a photo under its key, so that a repeat makes no second one, and calls `on_progress` with per cent.
pub async fn photo(
    key: IdempotencyKey,
    bytes: &Blob,
    on_progress: impl Fn(u8) + 'static,
) -> Result<Photo, ClientError> {
    read(upload(photos::UPLOAD_PATH, "image/jpeg", key, bytes, Box::new(on_progress)).await)
}

/// The same for a voice note, whose bytes know what they are.
pub async fn voice(
    key: IdempotencyKey,
    bytes: &Blob,
    on_progress: impl Fn(u8) + 'static,
) -> Result<Voice, ClientError> {
    read(upload(voices::UPLOAD_PATH, &bytes.type_(), key, bytes, Box::new(on_progress)).await)
}

fn read<A: DeserializeOwned>(answer: Result<String, ClientError>) -> Result<A, ClientError> {
    json::read(&answer?).map_err(|json::Unreadable| ClientError::Unreadable)
}

async fn upload(
    path: &str,
    media_type: &str,
    key: IdempotencyKey,
    bytes: &Blob,
    on_progress: Box<dyn Fn(u8)>,
) -> Result<String, ClientError> {
    if let Some(answer) = answered(key) {
        return Ok(answer);
    }
    let (request, is_new) = match under_way(key) {
        Some(request) => (request, false),
        None => (XmlHttpRequest::new().map_err(|_| ClientError::Offline)?, true),
    };
    let progress = Closure::<dyn Fn(ProgressEvent)>::new(move |event: ProgressEvent| {
        if event.length_computable() && event.total() > 0.0 {
            on_progress((event.loaded() / event.total() * 100.0) as u8);
        }
    });
    let ended = Promise::new(&mut |ended, failed| {
        let begun = listen(&request, progress.as_ref().unchecked_ref(), &ended)
            .and_then(|()| if is_new { begin(&request, path, media_type, key, bytes) } else { Ok(()) });
        if begun.is_err() {
            let _ = failed.call0(&JsValue::NULL);
        }
    });
    if is_new {
        UNDER_WAY.with_borrow_mut(|all| all.push((key, request.clone())));
    }
    let ended = JsFuture::from(ended).await;
    UNDER_WAY.with_borrow_mut(|all| all.retain(|(_, other)| *other != request));
    // Its events must not call into what is dropped here.
    let _ = request
        .upload()
        .and_then(|upload| upload.remove_event_listener_with_callback("progress", progress.as_ref().unchecked_ref()));
    ended.map_err(|_| ClientError::Offline)?;
    let text = request.response_text().ok().flatten().unwrap_or_default();
    match request.status() {
        // Network gone, time over, or taken back.
        Ok(0) | Err(_) => Err(ClientError::Offline),
        Ok(200..=299) => {
            if is_new {
                ANSWERED.with_borrow_mut(|all| all.push((key, text.clone())));
            }
            Ok(text)
        }
        Ok(_) => Err(refusal(&text)),
    }
}

/// Takes back what is under way.
pub fn cancel(key: IdempotencyKey) {
    if let Some(request) = under_way(key) {
        let _ = request.abort();
    }
}

fn under_way(key: IdempotencyKey) -> Option<XmlHttpRequest> {
    UNDER_WAY.with_borrow(|all| all.iter().find(|(other, _)| *other == key).map(|(_, request)| request.clone()))
}

fn answered(key: IdempotencyKey) -> Option<String> {
    ANSWERED.with_borrow(|all| all.iter().find(|(other, _)| *other == key).map(|(_, answer)| answer.clone()))
}

fn listen(request: &XmlHttpRequest, on_progress: &js_sys::Function, ended: &js_sys::Function) -> Result<(), JsValue> {
    request.upload()?.add_event_listener_with_callback("progress", on_progress)?;
    request.add_event_listener_with_callback("loadend", ended)
}

fn begin(
    request: &XmlHttpRequest,
    path: &str,
    media_type: &str,
    key: IdempotencyKey,
    bytes: &Blob,
) -> Result<(), JsValue> {
    request.open("POST", path)?;
    request.set_timeout(WAIT_MS);
    request.set_request_header("Content-Type", media_type)?;
    request.set_request_header(IDEMPOTENCY_KEY, &key.to_string())?;
    request.send_with_opt_blob(Some(bytes))
}
