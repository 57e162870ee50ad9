//! One of several photos over the page: a tap zooms, a swipe turns to the next.

use leptos::{ev, html, prelude::*};
use pingan_api::{Timestamp, desk::DeskPhoto};

use crate::{
    i18n::{moment, t},
    ui::{
        dialog::Overlay,
        focus::focus,
        icon::{icon, icon_small},
        live::live,
    },
};

/// A finger that moved so many pixels sideways wants the next photo.
const SWIPE_PX: i32 = 48;

/// How far the photo that is shown is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Face {
    Loading,
    Failed,
    Ready,
}

/// What can be done with the photo that is shown.
pub type Beside = Box<dyn Fn(&DeskPhoto) -> Option<AnyView> + Send + Sync>;

#[derive(Clone, Copy)]
pub struct Viewer {
    photos: StoredValue<Vec<DeskPhoto>>,
    shown: RwSignal<usize>,
    open: RwSignal<bool>,
    zoomed: RwSignal<bool>,
    /// The one before it was painted over.
    original: RwSignal<bool>,
    touched_at: StoredValue<Option<i32>>,
}

impl Viewer {
    pub fn new(photos: Vec<DeskPhoto>) -> Self {
        Self {
            photos: StoredValue::new(photos),
            shown: RwSignal::new(0),
            open: RwSignal::new(false),
            zoomed: RwSignal::new(false),
            original: RwSignal::new(false),
            touched_at: StoredValue::new(None),
        }
    }

    pub fn show(self, index: usize) {
        self.go(index);
        self.open.set(true);
    }

    pub fn close(self) {
        self.open.set(false);
    }

    fn go(self, index: usize) {
        self.zoomed.set(false);
        self.original.set(false);
        self.shown.set(index);
    }

    fn step(self, by: usize) {
        let all = self.photos.with_value(Vec::len).max(1);
        self.go((self.shown.get_untracked() + by) % all);
    }

    fn previous(self) {
        self.step(self.photos.with_value(Vec::len).saturating_sub(1));
    }

    pub fn overlay(self, beside: Beside) -> AnyView {
        let beside = StoredValue::new(beside);
        let content = move || self.content(beside);
        view! { <Overlay open=self.open class="photo-viewer" label=t::track_photo_view content /> }.into_any()
    }

    fn photo(self) -> Option<DeskPhoto> {
        let shown = self.shown.get();
        self.photos.with_value(|photos| photos.get(shown).cloned())
    }

    fn content(self, beside: StoredValue<Beside>) -> AnyView {
        let all = self.photos.with_value(Vec::len);
        let stage = NodeRef::<html::Div>::new();
        let turn = (all > 1).then(|| {
            view! {
                <button
                    type="button"
                    class="icon-button"
                    aria-label=t::track_photo_previous
                    on:click=move |_| self.previous()
                >
                    {icon("back")}
                </button>
                <p role="status">{live(move || t::track_photo_of(all, self.shown.get() + 1))}</p>
                <button type="button" class="icon-button" aria-label=t::track_photo_next on:click=move |_| self.step(1)>
                    {icon("chevron")}
                </button>
            }
        });
        let tools = live(move || {
            let photo = self.photo()?;
            let original = photo.unredacted.is_some().then(|| self.original_button(photo.unredacted_until));
            Some(view! { {original} {beside.with_value(|beside| beside(&photo))} }.into_any())
        });
        view! {
            <div
                class="photo-viewer__stage"
                tabindex="-1"
                node_ref=stage
                on:touchstart=move |event| self.touched_at.set_value(finger(&event))
                on:touchend=move |event| self.swiped(&event)
            >
                {live(move || self.picture(stage))}
            </div>
            <div class="photo-viewer__bar">
                {turn} {tools}
                <button type="button" class="icon-button" aria-label=t::action_close on:click=move |_| self.close()>
                    {icon("close")}
                </button>
            </div>
        }
        .into_any()
    }

    fn picture(self, stage: NodeRef<html::Div>) -> Option<AnyView> {
        let DeskPhoto { photo, unredacted, .. } = self.photo()?;
        let shown = unredacted.filter(|_| self.original.get()).unwrap_or(photo);
        let class = move || {
            if self.zoomed.get() { "desk-viewer__image desk-viewer__image--zoomed" } else { "desk-viewer__image" }
        };
        let face = RwSignal::new(Face::Loading);
        let failed = Memo::new(move |_| face.get() == Face::Failed);
        let image = live(move || {
            (!failed.get()).then(|| {
                view! {
                    <img
                        class=live(class)
                        src=shown.full.clone()
                        width=shown.width
                        height=shown.height
                        alt=live(move || t::track_photo(self.shown.get() + 1))
                        on:load=move |_| face.set(Face::Ready)
                        on:error=move |_| face.set(Face::Failed)
                        on:click=move |_| self.zoomed.update(|zoomed| *zoomed = !*zoomed)
                    />
                }
                .into_any()
            })
        });
        let again = move |_| {
            // The button that has the focus goes.
            stage.get_untracked().iter().for_each(|stage| focus(stage));
            face.set(Face::Loading);
        };
        let besides = live(move || {
            let words = match face.get() {
                Face::Loading => t::load_loading,
                Face::Failed => t::load_failed,
                Face::Ready => return None,
            };
            let retry = failed.get().then(|| {
                view! {
                    <button type="button" class="button button--soft button--small" on:click=again>
                        {icon_small("retry")}
                        {t::action_retry}
                    </button>
                }
            });
            Some(view! { <div class="desk-viewer__face"><p role="status">{words}</p> {retry}</div> }.into_any())
        });
        Some(view! { {image} {besides} }.into_any())
    }

    fn original_button(self, until: Option<Timestamp>) -> AnyView {
        let words = move || match (self.original.get(), until) {
            (true, _) => t::desk_photo_show_redacted().to_owned(),
            (false, Some(until)) => t::desk_photo_show_original(moment::at(until)),
            (false, None) => t::desk_photo_original().to_owned(),
        };
        view! {
            <button
                type="button"
                class="button button--soft button--small"
                on:click=move |_| self.original.update(|original| *original = !*original)
            >
                {live(words)}
            </button>
        }
        .into_any()
    }

    fn swiped(self, event: &ev::TouchEvent) {
        let (Some(from), Some(to)) = (self.touched_at.get_value(), finger(event)) else { return };
        // A zoomed photo is moved under the finger.
        if self.zoomed.get_untracked() || (to - from).abs() < SWIPE_PX {
            return;
        }
        if to < from {
            self.step(1);
        } else {
            self.previous();
        }
    }
}

/// Where the one finger is or was; none if there are several.
fn finger(event: &ev::TouchEvent) -> Option<i32> {
    let several = event.changed_touches().length() > 1 || event.touches().length() > 1;
    event.changed_touches().get(0).filter(|_| !several).map(|touch| touch.client_x())
}
