//! Plays one sound: a button that begins and stops it.

use leptos::{html, prelude::*};

use super::icon::icon;
use crate::i18n::t;

#[component]
pub fn Player(
    /// Where it can be heard from.
    url: String,
    /// The button, for whoever puts the focus there.
    #[prop(optional)]
    button: NodeRef<html::Button>,
) -> impl IntoView {
    let audio = NodeRef::<html::Audio>::new();
    let plays = RwSignal::new(false);
    let press = move |_| {
        let Some(audio) = audio.get_untracked() else { return };
        if plays.get_untracked() {
            let _ = audio.pause();
        } else {
            // A browser that refuses to play says nothing more than that it does not play.
            let _ = audio.play();
        }
    };
    view! {
        <audio
            node_ref=audio
            src=url
            preload="none"
            on:play=move |_| plays.set(true)
            on:pause=move |_| plays.set(false)
            on:ended=move |_| plays.set(false)
        ></audio>
        <button type="button" class="button button--block" node_ref=button on:click=press>
            {move || icon(if plays.get() { "stop" } else { "play" })}
            {move || if plays.get() { t::voice_pause() } else { t::voice_play() }}
        </button>
    }
}
