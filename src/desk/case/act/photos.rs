//! What it looks like now: photos taken on the spot, sent while the words are written.

use leptos::prelude::*;

use super::{draft::ActDraft, fields::fault_line, sheet::Trouble};
use crate::{i18n::t, photos::tiles::photo_tiles};

pub fn photos(draft: ActDraft, trouble: Trouble) -> AnyView {
    view! {
        <div class="field">
            <p class="field__label">
                {t::desk_photos_after} " " <span class="field__optional">{t::action_optional}</span>
            </p>
            {photo_tiles(draft.photos, t::desk_photos_after)}
            {fault_line(trouble, "photos")}
        </div>
    }
    .into_any()
}
