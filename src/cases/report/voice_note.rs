//! A voice note in the place of typing: above the text in care mode, below it elsewhere.

use std::sync::Arc;

use leptos::prelude::*;
use pingan_api::voices::MAX_SECONDS;

use super::{Step, filling::Filling, slip};
use crate::{session::Device, ui::recorder::Recorder};

/// The recorder, which comes in a chunk of its own.
#[derive(Clone, Copy)]
pub struct VoicePart(pub Callback<(), AnyView>);

/// What it is drawn for.
#[derive(Clone, Copy)]
struct Spoken {
    filling: Filling,
    step: Step,
}

/// The text field with the recorder where it belongs.
pub(super) fn with_voice(filling: Filling, step: Step, text: AnyView) -> AnyView {
    provide_context(Spoken { filling, step });
    let voice = use_context::<VoicePart>().map(|VoicePart(part)| part.run(()));
    // Nobody switches the mode while filling in a form.
    if Device::get().care_untracked() { (voice, text).into_any() } else { (text, voice).into_any() }
}

/// What the chunk draws.
pub fn part() -> AnyView {
    use_context::<Spoken>().map(|Spoken { filling, step }| voice_note(filling, step)).into_any()
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
