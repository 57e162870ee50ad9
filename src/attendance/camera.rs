//! Looks through the phone's camera until it sees a check-in code.

use std::time::Duration;

use js_sys::{Object, Reflect};
use leptos::{html, prelude::*, task::spawn_local};
use pingan_api::volunteer::attendance::CheckInCode;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlVideoElement, MediaStream, MediaStreamConstraints, MediaStreamTrack};

use super::{codes, scan};
use crate::{
    i18n::t,
    ui::{button::Button, icon::icon, live::live},
};

const EVERY: Duration = Duration::from_millis(300);
/// `HTMLMediaElement.HAVE_CURRENT_DATA`.
const HAS_PICTURE: u16 = 2;

/// Why nothing is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Trouble {
    /// The person or the webview said no.
    Refused,
    NoCamera,
    /// Another app has it.
    Failed,
}

impl From<JsValue> for Trouble {
    fn from(error: JsValue) -> Self {
        let name = Reflect::get(&error, &"name".into()).ok().and_then(|name| name.as_string()).unwrap_or_default();
        match name.as_str() {
            "NotAllowedError" | "SecurityError" | "PermissionDeniedError" => Self::Refused,
            "NotFoundError" | "DevicesNotFoundError" | "OverconstrainedError" => Self::NoCamera,
            _ => Self::Failed,
        }
    }
}

/// Whether this browser can look through a camera at all. Outside https none can.
fn is_there() -> bool {
    let devices = Reflect::get(&window().navigator(), &"mediaDevices".into()).unwrap_or(JsValue::UNDEFINED);
    devices.is_object() && Reflect::get(&devices, &"getUserMedia".into()).is_ok_and(|it| it.is_function())
}

/// Asks for the camera at the phone's back.
async fn begin() -> Result<MediaStream, Trouble> {
    let devices = window().navigator().media_devices()?;
    let back = Object::new();
    Reflect::set(&back, &"facingMode".into(), &"environment".into())?;
    let wanted = MediaStreamConstraints::new();
    wanted.set_video(&back);
    let stream = JsFuture::from(devices.get_user_media_with_constraints(&wanted)?).await?;
    Ok(stream.unchecked_into())
}

/// The camera's light goes out.
fn let_go(stream: &MediaStream) {
    for track in stream.get_tracks() {
        track.unchecked_into::<MediaStreamTrack>().stop();
    }
}

#[derive(Clone, Copy)]
struct Looking {
    /// The person asked for the camera and has not closed it.
    wanted: RwSignal<bool>,
    stream: RwSignal<Option<MediaStream>, LocalStorage>,
    trouble: RwSignal<Option<Trouble>>,
    video: NodeRef<html::Video>,
    found: Callback<CheckInCode>,
}

/// A button that opens the camera, and what it sees. Nothing where there is no camera to ask for.
pub(super) fn camera(found: Callback<CheckInCode>) -> AnyView {
    if !is_there() {
        return ().into_any();
    }
    let looking = Looking {
        wanted: RwSignal::new(false),
        stream: RwSignal::new_local(None),
        trouble: RwSignal::new(None),
        video: NodeRef::new(),
        found,
    };
    looking.follow();
    let trouble = live(move || {
        looking.trouble.get().map(|trouble| {
            let words = match trouble {
                Trouble::Refused => t::attendance_camera_refused,
                Trouble::NoCamera => t::attendance_camera_none,
                Trouble::Failed => t::attendance_camera_failed,
            };
            view! { <p class="banner">{icon("warning")} <span>{words}</span></p> }.into_any()
        })
    });
    let view = live(move || match looking.wanted.get() {
        false => view! {
            <Button
                class="button button--block"
                picture="camera"
                text=t::attendance_camera
                on_press=move |()| looking.open()
            />
        }
        .into_any(),
        true => view! {
            <div class="scan">
                <video
                    class="scan__picture"
                    playsinline=true
                    muted=true
                    aria-label=t::attendance_camera_sees
                    node_ref=looking.video
                ></video>
                <p class="scan__hint">{t::attendance_camera_hint}</p>
                <Button
                    class="button button--plain button--block"
                    text=t::attendance_camera_close
                    on_press=move |()| looking.close()
                />
            </div>
        }
        .into_any(),
    });
    view! {
        {view}
        <div role="alert">{trouble}</div>
    }
    .into_any()
}

impl Looking {
    fn open(self) {
        self.trouble.set(None);
        self.wanted.set(true);
        spawn_local(async move {
            match begin().await {
                Ok(stream) => {
                    // The page may be gone by now, or the camera not wanted any more.
                    if self.wanted.try_get_untracked() != Some(true) {
                        return let_go(&stream);
                    }
                    self.stream.set(Some(stream));
                }
                Err(trouble) => {
                    if self.wanted.try_set(false).is_none() {
                        self.trouble.set(Some(trouble));
                    }
                }
            }
        });
    }

    fn close(self) {
        self.wanted.set(false);
        if let Some(stream) = self.stream.try_update(Option::take).flatten() {
            let_go(&stream);
        }
    }

    fn follow(self) {
        Effect::new(move || {
            if let (Some(video), Some(stream)) = (self.video.get(), self.stream.get()) {
                video.set_muted(true);
                video.set_src_object(Some(&stream));
                if let Ok(plays) = video.play() {
                    // Where it may not play by itself nothing is seen; the other ways are beside it.
                    spawn_local(async move { drop(JsFuture::from(plays).await) });
                }
            }
        });
        let look = move || {
            let video = self.video.get_untracked().filter(|_| self.wanted.get_untracked());
            if let Some(code) = video.and_then(|video| seen(&video)) {
                self.close();
                self.found.run(code);
            }
        };
        if let Ok(handle) = set_interval_with_handle(look, EVERY) {
            on_cleanup(move || handle.clear());
        }
        on_cleanup(move || {
            if let Some(stream) = self.stream.try_update(Option::take).flatten() {
                let_go(&stream);
            }
        });
    }
}

fn seen(video: &HtmlVideoElement) -> Option<CheckInCode> {
    if video.ready_state() < HAS_PICTURE {
        return None;
    }
    codes::read(&scan::camera(video)?)
}
