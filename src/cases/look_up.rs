//! Finding a case again by its number and code, on any phone.

mod typed;

use std::time::Duration;

use leptos::{ev, prelude::*, task::spawn_local};
use pingan_api::{
    cases::{CaseKey, TrackCase},
    problem::ProblemCode,
};

use self::typed::{NumberFault, code_fault, number_fault, scanned};
use crate::{
    app::Navigate,
    client::{self, ClientError},
    i18n::{moment, t},
    route::Route,
    session::{Device, KnownCase},
    ui::{button::Button, field::TextField, focus::focus_id, icon::icon, page::Page, toast},
    wechat,
};

/// Why nothing was found.
#[derive(Clone, PartialEq)]
enum Trouble {
    Wrong,
    Other(ClientError),
}

#[component]
pub fn LookUpPage() -> impl IntoView {
    let device = Device::get();
    let navigate = Navigate::get();
    let number = RwSignal::new(String::new());
    let code = RwSignal::new(String::new());
    // Faults are told after the first try, then at every letter.
    let tried = RwSignal::new(false);
    let sending = RwSignal::new(false);
    let trouble = RwSignal::new(None::<Trouble>);
    let wait = Wait::new();

    let number_error = Signal::derive(move || {
        let fault = tried.get().then(|| number.with(|typed| number_fault(typed))).flatten()?;
        Some(match fault {
            NumberFault::Length => t::lookup_number_length().to_owned(),
            NumberFault::Typo => t::lookup_number_typo().to_owned(),
        })
    });
    let code_error = Signal::derive(move || {
        let wrong = tried.get() && code.with(|typed| code_fault(typed));
        wrong.then(|| t::lookup_code_wrong().to_owned())
    });

    let look_up = Callback::new(move |()| {
        if sending.get_untracked() || wait.is_running() {
            return;
        }
        tried.set(true);
        let key = CaseKey { number: number.get_untracked(), code: code.get_untracked() };
        let Some((number, code)) = key.parse() else {
            focus_id(if number_fault(&key.number).is_some() { "number" } else { "code" });
            return;
        };
        sending.set(true);
        trouble.set(None);
        spawn_local(async move {
            let answer = client::send(&TrackCase(CaseKey::new(number, &code))).await;
            // The page may be gone by now.
            if sending.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(case) => {
                    device.remember(KnownCase::found(number, code, &case));
                    navigate.replace(Route::Track(number));
                }
                Err(ClientError::Problem(problem)) if problem.code == ProblemCode::WrongNumberOrCode => {
                    trouble.set(Some(Trouble::Wrong));
                }
                Err(ClientError::Problem(problem)) if problem.code == ProblemCode::TooManyTries => {
                    wait.begin(problem.retry_after.unwrap_or(60));
                }
                Err(error) => trouble.set(Some(Trouble::Other(error))),
            }
        });
    });
    let scannable = RwSignal::new(false);
    if wechat::is_here() {
        spawn_local(async move {
            let is_open = wechat::is_open().await;
            // The page may be gone by now.
            scannable.try_set(is_open);
        });
    }
    let scan = move |()| {
        spawn_local(async move {
            let Some(text) = wechat::scan().await else { return };
            match scanned(&text) {
                Some((found, secret)) => {
                    number.try_set(found);
                    if let Some(secret) = secret {
                        code.try_set(secret);
                        look_up.run(());
                    }
                }
                None => toast::warn(t::lookup_scan_other),
            }
        });
    };
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        look_up.run(());
    };
    let said = move || {
        trouble.get().map(|trouble| {
            let words = move || match &trouble {
                Trouble::Wrong => t::lookup_wrong(),
                Trouble::Other(error) => error.words(),
            };
            view! { <p class="banner banner--error">{icon("warning")} <span>{words}</span></p> }
        })
    };
    view! {
        <Page title=t::lookup_title up=Route::Mine.href()>
            <form class="lookup-form card" novalidate on:submit=submit>
                {move || {
                    scannable
                        .get()
                        .then(|| {
                            view! {
                                <Button
                                    class="button button--soft button--block lookup-form__scan"
                                    picture="camera"
                                    text=t::lookup_scan
                                    on_press=scan
                                />
                            }
                        })
                }}
                {TextField::new("number", t::lookup_number, number)
                    .hint(t::lookup_number_hint)
                    .placeholder("260 047 113")
                    .code()
                    .keyboard("text", "numeric", "off")
                    .error(number_error)
                    .view()}
                {TextField::new("code", t::lookup_code, code)
                    .hint(t::lookup_code_hint)
                    .placeholder("K7M4QX")
                    .code()
                    .error(code_error)
                    .view()}
                <div role="alert">{said}</div>
                {wait.view()}
                <div class="button-row">
                    <Button
                        class="button button--block"
                        text=move || if sending.get() { t::lookup_sending() } else { t::lookup_submit() }
                        busy=sending
                        disabled=Signal::derive(move || wait.left() > 0)
                        on_press=look_up
                    />
                </div>
                // The keyboard's own "go" sends a form only if it has such a button.
                <input type="submit" hidden=true />
            </form>
            <p class="note section">{t::lookup_lost}</p>
        </Page>
    }
}

/// Seconds to wait after too many tries, counted down.
#[derive(Clone, Copy)]
struct Wait {
    left: RwSignal<u32>,
    over: RwSignal<bool>,
}

impl Wait {
    fn new() -> Self {
        Self { left: RwSignal::new(0), over: RwSignal::new(false) }
    }

    fn left(self) -> u32 {
        self.left.get()
    }

    fn is_running(self) -> bool {
        self.left.get_untracked() > 0
    }

    fn begin(self, seconds: u32) {
        self.over.set(false);
        self.left.set(seconds.max(1));
        self.tick();
    }

    fn tick(self) {
        set_timeout(
            move || {
                // The page may be gone by now.
                let Some(left) = self.left.try_get_untracked() else { return };
                let left = left.saturating_sub(1);
                self.left.set(left);
                if left == 0 {
                    self.over.set(true);
                } else {
                    self.tick();
                }
            },
            Duration::from_secs(1),
        );
    }

    /// The seconds are shown but not read aloud one by one.
    fn view(self) -> impl IntoView {
        let waiting = Memo::new(move |_| self.left() > 0);
        let counting = move || {
            waiting.get().then(|| {
                let words = move || t::lookup_wait(moment::countdown(self.left()));
                view! { <p class="banner">{icon("clock")} <span role="timer">{words}</span></p> }
            })
        };
        view! {
            {counting}
            <p role="status" class="visually-hidden">
                {move || self.over.get().then_some(t::lookup_wait_over)}
            </p>
        }
    }
}
