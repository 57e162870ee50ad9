//! The photos of the draft: each with its progress, retry and remove, and two ways to add one.

use leptos::prelude::*;
use pingan_api::{cases::CaseKind, photos::MAX_PER_CASE};

use super::{Step, filling::Filling, slip};
use crate::{
    cases::draft::{Drafts, camera_opens},
    i18n::t,
    photos::tiles::{adders, tiles, troubles},
    ui::icon::icon,
};

pub(super) fn photo_strip(filling: Filling) -> AnyView {
    let photos = filling.draft.photos;
    let kind = filling.draft.kind;
    let count = Memo::new(move |_| photos.items.with(Vec::len));
    Effect::new(move |before: Option<usize>| {
        let now = count.get();
        if before.is_some_and(|before| before != now) {
            filling.mend(Step::Photos);
        }
        now
    });
    let fault = filling.fault("photos");
    let hint = if kind == CaseKind::Hazard { t::photo_hint_hazard } else { t::photo_hint_other };
    let hint = move || (count.get() == 0).then(|| view! { <p class="note">{hint}</p> });
    let drafts = Drafts::get();
    let take = Callback::new(move |files| drafts.take_photos(kind, files));
    let adders = move || (count.get() < MAX_PER_CASE).then(|| adders(take, camera_opens));
    let left_out = move || {
        let text = photos.left_out.get().then(|| t::photo_too_many(MAX_PER_CASE));
        text.map(|text| view! { <p class="field__error">{icon("warning")} <span>{text}</span></p> })
    };
    let inside = view! {
        {hint}
        <div class="photo-strip" role="group" aria-labelledby=format!("{}-title", Step::Photos.id())>
            {tiles(photos)}
            {adders}
        </div>
        <div aria-live="polite">{left_out} {move || troubles(photos)}</div>
        {slip::fault_line(Step::Photos, fault)}
    }
    .into_any();
    let done = Signal::derive(move || count.get() > 0);
    let aside = move || match (count.get(), kind) {
        (0, CaseKind::Hazard) => String::new(),
        (0, _) => t::action_optional().to_owned(),
        (n, _) => t::photo_count(MAX_PER_CASE, n),
    };
    slip::slip(filling, Step::Photos, t::report_step_photos, done, aside, inside)
}
