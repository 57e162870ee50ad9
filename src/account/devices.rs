//! The devices that are signed in, and signing one out from another.

use leptos::{prelude::*, task::spawn_local};
use pingan_api::account::{EndSession, ListSessions, Session};

use crate::{
    client,
    i18n::{Label, moment, t},
    ui::{
        async_view::{AsyncView, Fetched},
        button::Button,
        icon::icon,
        live::live,
        toast,
    },
};

#[component]
pub fn Devices() -> impl IntoView {
    let sessions = Fetched::new(|| client::send(&ListSessions));
    let ready = Callback::new(move |found: Vec<Session>| {
        let lines = found.into_iter().map(|session| line(session, sessions));
        view! { <ul class="cells">{lines.collect_view()}</ul> }.into_any()
    });
    view! { <AsyncView of=sessions ready=ready cards=1 /> }
}

fn line(session: Session, sessions: Fetched<Vec<Session>>) -> AnyView {
    let Session { id, system, browser, seen_at, here, .. } = session;
    let busy = RwSignal::new(false);
    let end = Callback::new(move |()| {
        busy.set(true);
        spawn_local(async move {
            let answer = client::send(&EndSession(id)).await;
            // The page may be gone by now.
            if busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(()) => {
                    toast::done(t::account_device_ended);
                    sessions.refresh();
                }
                Err(error) => toast::warn(move || error.words()),
            }
        });
    });
    view! {
        <li class="weui-cell">
            <span class="weui-cell__hd">{icon("phone")}</span>
            <span class="weui-cell__bd">
                {live(move || format!("{} · {}", system.label(), browser.label()))}
                <span class="weui-cell__desc">
                    {live(move || if here { t::account_device_here().to_owned() } else { moment::ago(seen_at) })}
                </span>
            </span>
            <span class="weui-cell__ft">
                {(!here)
                    .then(|| {
                        view! {
                            <Button
                                class="button button--soft button--small"
                                text=t::account_device_end
                                busy=busy
                                on_press=end
                            />
                        }
                    })}
            </span>
        </li>
    }
    .into_any()
}
