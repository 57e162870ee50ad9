//! The inbox: what has happened with the cases of the device and of the account, and with the account's shifts, newest
//! first, live while it is open.

mod line;

use leptos::{prelude::*, task::spawn_local};
use pingan_api::{
    cases::CaseKeys,
    id::NoticeId,
    inbox::{Inbox, InboxQuery, MarkSeen, Notice, ReadInbox, SeenNotices},
    page::Cursor,
};

use self::line::line;
use crate::{
    client,
    i18n::t,
    news::{News, Unread},
    route::{Form, Route},
    session::{Device, KnownCase, follow_signed_in, may_be_signed_in},
    ui::{
        async_view::{Failure, Fetched, Load, banner, empty, failed, skeleton},
        button::Button,
        icon::icon,
        page::Page,
        toast,
    },
};

#[component]
pub fn InboxPage() -> impl IntoView {
    let device = Device::get();
    let nothing = device.cases_now().is_empty() && !may_be_signed_in();
    view! {
        <Page title=t::inbox_title up=Route::Mine.href()>
            {if nothing { no_cases() } else { notices(device) }}
        </Page>
    }
}

fn no_cases() -> AnyView {
    view! {
        {empty(t::inbox_none, t::inbox_none_text)}
        <div class="button-row">
            <a class="button button--snap button--block" href=Route::Report(Form::Hazard).href()>
                {icon("camera")}
                {t::mine_snap}
            </a>
            <a class="button button--plain button--block" href=Route::LookUp.href()>
                {icon("search")}
                {t::track_look_up}
            </a>
        </div>
    }
    .into_any()
}

fn query(device: Device, cursor: Option<Cursor>) -> ReadInbox {
    let keys = device.cases_now().iter().take(CaseKeys::MAX).map(KnownCase::key).collect();
    ReadInbox(InboxQuery { keys, cursor, limit: None })
}

/// What is shown: the newest page, and the older ones that were asked for.
#[derive(Clone, Copy)]
struct Shown {
    newest: RwSignal<Option<Inbox>>,
    older: RwSignal<Vec<Notice>>,
    /// Where the next older page begins.
    next: RwSignal<Option<Cursor>>,
    /// What was unread when this page was opened stays marked while it is looked at.
    fresh: RwSignal<Vec<NoticeId>>,
}

fn notices(device: Device) -> AnyView {
    let answer = Fetched::new(move || async move { client::send(&query(device, None)).await });
    News::get().on_news(move || answer.renew());
    let shown = Shown {
        newest: RwSignal::new(None),
        older: RwSignal::new(Vec::new()),
        next: RwSignal::new(None),
        fresh: RwSignal::new(Vec::new()),
    };
    Effect::new(move || {
        let Some(inbox) = answer.ready() else { return };
        shown.take(inbox, device);
    });
    let old = move || match (answer.load(), shown.newest.with(Option::is_some)) {
        (Load::Failed(Failure { offline: true, .. }), true) => Some(banner(t::inbox_old)),
        (Load::Failed(_), true) => Some(banner(t::mine_old_failed)),
        _ => None,
    };
    let list = move || match (shown.newest.with(Option::is_some), answer.load()) {
        (true, _) => shown.list(device),
        (false, Load::Failed(failure)) => failed(failure, Callback::new(move |()| answer.refresh())),
        (false, Load::Loading | Load::Ready(_)) => skeleton(3),
    };
    view! {
        {old}
        {list}
        <More shown device />
    }
    .into_any()
}

impl Shown {
    fn take(self, inbox: Inbox, device: Device) {
        let unread = inbox.items.iter().filter(|notice| !notice.read).map(|notice| notice.id);
        let unread: Vec<NoticeId> =
            unread.filter(|id| !self.fresh.with_untracked(|known| known.contains(id))).collect();
        self.fresh.update(|fresh| fresh.extend(unread));
        // Older pages go on from where they were; what moved down from the newest page is among them at most twice.
        if self.older.with_untracked(Vec::is_empty) {
            self.next.set(inbox.next.clone());
        }
        if inbox.unread > 0
            && let Some(newest) = inbox.items.first()
        {
            seen(device, newest.id);
        } else {
            Unread::get().set(inbox.unread);
        }
        self.newest.set(Some(inbox));
    }

    fn list(self, device: Device) -> AnyView {
        let notices = self.newest.with(|inbox| inbox.as_ref().map(|inbox| inbox.items.clone()));
        let mut notices = notices.unwrap_or_default();
        for notice in self.older.get() {
            if !notices.iter().any(|known| known.id == notice.id) {
                notices.push(notice);
            }
        }
        if notices.is_empty() {
            return match (follow_signed_in(), device.cases().is_empty()) {
                (true, _) => empty(t::inbox_empty, t::inbox_empty_account_text),
                (false, true) => no_cases(),
                (false, false) => empty(t::inbox_empty, t::inbox_empty_text),
            };
        }
        let fresh = self.fresh.get();
        let lines = notices.into_iter().map(|notice| {
            let is_fresh = fresh.contains(&notice.id);
            view! { <li>{line(notice, is_fresh)}</li> }
        });
        view! { <ul class="notice-list">{lines.collect_view()}</ul> }.into_any()
    }
}

/// What was shown is read from here on.
fn seen(device: Device, up_to: NoticeId) {
    let keys = query(device, None).0.keys;
    let unread = Unread::get();
    spawn_local(async move {
        // Unanswered, it is marked the next time.
        if let Ok(left) = client::send(&MarkSeen(SeenNotices { keys, up_to, number: None })).await {
            unread.set(left.unread);
        }
    });
}

#[component]
fn More(shown: Shown, device: Device) -> impl IntoView {
    let busy = RwSignal::new(false);
    let more = move |()| {
        let Some(cursor) = shown.next.get_untracked() else { return };
        busy.set(true);
        spawn_local(async move {
            let answer = client::send(&query(device, Some(cursor))).await;
            // The page may be gone by now.
            if busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(inbox) => {
                    shown.next.set(inbox.next);
                    shown.older.update(|older| older.extend(inbox.items));
                }
                Err(_) => toast::warn(t::near_more_failed),
            }
        });
    };
    move || {
        shown.next.with(Option::is_some).then(|| {
            view! {
                <p class="button-row">
                    <Button class="button button--plain button--block" text=t::near_more busy=busy on_press=more />
                </p>
            }
        })
    }
}
