//! Checking in: by the code in the address that a QR code led to, by the camera, by a photo, by typing. Whoever is not
//! signed in signs in first, and is checked in by the code that they came with.

use std::time::Duration;

use leptos::{ev, prelude::*, task::spawn_local};
use leptos_router::hooks::use_location;
use pingan_api::{
    problem::ProblemCode,
    volunteer::attendance::{CheckIn, CheckInCode, CheckedIn},
};

use super::{arrival, camera, codes, door::Door, scan};
use crate::{
    client::{self, ClientError},
    i18n::t,
    route::{Route, Volunteer},
    session::{follow_signed_in, may_be_signed_in},
    shift_times::clock,
    ui::{
        button::Button, field::TextField, file_input::chosen_files, focus::focus_id, icon::icon, live::live, page::Page,
    },
    wechat,
};

/// Why nobody was checked in.
#[derive(Clone, PartialEq)]
enum Trouble {
    /// The code changes each half minute.
    WrongCode,
    /// The shift does not take them by itself: an organiser has to.
    NoShift,
    NotRegistered,
    /// The code may be good for another try.
    Offline(CheckInCode),
    /// The picture shows no code, or one of something else.
    NotFound,
    Other(ClientError),
}

impl Trouble {
    fn of(error: ClientError, code: CheckInCode) -> Self {
        match error.problem().map(|problem| problem.code) {
            _ if error == ClientError::Offline => Self::Offline(code),
            Some(ProblemCode::WrongCode) => Self::WrongCode,
            Some(ProblemCode::NotFound | ProblemCode::SignUpRefused | ProblemCode::NotPossibleNow) => Self::NoShift,
            Some(ProblemCode::NotRegistered) => Self::NotRegistered,
            _ => Self::Other(error),
        }
    }

    /// Reactive.
    fn words(&self) -> &'static str {
        match self {
            Self::WrongCode => t::attendance_wrong_code(),
            Self::NoShift => t::attendance_no_shift(),
            Self::NotRegistered => t::attendance_not_registered(),
            Self::Offline(_) => t::attendance_check_in_offline(),
            Self::NotFound => t::attendance_no_code(),
            Self::Other(error) => error.words(),
        }
    }
}

#[derive(Clone, Copy)]
struct Arriving {
    typed: RwSignal<String>,
    /// Faults are told after the first try, then at every digit.
    tried: RwSignal<bool>,
    sending: RwSignal<bool>,
    trouble: RwSignal<Option<Trouble>>,
    done: RwSignal<Option<CheckedIn>>,
}

pub(super) fn page() -> AnyView {
    let hash = use_location().hash;
    let arriving = Arriving {
        typed: RwSignal::new(String::new()),
        tried: RwSignal::new(false),
        sending: RwSignal::new(false),
        trouble: RwSignal::new(None),
        done: RwSignal::new(None),
    };
    let kept = StoredValue::new(arrival::take());
    Effect::new(move || {
        let came = codes::read(&hash.get());
        if came.is_some() {
            arrival::leave_address();
        }
        let kept = kept.try_update_value(Option::take).flatten();
        if let Some(code) = came.or(kept) {
            arriving.send(code);
        }
    });
    let content = live(move || match (arriving.done.get(), follow_signed_in()) {
        (Some(done), _) => checked_in(done),
        (None, false) => Door::SignIn.view(Volunteer::CheckIn, t::attendance_sign_in_check_in),
        (None, true) => ways(arriving),
    });
    view! {
        <Page title=t::attendance_check_in up=Route::Volunteer(Volunteer::Mine).href()>
            {content}
        </Page>
    }
    .into_any()
}

impl Arriving {
    fn send(self, code: CheckInCode) {
        if !may_be_signed_in() {
            arrival::keep(&code);
            return;
        }
        if self.sending.get_untracked() {
            return;
        }
        self.sending.set(true);
        self.trouble.set(None);
        spawn_local(async move {
            let answer = client::send(&CheckIn { body: code.clone() }).await;
            // The page may be gone by now.
            if self.sending.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(done) => {
                    self.done.set(Some(done));
                    focus_soon("checked-in");
                }
                // Kept for when they have signed in again.
                Err(error) if Door::of(&error) == Some(Door::SignIn) => arrival::keep(&code),
                Err(error) => {
                    let trouble = Trouble::of(error, code);
                    if trouble == Trouble::WrongCode {
                        // There is room for the next one.
                        self.typed.set(String::new());
                        self.tried.set(false);
                    }
                    self.trouble.set(Some(trouble));
                }
            }
        });
    }

    /// What a picture says; none for one without a code.
    fn read(self, said: Option<String>) {
        match said.as_deref().and_then(codes::read) {
            Some(code) => self.send(code),
            None => self.trouble.set(Some(Trouble::NotFound)),
        }
    }
}

fn ways(arriving: Arriving) -> AnyView {
    let said = live(move || {
        arriving.trouble.get().map(|trouble| {
            let way = match trouble.clone() {
                Trouble::NotRegistered => Some(register()),
                Trouble::Offline(code) => Some(again(arriving, code)),
                _ => None,
            };
            view! {
                <p class="banner banner--error">
                    {icon("warning")} <span>{live(move || trouble.words())}</span>
                </p>
                {way}
            }
            .into_any()
        })
    });
    view! {
        <p class="note">{t::attendance_check_in_hint}</p>
        <div role="alert">{said}</div>
        {typing(arriving)}
        <section class="section">
            <h2 class="section__title">{t::attendance_or_scan}</h2>
            {scanning(arriving)}
            {photo(arriving)}
        </section>
    }
    .into_any()
}

fn register() -> AnyView {
    view! {
        <p class="button-row">
            <a class="button button--block" href=Route::Volunteer(Volunteer::Register).href()>
                {t::volunteer_register}
            </a>
        </p>
    }
    .into_any()
}

fn again(arriving: Arriving, code: CheckInCode) -> AnyView {
    let press = Callback::new(move |()| arriving.send(code.clone()));
    view! {
        <div class="button-row">
            <Button class="button button--plain" picture="retry" text=t::action_retry on_press=press />
        </div>
    }
    .into_any()
}

fn typing(arriving: Arriving) -> AnyView {
    let error = Signal::derive(move || {
        let wrong = arriving.tried.get() && arriving.typed.with(|typed| codes::typed(typed).is_none());
        wrong.then(|| t::attendance_code_length().to_owned())
    });
    let next = Callback::new(move |()| {
        arriving.tried.set(true);
        match arriving.typed.with_untracked(|typed| codes::typed(typed)) {
            Some(code) => arriving.send(code),
            None => focus_id("check-in-code"),
        }
    });
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        next.run(());
    };
    view! {
        <form class="card check-in" novalidate on:submit=submit>
            {TextField::new("check-in-code", t::attendance_digits, arriving.typed)
                .placeholder("123 456")
                .code()
                .keyboard("text", "numeric", "off")
                .error(error)
                .view()}
            <div class="button-row">
                <Button
                    class="button button--block"
                    text=move || if arriving.sending.get() { t::attendance_checking_in() } else { t::attendance_check_in() }
                    busy=arriving.sending
                    on_press=next
                />
            </div>
            // The keyboard's own "go" sends a form only if it has such a button.
            <input type="submit" hidden=true />
        </form>
    }
    .into_any()
}

/// WeChat's own scanner inside WeChat, where it lets the app at it; elsewhere the camera.
fn scanning(arriving: Arriving) -> AnyView {
    let is_open = RwSignal::new(false);
    if wechat::is_here() {
        spawn_local(async move {
            let open = wechat::is_open().await;
            // The page may be gone by now.
            is_open.try_set(open);
        });
    }
    let scan = move |()| {
        spawn_local(async move {
            let Some(said) = wechat::scan().await else { return };
            // The page may be gone by now.
            if arriving.sending.try_get_untracked().is_some() {
                arriving.read(Some(said));
            }
        });
    };
    live(move || match is_open.get() {
        true => view! {
            <Button class="button button--block" picture="camera" text=t::attendance_scan on_press=scan />
        }
        .into_any(),
        false => camera::camera(Callback::new(move |code| arriving.send(code))),
    })
    .into_any()
}

/// For browsers that open the camera for a photo alone. It does not need a sharp one.
fn photo(arriving: Arriving) -> AnyView {
    let reading = RwSignal::new(false);
    let chosen = move |event: ev::Event| {
        let Some(file) = chosen_files(&event_target(&event)).into_iter().next() else { return };
        arriving.trouble.set(None);
        reading.set(true);
        spawn_local(async move {
            let said = scan::photo(&file).await;
            // The page may be gone by now.
            if reading.try_set(false).is_none() {
                arriving.read(said);
            }
        });
    };
    let words = live(move || if reading.get() { t::attendance_reading() } else { t::attendance_photo() });
    view! {
        <label class="scan-photo">
            <input class="cover-input" type="file" accept="image/*" capture="environment" on:change=chosen />
            <span class="button button--plain button--block">{icon("camera")} {words}</span>
        </label>
    }
    .into_any()
}

fn checked_in(done: CheckedIn) -> AnyView {
    let CheckedIn { card, at, again } = done;
    let title = if again { t::attendance_checked_in_before } else { t::attendance_checked_in };
    view! {
        <section class="card checked-in" role="status">
            <span class="checked-in__mark">{icon("check")}</span>
            <h2 class="checked-in__title" id="checked-in" tabindex="-1">
                {title}
            </h2>
            <p class="checked-in__shift">{card.title}</p>
            <p class="note">{live(move || t::attendance_in_at(clock(at)))} " · " {card.place}</p>
        </section>
        <p class="note">{t::attendance_check_out_hint}</p>
        <div class="button-row">
            <a class="button button--block" href=Route::Volunteer(Volunteer::Shift(card.id)).href()>
                {t::attendance_to_shift}
            </a>
        </div>
    }
    .into_any()
}

/// Once it is there.
fn focus_soon(id: &'static str) {
    set_timeout(move || focus_id(id), Duration::ZERO);
}
