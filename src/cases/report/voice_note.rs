//! A voice note in the place of typing: above the text in care mode, below it elsewhere.

use std::sync::Arc;

use leptos::prelude::*;
use pingan_api::voices::MAX_SECONDS;

use super::{Step, filling::Filling, slip};
use crate::{session::Device, ui::recorder::Recorder};

/// The text field with the recorder where it belongs.
pub(super) fn with_voice(filling: Filling, step: Step, text: AnyView) -> AnyView {
    let voice = voice_note(filling, step);
    // Nobody switches the mode while filling in a form.
    if Device::get().care_untracked() { (voice, text).into_any() } else { (text, voice).into_any() }
}

fn voice_note(filling: Filling, step: Step) -> AnyView {
    let draft = filling.draft;
    let sound = draft.voice.sound;
    Effect::new(move |before: Option<()>| {
        sound.track();
        if before.is_some() {
            filling.mend(step);
        }
    });
    view! {
        <Recorder
            kept=sound
            max_seconds=MAX_SECONDS
            tape=draft.voice.tape
            on_done=Arc::new(move |recording| draft.say(recording))
            on_remove=move |()| draft.unsay()
        />
        {slip::fault_line(step, filling.fault("voice"))}
    }
    .into_any()
}
