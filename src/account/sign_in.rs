//! Signing in, in two steps: the phone's number, then the code that it was sent; the first time, the words to agree to.

use leptos::{ev, prelude::*, task::spawn_local};
use pingan_api::{
    account::{
        CodeSent, Me, NewCode, Phone, PhoneAndCode, Purpose, SecondFactor, SendCode, SignIn,
        sign_in::{CONSENT_VERSION, digits},
    },
    problem::ProblemCode,
};

use super::{countdown::Countdown, focus, wechat};
use crate::{
    app::Navigate,
    client::{self, ClientError},
    i18n::t,
    route::Route,
    session::note_signed_in,
    ui::{button::Button, field::TextField, icon::icon, live::live, page::Page},
};

#[derive(Clone, Copy, PartialEq)]
enum Step {
    Phone,
    Code,
    Consent,
}

/// What is typed and known so far; copied into every part of the page.
#[derive(Clone, Copy)]
struct Form {
    step: RwSignal<Step>,
    phone: RwSignal<String>,
    code: RwSignal<String>,
    tried: RwSignal<bool>,
    sending: RwSignal<bool>,
    trouble: RwSignal<Option<ClientError>>,
    demo_code: RwSignal<Option<String>>,
    resend: Countdown,
    /// The way through WeChat is offered.
    wechat: RwSignal<bool>,
    /// Where one was.
    back: Option<Route>,
    done: Callback<Me>,
}

#[component]
pub fn SignInPage() -> impl IntoView {
    let navigate = Navigate::get();
    let query = super::query();
    let back = Route::back_of(&query);
    let done = Callback::new(move |me: Me| {
        note_signed_in(true);
        match me.second_factor {
            SecondFactor::ToEnrol | SecondFactor::ToPass => {
                let factor = back.map_or_else(|| Route::SecondFactor.href(), Route::after_second_factor);
                navigate.replace_with(&factor);
            }
            SecondFactor::NotNeeded | SecondFactor::Passed => navigate.replace(back.unwrap_or(Route::Account)),
        }
    });
    let form = Form {
        step: RwSignal::new(Step::Phone),
        phone: RwSignal::new(String::new()),
        code: RwSignal::new(String::new()),
        tried: RwSignal::new(false),
        sending: RwSignal::new(false),
        trouble: RwSignal::new(None),
        demo_code: RwSignal::new(None),
        resend: Countdown::new(),
        wechat: wechat::offered(),
        back,
        done,
    };
    view! {
        <Page title=t::account_sign_in up=Route::Mine.href()>
            {wechat::end_of(&query).map(wechat::told)}
            {live(move || match form.step.get() {
                Step::Phone => phone_step(form),
                Step::Code => code_step(form),
                Step::Consent => consent_step(form),
            })}
        </Page>
    }
}

fn phone_step(form: Form) -> AnyView {
    let error = Signal::derive(move || {
        let wrong = form.tried.get() && form.phone.with(|typed| typed.parse::<Phone>().is_err());
        wrong.then(|| t::account_phone_wrong().to_owned())
    });
    let next = Callback::new(move |()| {
        form.tried.set(true);
        if form.phone.with_untracked(|typed| typed.parse::<Phone>().is_err()) {
            focus("phone");
            return;
        }
        form.send_code();
    });
    view! {
        <p class="note">{t::account_sign_in_why}</p>
        <form class="card sign-in" novalidate on:submit=submits(next)>
            {TextField::new("phone", t::account_phone, form.phone)
                .placeholder("138 0000 0000")
                .code()
                .keyboard("tel", "tel", "tel")
                .error(error)
                .view()}
            {form.trouble()}
            <div class="button-row">
                <Button
                    class="button button--block"
                    text=move || if form.sending.get() { t::account_sending_code() } else { t::account_send_code() }
                    busy=form.sending
                    on_press=next
                />
            </div>
            <input type="submit" hidden=true />
        </form>
        {live(move || form.wechat.get().then(|| wechat::way(form.back)))}
        <p class="note section">{t::account_not_needed}</p>
    }
    .into_any()
}

fn code_step(form: Form) -> AnyView {
    let error = Signal::derive(move || {
        let wrong = form.tried.get() && form.code.with(|typed| digits(typed).is_none());
        wrong.then(|| t::account_code_length().to_owned())
    });
    let next = Callback::new(move |()| {
        form.tried.set(true);
        if form.code.with_untracked(|typed| digits(typed).is_none()) {
            focus("code");
            return;
        }
        form.sign_in(None);
    });
    let other = move |_| {
        form.trouble.set(None);
        form.step.set(Step::Phone);
    };
    let masked = form.phone.get_untracked().parse::<Phone>().map(|phone| phone.masked()).unwrap_or_default();
    focus("code");
    view! {
        <p class="note">{live(move || t::account_code_sent(&masked))}</p>
        {live(move || form.demo_code.get().map(demo_banner))}
        <form class="card sign-in" novalidate on:submit=submits(next)>
            {TextField::new("code", t::account_code, form.code)
                .placeholder("123456")
                .code()
                .keyboard("text", "numeric", "one-time-code")
                .error(error)
                .view()}
            {form.trouble()}
            <div class="button-row">
                <Button
                    class="button button--block"
                    text=move || if form.sending.get() { t::account_signing_in() } else { t::account_go_in() }
                    busy=form.sending
                    on_press=next
                />
                <Button
                    class="button button--plain button--block"
                    text=move || match form.resend.left() {
                        0 => t::account_resend().to_owned(),
                        left => t::account_resend_in(left),
                    }
                    disabled=Signal::derive(move || form.resend.left() > 0)
                    on_press=Callback::new(move |()| form.send_code())
                />
            </div>
            <input type="submit" hidden=true />
        </form>
        <p class="button-row">
            <button type="button" class="button button--soft" on:click=other>
                {t::account_other_phone}
            </button>
        </p>
    }
    .into_any()
}

fn consent_step(form: Form) -> AnyView {
    let agree = Callback::new(move |()| form.sign_in(Some(CONSENT_VERSION)));
    view! {
        <section class="card consent">
            <h2 class="consent__title">{t::account_consent_title}</h2>
            <ul class="consent__points">
                <li>{t::account_consent_kept}</li>
                <li>{t::account_consent_seen}</li>
                <li>{t::account_consent_used}</li>
                <li>{t::account_consent_leave}</li>
            </ul>
            {form.trouble()}
            <div class="button-row">
                <Button
                    class="button button--block"
                    text=t::account_consent_agree
                    busy=form.sending
                    on_press=agree
                />
                <a class="button button--plain button--block" href=Route::Mine.href()>
                    {t::account_consent_refuse}
                </a>
            </div>
        </section>
    }
    .into_any()
}

/// The demonstration sends nothing: it shows what would be sent.
pub(super) fn demo_banner(code: String) -> AnyView {
    view! { <p class="banner banner--demo" role="status">{icon("info")} <span>{live(move || t::account_demo_code(&code))}</span></p> }
        .into_any()
}

/// The keyboard's own "go" does what the button does.
pub(super) fn submits(next: Callback<()>) -> impl Fn(ev::SubmitEvent) + 'static {
    move |event| {
        event.prevent_default();
        next.run(());
    }
}

impl Form {
    fn send_code(self) {
        if self.sending.get_untracked() {
            return;
        }
        self.sending.set(true);
        self.trouble.set(None);
        let code = NewCode { phone: self.phone.get_untracked(), purpose: Purpose::SignIn };
        spawn_local(async move {
            let answer = client::send(&SendCode(code)).await;
            // The page may be gone by now.
            if self.sending.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(CodeSent { resend_after, demo_code, .. }) => {
                    self.code.set(String::new());
                    self.tried.set(false);
                    self.demo_code.set(demo_code);
                    self.resend.begin(resend_after);
                    self.step.set(Step::Code);
                }
                Err(error) => {
                    if let Some(seconds) = error.problem().and_then(|problem| problem.retry_after) {
                        self.resend.begin(seconds);
                    }
                    self.trouble.set(Some(error));
                }
            }
        });
    }

    fn sign_in(self, consent: Option<u32>) {
        if self.sending.get_untracked() {
            return;
        }
        self.sending.set(true);
        self.trouble.set(None);
        let body = PhoneAndCode { phone: self.phone.get_untracked(), code: self.code.get_untracked(), consent };
        spawn_local(async move {
            let answer = client::send(&SignIn(body)).await;
            // The page may be gone by now.
            if self.sending.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(me) => self.done.run(me),
                Err(error) => match error.problem().map(|problem| problem.code) {
                    Some(ProblemCode::ConsentNeeded) => self.step.set(Step::Consent),
                    Some(ProblemCode::CodeSpent) if self.step.get_untracked() == Step::Consent => {
                        self.step.set(Step::Code);
                        self.trouble.set(Some(error));
                    }
                    _ => self.trouble.set(Some(error)),
                },
            }
        });
    }

    /// What went wrong last.
    fn trouble(self) -> AnyView {
        trouble(self.trouble)
    }
}

pub(super) fn trouble(trouble: RwSignal<Option<ClientError>>) -> AnyView {
    view! {
        <div role="alert">
            {live(move || {
                trouble
                    .get()
                    .map(|error| {
                        let words = move || error.words();
                        view! { <p class="banner banner--error">{icon("warning")} <span>{words}</span></p> }.into_any()
                    })
            })}
        </div>
    }
    .into_any()
}
