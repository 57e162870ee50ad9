//! The way in through WeChat: shown where the page is open inside it, what is said when it leads back here, and unlinking.

use leptos::{prelude::*, task::spawn_local};
use pingan_api::account::{GetSignInWays, UnlinkWechat, WechatEnd, sign_in::wechat_path};

use crate::{
    client,
    i18n::t,
    route::Route,
    ui::{button::Button, icon::icon, toast},
    wechat,
};

/// Whether to show the way. Elsewhere WeChat's page would only say that it has to be opened inside WeChat.
pub(super) fn offered() -> RwSignal<bool> {
    let offered = RwSignal::new(false);
    if wechat::is_here() {
        spawn_local(async move {
            // Without an answer the phone is way enough.
            if let Ok(ways) = client::send(&GetSignInWays).await {
                // The page may be gone by now.
                offered.try_set(ways.wechat);
            }
        });
    }
    offered
}

/// The way, for going on to a page afterwards.
pub(super) fn way(back: Option<Route>) -> AnyView {
    let href = wechat_path(back.map(Route::href).as_deref());
    view! {
        <p class="button-row">
            <a class="button button--plain button--block" href=href rel="external">
                {icon("chat")}
                {t::account_wechat}
            </a>
        </p>
    }
    .into_any()
}

/// What the way came to, out of the page's query.
pub(super) fn end_of(query: &str) -> Option<WechatEnd> {
    let mut pairs = query.trim_start_matches('?').split('&').filter_map(|pair| pair.split_once('='));
    pairs.find(|(key, _)| *key == "wechat").and_then(|(_, word)| word.parse().ok())
}

pub(super) fn told(end: WechatEnd) -> AnyView {
    match end {
        WechatEnd::Link => {
            view! { <p class="banner banner--calm" role="status">{icon("info")} <span>{t::account_wechat_link}</span></p> }
                .into_any()
        }
        WechatEnd::Failed => {
            view! { <p class="banner banner--error" role="alert">{icon("warning")} <span>{t::account_wechat_failed}</span></p> }
                .into_any()
        }
    }
}

/// Of an account that a WeChat signs in to: that it does, and how to end it.
pub(super) fn linked(changed: Callback<()>) -> AnyView {
    let busy = RwSignal::new(false);
    let unlink = Callback::new(move |()| {
        busy.set(true);
        spawn_local(async move {
            let answer = client::send(&UnlinkWechat).await;
            // The page may be gone by now.
            if busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(_) => {
                    toast::done(t::account_wechat_unlinked);
                    changed.run(());
                }
                Err(error) => toast::warn(move || error.words()),
            }
        });
    });
    view! {
        <div class="cells">
            <div class="weui-cell">
                <span class="weui-cell__hd">{icon("chat")}</span>
                <span class="weui-cell__bd">
                    {t::account_wechat_title} <span class="weui-cell__desc">{t::account_wechat_linked}</span>
                </span>
                <span class="weui-cell__ft">
                    <Button
                        class="button button--soft button--small"
                        text=t::account_wechat_unlink
                        busy=busy
                        on_press=unlink
                    />
                </span>
            </div>
        </div>
    }
    .into_any()
}
