//! The second factor of the staff: set up the first time, shown on every working day after.

use leptos::{prelude::*, task::spawn_local};
use pingan_api::account::{
    BeginEnrolment, ConfirmEnrolment, Enrolment, GetMe, Me, PassSecondFactor, RecoveryCodes, SecondFactor,
    SecondFactorCode,
};

use super::{
    focus,
    sign_in::{demo_banner, submits, trouble},
};
use crate::{
    app::Navigate,
    client::{self, ClientError},
    i18n::t,
    route::Route,
    ui::{
        async_view::{AsyncView, Fetched},
        button::Button,
        copy_button::CopyButton,
        field::TextField,
        live::live,
        page::Page,
    },
};

#[component]
pub fn SecondFactorPage() -> impl IntoView {
    let me = Fetched::new(|| client::send(&GetMe));
    let back = Route::back_of(&super::query()).unwrap_or(Route::Account);
    let told = RwSignal::new(None::<RecoveryCodes>);
    let ready = Callback::new(move |me: Me| match me.second_factor {
        SecondFactor::ToPass => pass(me, back),
        SecondFactor::ToEnrol | SecondFactor::Passed => enrol(told),
        SecondFactor::NotNeeded => view! { <p class="note">{t::account_factor_not_needed}</p> }.into_any(),
    });
    view! {
        <Page title=t::account_factor_title up=Route::Account.href()>
            {live(move || match told.get() {
                Some(codes) => recovery_codes(codes, back),
                None => view! { <AsyncView of=me ready=ready /> }.into_any(),
            })}
        </Page>
    }
}

/// One field for the authenticator's digits, with what is done with them.
fn code_form(
    hint: fn() -> &'static str,
    press: fn() -> &'static str,
    send: Callback<(String, RwSignal<bool>, RwSignal<Option<ClientError>>)>,
) -> AnyView {
    let code = RwSignal::new(String::new());
    let sending = RwSignal::new(false);
    let failed = RwSignal::new(None::<ClientError>);
    let next = Callback::new(move |()| {
        if code.with_untracked(|typed| typed.trim().is_empty()) {
            focus("factor-code");
        } else if !sending.get_untracked() {
            sending.set(true);
            failed.set(None);
            send.run((code.get_untracked(), sending, failed));
        }
    });
    view! {
        <form class="card sign-in" novalidate on:submit=submits(next)>
            {TextField::new("factor-code", t::account_factor_code, code)
                .hint(hint)
                .placeholder("123456")
                .code()
                .keyboard("text", "text", "one-time-code")
                .view()}
            {trouble(failed)}
            <div class="button-row">
                <Button class="button button--block" text=press busy=sending on_press=next />
            </div>
            <input type="submit" hidden=true />
        </form>
    }
    .into_any()
}

fn pass(me: Me, back: Route) -> AnyView {
    let navigate = Navigate::get();
    let send =
        Callback::new(move |(code, sending, failed): (String, RwSignal<bool>, RwSignal<Option<ClientError>>)| {
            spawn_local(async move {
                let answer = client::send(&PassSecondFactor(SecondFactorCode { code })).await;
                // The page may be gone by now.
                if sending.try_set(false).is_some() {
                    return;
                }
                match answer {
                    Ok(_) => navigate.replace(back),
                    Err(error) => failed.set(Some(error)),
                }
            });
        });
    view! {
        <p class="note">{t::account_factor_pass}</p>
        {me.demo_code.map(demo_banner)}
        {code_form(t::account_factor_recovery_hint, t::account_factor_go, send)}
    }
    .into_any()
}

fn enrol(told: RwSignal<Option<RecoveryCodes>>) -> AnyView {
    let enrolment = Fetched::new(|| client::send(&BeginEnrolment));
    let ready = Callback::new(move |Enrolment { secret, uri, qr }: Enrolment| {
        let send =
            Callback::new(move |(code, sending, failed): (String, RwSignal<bool>, RwSignal<Option<ClientError>>)| {
                spawn_local(async move {
                    let answer = client::send(&ConfirmEnrolment(SecondFactorCode { code })).await;
                    // The page may be gone by now.
                    if sending.try_set(false).is_some() {
                        return;
                    }
                    match answer {
                        Ok(codes) => told.set(Some(codes)),
                        Err(error) => failed.set(Some(error)),
                    }
                });
            });
        let shown = secret.clone();
        view! {
            <p class="note">{t::account_factor_why}</p>
            <section class="card factor">
                <h2 class="factor__step">{t::account_factor_step_scan}</h2>
                <div class="factor__picture" role="img" aria-label=t::account_factor_picture inner_html=qr></div>
                <p class="factor__or">{t::account_factor_or}</p>
                <p class="factor__secret">
                    <code>{shown}</code>
                    <CopyButton text=secret label=t::account_copy_secret />
                </p>
                <p class="button-row">
                    <a class="button button--plain" href=uri rel="external">
                        {t::account_factor_open}
                    </a>
                </p>
            </section>
            <h2 class="factor__step">{t::account_factor_step_type}</h2>
            {code_form(t::account_factor_hint, t::account_factor_confirm, send)}
        }
        .into_any()
    });
    view! { <AsyncView of=enrolment ready=ready /> }.into_any()
}

/// Told once: in large letters, to be photographed, printed or copied.
fn recovery_codes(RecoveryCodes { codes }: RecoveryCodes, back: Route) -> AnyView {
    let all = codes.join("\n");
    let lines = codes.into_iter().map(|code| {
        let (first, last) = code.split_at(5);
        view! { <li>{format!("{first}-{last}")}</li> }
    });
    view! {
        <section class="card factor" role="status">
            <h2 class="factor__step">{t::account_recovery_title}</h2>
            <p>{t::account_recovery_text}</p>
            <ol class="recovery">{lines.collect_view()}</ol>
            <p class="button-row">
                <CopyButton text=all label=t::account_copy_codes />
            </p>
        </section>
        <p class="button-row">
            <a class="button button--block" href=back.href()>
                {t::account_recovery_done}
            </a>
        </p>
    }
    .into_any()
}
