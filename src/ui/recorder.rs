//! A voice note: recorded, heard again, recorded anew or removed. Shows nothing where the browser cannot record.

mod microphone;

use std::{sync::Arc, time::Duration};

use leptos::{html, prelude::*, task::spawn_local};

pub use self::microphone::{Recording, Trouble};
use self::microphone::{Reel, is_there};
use super::focus::focus;
use super::{icon::icon, live::live, player::Player};
use crate::i18n::t;

/// How often the counter looks at the clock.
const TICK: Duration = Duration::from_millis(200);

/// What was recorded, as it can be heard again.
#[derive(Clone, Debug, PartialEq)]
pub struct Sound {
    pub url: String,
    pub seconds: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Idle,
    /// The browser asks the person for the microphone.
    Asking,
    Running,
    Stuck(Trouble),
}

/// How far a recording is, for whoever has to wait for its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tape {
    Still,
    Running,
    /// Asked to end by whoever cannot wait: it is handed over in a moment.
    Ending,
}

/// Gets what was recorded, also after the page is gone.
pub type OnDone = Arc<dyn Fn(Recording) + Send + Sync>;

#[derive(Clone, Copy)]
struct Desk {
    stage: RwSignal<Stage>,
    /// Seconds so far.
    elapsed: RwSignal<f64>,
    reel: StoredValue<Option<Reel>, LocalStorage>,
    tape: RwSignal<Tape>,
    on_done: StoredValue<OnDone>,
    /// The button of the present stage, which takes over the focus from the one of the stage before.
    main: NodeRef<html::Button>,
    /// Something was pressed here: only then may the focus be moved.
    touched: StoredValue<bool>,
    max_seconds: u32,
}

#[component]
pub fn Recorder(
    /// What there is.
    #[prop(into)]
    kept: Signal<Option<Sound>>,
    max_seconds: u32,
    /// Lives longer than this.
    tape: RwSignal<Tape>,
    on_done: OnDone,
    #[prop(into)] on_remove: Callback<()>,
) -> impl IntoView {
    let desk = Desk {
        stage: RwSignal::new(Stage::Idle),
        elapsed: RwSignal::new(0.0),
        reel: StoredValue::new_local(None),
        tape,
        on_done: StoredValue::new(on_done),
        main: NodeRef::new(),
        touched: StoredValue::new(false),
        max_seconds,
    };
    on_cleanup(move || desk.stop());
    Effect::new(move || {
        if tape.get() == Tape::Ending {
            desk.stop();
        }
    });
    Effect::new(move || {
        if let Some(button) = desk.main.get()
            && desk.touched.get_value()
        {
            focus(&button);
        }
    });
    let face = Memo::new(move |_| (desk.stage.get(), kept.get()));
    let inside = move || match face.get() {
        (Stage::Running, _) => desk.running(),
        (Stage::Asking, _) => {
            view! { <p class="banner" role="status">{icon("info")} <span>{t::voice_asking}</span></p> }.into_any()
        }
        (_, Some(sound)) => desk.kept(sound, on_remove),
        (_, None) => desk.idle(),
    };
    let trouble = move || {
        let Stage::Stuck(trouble) = desk.stage.get() else { return None };
        let words = match trouble {
            Trouble::Refused => t::voice_refused,
            Trouble::NoMicrophone => t::voice_no_microphone,
            Trouble::Failed => t::voice_failed,
        };
        Some(view! { <p class="field__error">{icon("warning")} <span>{words}</span></p> })
    };
    let said = move || match face.get() {
        (Stage::Running, _) => t::voice_recording().to_owned(),
        (Stage::Idle, Some(sound)) if desk.touched.get_value() => t::voice_kept(sound.seconds),
        _ => String::new(),
    };
    is_there().then(|| {
        view! {
            <div class="recorder" role="group" aria-label=t::voice_title>
                {inside} <div role="alert">{trouble}</div> <p class="visually-hidden" role="status">
                    {said}
                </p>
            </div>
        }
    })
}

impl Desk {
    fn begin(self) {
        if matches!(self.stage.get_untracked(), Stage::Asking | Stage::Running) {
            return;
        }
        self.touched.set_value(true);
        self.stage.set(Stage::Asking);
        let (on_done, tape) = (self.on_done.get_value(), self.tape);
        let done = move |recording: Option<Recording>| {
            let found = recording.is_some();
            // What was said is kept even if the page is gone; only then does the stage change, so that nothing blinks.
            recording.into_iter().for_each(|recording| on_done(recording));
            tape.set(Tape::Still);
            let _ = self.stage.try_set(if found { Stage::Idle } else { Stage::Stuck(Trouble::Failed) });
        };
        spawn_local(async move {
            let reel = Reel::begin(done).await;
            let waits = self.stage.try_get_untracked() == Some(Stage::Asking);
            match reel {
                Ok(reel) if waits => {
                    self.elapsed.set(0.0);
                    self.reel.set_value(Some(reel));
                    self.tape.set(Tape::Running);
                    self.stage.set(Stage::Running);
                    self.tick();
                }
                Ok(reel) => reel.throw_away(),
                Err(trouble) if waits => self.stage.set(Stage::Stuck(trouble)),
                Err(_) => {}
            }
        });
    }

    fn tick(self) {
        set_timeout(
            move || {
                // The page may be gone by now.
                if self.stage.try_get_untracked() != Some(Stage::Running) {
                    return;
                }
                let seconds = self.reel.with_value(|reel| reel.as_ref().map_or(0.0, Reel::seconds));
                self.elapsed.set(seconds.min(f64::from(self.max_seconds)));
                if seconds >= f64::from(self.max_seconds) {
                    self.stop();
                } else {
                    self.tick();
                }
            },
            TICK,
        );
    }

    fn stop(self) {
        if let Some(reel) = self.reel.try_update_value(Option::take).flatten() {
            reel.stop();
        }
    }

    fn idle(self) -> AnyView {
        view! {
            <button type="button" class="record-button" node_ref=self.main on:click=move |_| self.begin()>
                <span class="record-button__mark">{icon("microphone")}</span>
                <span class="record-button__text">
                    <b>{t::voice_record}</b>
                    <span class="record-button__hint">{live(move || t::voice_hint(self.max_seconds))}</span>
                </span>
            </button>
        }
        .into_any()
    }

    fn running(self) -> AnyView {
        let counter = move || t::voice_counter(clock(f64::from(self.max_seconds)), clock(self.elapsed.get()));
        view! {
            <p class="recorder__head">
                <span class="recorder__dot" aria-hidden="true"></span>
                <span class="recorder__title">{t::voice_recording}</span>
                <span class="recorder__counter" role="timer">
                    {counter}
                </span>
            </p>
            <progress
                class="recorder__bar"
                max=self.max_seconds
                prop:value=move || self.elapsed.get()
                aria-label=t::voice_recording
            ></progress>
            <button
                type="button"
                class="button button--block button--snap"
                node_ref=self.main
                on:click=move |_| self.stop()
            >
                {icon("stop")}
                {t::voice_stop}
            </button>
        }
        .into_any()
    }

    fn kept(self, sound: Sound, on_remove: Callback<()>) -> AnyView {
        let remove = move |_| {
            self.touched.set_value(true);
            on_remove.run(());
        };
        view! {
            <p class="recorder__head">
                {icon("check")} <span class="recorder__title">{live(move || t::voice_kept(sound.seconds))}</span>
            </p>
            <Player url=sound.url button=self.main />
            <div class="button-row button-row--two">
                <button type="button" class="button button--plain" on:click=move |_| self.begin()>
                    {icon("microphone")}
                    {t::voice_again}
                </button>
                <button type="button" class="button button--danger" on:click=remove>
                    {icon("trash")}
                    {t::voice_remove}
                </button>
            </div>
        }
        .into_any()
    }
}

/// Minutes and seconds: `0:07`.
fn clock(seconds: f64) -> String {
    let seconds = seconds as u32;
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::clock;

    #[test]
    fn seconds_are_shown_as_on_a_clock() {
        assert_eq!(clock(0.0), "0:00");
        assert_eq!(clock(7.9), "0:07");
        assert_eq!(clock(60.0), "1:00");
    }
}
