//! The name and the number of an account, and correcting them.

use leptos::{prelude::*, task::spawn_local};
use pingan_api::account::{
    ChangePhone, Me, NewCode, Phone, PhoneAndCode, Profile, Purpose, SaveProfile, SendCode, own::MAX_NAME,
    sign_in::digits,
};

use super::{
    focus,
    sign_in::{demo_banner, submits, trouble},
};
use crate::{
    client::{self, ClientError},
    i18n::t,
    ui::{button::Button, field::TextField, live::live, toast},
};

#[component]
pub fn ProfileForm(me: Me, changed: Callback<()>) -> impl IntoView {
    let name = RwSignal::new(me.name);
    let saving = RwSignal::new(false);
    let failed = RwSignal::new(None::<ClientError>);
    let save = Callback::new(move |()| {
        saving.set(true);
        failed.set(None);
        let profile = Profile { name: name.get_untracked() };
        spawn_local(async move {
            let answer = client::send(&SaveProfile(profile)).await;
            // The page may be gone by now.
            if saving.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(_) => toast::done(t::account_saved),
                Err(error) => failed.set(Some(error)),
            }
        });
    });
    view! {
        <form class="card sign-in" novalidate on:submit=submits(save)>
            <p class="account-phone">{t::account_phone} ": " <strong>{me.phone}</strong></p>
            {TextField::new("name", t::account_name, name)
                .hint(t::account_name_hint)
                .limit(MAX_NAME)
                .optional()
                .keyboard("text", "text", "name")
                .view()}
            {trouble(failed)}
            <div class="button-row">
                <Button class="button button--plain" text=t::account_save busy=saving on_press=save />
            </div>
        </form>
        <details class="card account-more">
            <summary>{t::account_change_phone}</summary>
            <ChangePhoneForm changed=changed />
        </details>
    }
}

#[component]
fn ChangePhoneForm(changed: Callback<()>) -> impl IntoView {
    let phone = RwSignal::new(String::new());
    let code = RwSignal::new(String::new());
    let sent = RwSignal::new(false);
    let demo_code = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let failed = RwSignal::new(None::<ClientError>);
    let send = move || {
        let code = NewCode { phone: phone.get_untracked(), purpose: Purpose::ChangePhone };
        spawn_local(async move {
            let answer = client::send(&SendCode(code)).await;
            // The page may be gone by now.
            if busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(answer) => {
                    demo_code.set(answer.demo_code);
                    sent.set(true);
                    focus("new-code");
                }
                Err(error) => failed.set(Some(error)),
            }
        });
    };
    let change = move || {
        let body = PhoneAndCode { phone: phone.get_untracked(), code: code.get_untracked(), consent: None };
        spawn_local(async move {
            let answer = client::send(&ChangePhone(body)).await;
            // The page may be gone by now.
            if busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(_) => {
                    toast::done(t::account_saved);
                    changed.run(());
                }
                Err(error) => failed.set(Some(error)),
            }
        });
    };
    let next = Callback::new(move |()| {
        failed.set(None);
        if phone.with_untracked(|typed| typed.parse::<Phone>().is_err()) {
            focus("new-phone");
        } else if !sent.get_untracked() {
            busy.set(true);
            send();
        } else if code.with_untracked(|typed| digits(typed).is_none()) {
            focus("new-code");
        } else {
            busy.set(true);
            change();
        }
    });
    view! {
        <form novalidate on:submit=submits(next)>
            {TextField::new("new-phone", t::account_new_phone, phone).code().keyboard("tel", "tel", "tel").view()}
            {live(move || {
                sent.get()
                    .then(|| {
                        view! {
                            {demo_code.get().map(demo_banner)}
                            {TextField::new("new-code", t::account_code, code)
                                .code()
                                .keyboard("text", "numeric", "one-time-code")
                                .view()}
                        }
                        .into_any()
                    })
            })}
            {trouble(failed)}
            <div class="button-row">
                <Button
                    class="button button--plain"
                    text=move || if sent.get() { t::account_change_phone() } else { t::account_send_code() }
                    busy=busy
                    on_press=next
                />
            </div>
        </form>
    }
}
