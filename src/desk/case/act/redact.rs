//! Painting over faces and plates with a finger: rectangles over the photo, the last one taken back with a tap, looked at
//! as everybody will see it, then saved.

use leptos::{ev, html, prelude::*};
use pingan_api::desk::{
    Area, DeskPhoto,
    act::{MAX_AREAS, UNREDACTED_DAYS},
};

use super::{draft::ActDraft, fields::fault_line, sheet::Trouble};
use crate::{
    desk::case::{opened::Opened, photos::all},
    i18n::t,
    ui::{icon::icon_small, live::live},
};

/// Thousandths of a side; areas are measured in them.
const SIDE: f64 = 1000.0;
/// A touch that moved less covers nothing.
const LEAST: u16 = 12;

pub fn redact(opened: Opened, draft: ActDraft, trouble: Trouble) -> AnyView {
    let photos = opened.case.with_untracked(|case| case.as_ref().map(all)).unwrap_or_default();
    let Some(DeskPhoto { photo, .. }) = photos.into_iter().find(|photo| Some(photo.photo.id) == draft.photo) else {
        return ().into_any();
    };
    let plain = RwSignal::new(false);
    let undo = move |_| {
        draft.areas.update(|areas| {
            areas.pop();
        });
    };
    let whole = move |_| draft.areas.set(vec![Area { left: 0, top: 0, width: 1000, height: 1000 }]);
    let none = move || if draft.areas.with(Vec::is_empty) { "true" } else { "false" };
    let preview = move || if plain.get() { t::desk_redact_draw() } else { t::desk_redact_preview() };
    let count = live(move || t::desk_redact_count(draft.areas.with(Vec::len)));
    view! {
        <p class="note">{t::desk_redact_hint}</p>
        {canvas(draft.areas, plain, photo.full, photo.width, photo.height)}
        {fault_line(trouble, "areas")}
        <p class="note" role="status">
            {count}
        </p>
        <div class="desk-redact__tools">
            <button
                type="button"
                class="button button--soft button--small"
                aria-disabled=live(none)
                on:click=undo
            >
                {icon_small("back")}
                {t::desk_redact_undo}
            </button>
            <button type="button" class="button button--soft button--small" on:click=move |_| plain.update(|on| *on = !*on)>
                {live(preview)}
            </button>
            <button type="button" class="button button--soft button--small" on:click=whole>
                {t::desk_redact_whole}
            </button>
        </div>
        <p class="note">{move || t::desk_redact_kept(UNREDACTED_DAYS)}</p>
    }
    .into_any()
}

/// Where a finger is, in thousandths of the photo.
type Spot = (u16, u16);

fn canvas(areas: RwSignal<Vec<Area>>, plain: RwSignal<bool>, source: String, width: u32, height: u32) -> AnyView {
    let stage = NodeRef::<html::Div>::new();
    let from = RwSignal::new(None::<Spot>);
    let to = RwSignal::new(None::<Spot>);
    let spot = move |event: &ev::PointerEvent| -> Option<Spot> {
        let frame = stage.get_untracked()?.get_bounding_client_rect();
        let part = |at: i32, begins: f64, length: f64| {
            let share = (f64::from(at) - begins) / length.max(1.0);
            (share.clamp(0.0, 1.0) * SIDE) as u16
        };
        Some((part(event.client_x(), frame.left(), frame.width()), part(event.client_y(), frame.top(), frame.height())))
    };
    let begin = move |event: ev::PointerEvent| {
        if areas.with_untracked(Vec::len) >= MAX_AREAS {
            return;
        }
        event.prevent_default();
        if let Some(stage) = stage.get_untracked() {
            // Without capture a finger that leaves the photo ends the stroke.
            let _ = stage.set_pointer_capture(event.pointer_id());
        }
        from.set(spot(&event));
        to.set(None);
    };
    let go_on = move |event: ev::PointerEvent| {
        if from.with_untracked(Option::is_some) {
            to.set(spot(&event));
        }
    };
    let end = move |_: ev::PointerEvent| {
        if let Some(area) = between(from.get_untracked(), to.get_untracked()) {
            areas.update(|areas| areas.push(area));
        }
        from.set(None);
        to.set(None);
    };
    let boxes = live(move || {
        let drawn = areas.get().into_iter().chain(between(from.get(), to.get()));
        let boxes = drawn.map(|Area { left, top, width, height }| {
            view! {
                <rect
                    x=left.to_string()
                    y=top.to_string()
                    width=width.to_string()
                    height=height.to_string()
                ></rect>
            }
        });
        boxes.collect_view().into_any()
    });
    let class = live(move || if plain.get() { "desk-redact desk-redact--plain" } else { "desk-redact" });
    view! {
        <div
            class=class
            node_ref=stage
            role="img"
            aria-label=t::desk_redact_photo
            on:pointerdown=begin
            on:pointermove=go_on
            on:pointerup=end
            on:pointercancel=end
        >
            <img class="desk-redact__image" src=source width=width height=height alt="" draggable="false" />
            <svg class="desk-redact__areas" viewBox="0 0 1000 1000" preserveAspectRatio="none" aria-hidden="true">
                {boxes}
            </svg>
        </div>
    }
    .into_any()
}

/// The rectangle between two corners, whichever way it was drawn; none if it is too small to be meant.
fn between(from: Option<Spot>, to: Option<Spot>) -> Option<Area> {
    let ((x1, y1), (x2, y2)) = (from?, to?);
    let area = Area { left: x1.min(x2), top: y1.min(y2), width: x1.abs_diff(x2), height: y1.abs_diff(y2) };
    (area.width >= LEAST && area.height >= LEAST && area.is_sound()).then_some(area)
}

#[cfg(test)]
mod tests {
    use super::between;

    #[test]
    fn a_rectangle_is_the_same_whichever_way_it_is_drawn() {
        let one = between(Some((100, 200)), Some((300, 250))).unwrap();
        assert_eq!(between(Some((300, 250)), Some((100, 200))), Some(one));
        assert_eq!((one.left, one.top, one.width, one.height), (100, 200, 200, 50));
        assert!(between(Some((0, 0)), Some((1000, 1000))).unwrap().is_sound());
    }

    #[test]
    fn a_touch_covers_nothing() {
        assert_eq!(between(Some((10, 10)), None), None);
        assert_eq!(between(Some((10, 10)), Some((21, 500))), None);
        assert!(between(Some((10, 10)), Some((22, 22))).is_some());
    }
}
