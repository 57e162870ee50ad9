//! The browser's own recorder: asks for the microphone, gathers what it hears, gives it back as one file.

use std::{cell::RefCell, rc::Rc};

use js_sys::{Array, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobEvent, BlobPropertyBag, MediaRecorder, MediaRecorderOptions, MediaStream, MediaStreamConstraints,
    MediaStreamTrack,
};

/// Speech is clear at this, and a minute of it weighs 180 kB.
const BITS_PER_SECOND: u32 = 24_000;
/// What browsers record into, in the order of preference: Chromium, iOS, Firefox.
const FORMATS: [&str; 3] = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];

/// What was said.
#[derive(Clone, Debug)]
pub struct Recording {
    pub bytes: Blob,
    pub seconds: u32,
}

/// Why nothing is recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The person or the webview said no.
    Refused,
    NoMicrophone,
    /// The microphone is in use, or nothing was heard.
    Failed,
}

impl From<JsValue> for Trouble {
    fn from(error: JsValue) -> Self {
        let name = Reflect::get(&error, &"name".into()).ok().and_then(|name| name.as_string()).unwrap_or_default();
        match name.as_str() {
            "NotAllowedError" | "SecurityError" | "PermissionDeniedError" => Self::Refused,
            "NotFoundError" | "DevicesNotFoundError" => Self::NoMicrophone,
            _ => Self::Failed,
        }
    }
}

/// Whether this browser can record at all. Outside https none can.
pub(super) fn is_there() -> bool {
    let Some(window) = web_sys::window() else { return false };
    let devices = Reflect::get(&window.navigator(), &"mediaDevices".into()).unwrap_or(JsValue::UNDEFINED);
    let has = |object: &JsValue, name: &str| Reflect::get(object, &name.into()).is_ok_and(|it| it.is_function());
    devices.is_object() && has(&devices, "getUserMedia") && has(&window, "MediaRecorder")
}

/// A recording under way. It goes on when this is dropped: [`Reel::stop`] ends it.
#[derive(Clone)]
pub(super) struct Reel {
    recorder: MediaRecorder,
    begun: f64,
}

impl Reel {
    /// Asks for the microphone and begins. `done` gets the recording once it is stopped, whoever stops it; none if
    /// nothing was heard.
    pub(super) async fn begin(done: impl FnOnce(Option<Recording>) + 'static) -> Result<Reel, Trouble> {
        let devices = web_sys::window().ok_or(Trouble::Failed)?.navigator().media_devices()?;
        let wanted = MediaStreamConstraints::new();
        wanted.set_audio(&JsValue::TRUE);
        let stream = JsFuture::from(devices.get_user_media_with_constraints(&wanted)?).await?;
        let stream: MediaStream = stream.unchecked_into();
        let options = MediaRecorderOptions::new();
        options.set_audio_bits_per_second(BITS_PER_SECOND);
        if let Some(format) = FORMATS.into_iter().find(|format| MediaRecorder::is_type_supported(format)) {
            options.set_mime_type(format);
        }
        let recorder = MediaRecorder::new_with_media_stream_and_media_recorder_options(&stream, &options);
        let recorder = recorder.inspect_err(|_| let_go(&stream))?;
        let begun = now();

        let heard = Rc::new(RefCell::new(Array::new()));
        let gather = {
            let heard = heard.clone();
            Closure::<dyn FnMut(BlobEvent)>::new(move |event: BlobEvent| {
                if let Some(part) = event.data().filter(|part| part.size() > 0.0) {
                    heard.borrow().push(&part);
                }
            })
        };
        recorder.set_ondataavailable(Some(gather.as_ref().unchecked_ref()));
        let (ending, source) = (recorder.clone(), stream.clone());
        let end = Closure::once_into_js(move || {
            let seconds = ((now() - begun) / 1000.0).round().max(1.0) as u32;
            ending.set_ondataavailable(None);
            drop(gather);
            let_go(&source);
            done(together(&heard.borrow(), &ending.mime_type()).map(|bytes| Recording { bytes, seconds }));
        });
        recorder.set_onstop(Some(end.unchecked_ref()));
        recorder.start().inspect_err(|_| let_go(&stream))?;
        Ok(Reel { recorder, begun })
    }

    /// How long it has run.
    pub(super) fn seconds(&self) -> f64 {
        (now() - self.begun) / 1000.0
    }

    pub(super) fn stop(&self) {
        // One that has ended by itself, because the microphone was pulled out, has told so already.
        let _ = self.recorder.stop();
    }

    /// Nobody waits for it any more.
    pub(super) fn throw_away(&self) {
        self.recorder.set_onstop(None);
        self.stop();
        let_go(&self.recorder.stream());
    }
}

/// The microphone's light goes out.
fn let_go(stream: &MediaStream) {
    for track in stream.get_tracks() {
        track.unchecked_into::<MediaStreamTrack>().stop();
    }
}

fn together(heard: &Array, format: &str) -> Option<Blob> {
    let options = BlobPropertyBag::new();
    options.set_type(format);
    let bytes = Blob::new_with_blob_sequence_and_options(heard, &options).ok()?;
    (bytes.size() > 0.0).then_some(bytes)
}

/// Milliseconds since the page began.
fn now() -> f64 {
    web_sys::window().and_then(|window| window.performance()).map_or(0.0, |clock| clock.now())
}
