//! Whether a certificate is genuine, for everybody who has its number: behind the `#`, as its QR code says, or typed.

use leptos::{ev, prelude::*};
use leptos_router::hooks::use_location;
use pingan_api::{
    problem::ProblemCode,
    volunteer::hours::{Certificate, CertificateNumber, VerifyCertificate},
};

use super::certificate::certificate;
use crate::{
    client::{self, ClientError},
    i18n::t,
    route::{Route, Volunteer},
    ui::{
        async_view::{AsyncView, Fetched},
        button::Button,
        field::TextField,
        focus::focus_id,
        icon::icon,
        live::live,
        page::Page,
    },
};

pub(super) fn page() -> AnyView {
    let hash = use_location().hash;
    let typed = RwSignal::new(String::new());
    let tried = RwSignal::new(false);
    let asked = RwSignal::new(None::<CertificateNumber>);
    let ask = move || {
        tried.set(true);
        asked.set(typed.with_untracked(|typed| typed.parse().ok()));
    };
    Effect::new(move || {
        let number = hash.get().trim_start_matches('#').to_owned();
        if !number.is_empty() {
            typed.set(number);
            ask();
        }
    });
    let error = Signal::derive(move || {
        let wrong = tried.get() && typed.with(|typed| typed.parse::<CertificateNumber>().is_err());
        wrong.then(|| t::attendance_number_wrong().to_owned())
    });
    let press = Callback::new(move |()| {
        ask();
        if asked.with_untracked(Option::is_none) {
            focus_id("certificate-number");
        }
    });
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        press.run(());
    };
    view! {
        <Page title=t::attendance_verify up=Route::Volunteer(Volunteer::Find).href()>
            {live(move || asked.get().map(answer))}
            <form class="card verify" novalidate on:submit=submit>
                {TextField::new("certificate-number", t::attendance_number, typed)
                    .hint(t::attendance_number_hint)
                    .placeholder("1234 5678 9012")
                    .code()
                    .keyboard("text", "numeric", "off")
                    .error(error)
                    .view()}
                <div class="button-row">
                    <Button class="button button--block" text=t::attendance_verify_press on_press=press />
                </div>
                // The keyboard's own "go" sends a form only if it has such a button.
                <input type="submit" hidden=true />
            </form>
        </Page>
    }
    .into_any()
}

fn answer(number: CertificateNumber) -> AnyView {
    let found = Fetched::new(move || {
        let request = VerifyCertificate { number: number.clone() };
        async move { verified(&request).await }
    });
    let ready = Callback::new(move |found: Option<Certificate>| match found {
        Some(found) => view! {
            <p class="banner banner--calm" role="status">
                {icon("check")} <span>{t::attendance_genuine}</span>
            </p>
            {certificate(found)}
        }
        .into_any(),
        None => view! {
            <p class="banner banner--error" role="alert">
                {icon("warning")} <span>{t::attendance_not_genuine}</span>
            </p>
        }
        .into_any(),
    });
    view! {
        <div class="verify__answer">
            <AsyncView of=found ready=ready />
        </div>
    }
    .into_any()
}

/// None for a number that no certificate has.
async fn verified(request: &VerifyCertificate) -> Result<Option<Certificate>, ClientError> {
    match client::send(request).await {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.problem().is_some_and(|problem| problem.code == ProblemCode::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}
