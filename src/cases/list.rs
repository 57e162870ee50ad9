//! Mine: the cases of this device and of the account with what happens next, my grid, and the way to the settings.

mod merge;
mod my_card;

use leptos::prelude::*;
use pingan_api::{
    cases::{CaseKeys, MyCase, MyCases},
    district::GetGrid,
};

use self::{
    merge::{Present, merge},
    my_card::my_card,
};
use super::freshness::on_return;
use crate::{
    client,
    i18n::{Words, name, t},
    news::{News, Unread, bring_own_cases},
    outbox::{Outbox, waiting_list},
    route::{Form, Route, Volunteer},
    session::{Device, KnownCase, last_seen, may_be_signed_in},
    ui::{
        async_view::{Failure, Fetched, Load, banner, empty, failed, skeleton},
        icon::{icon, icon_small},
        page::TabPage,
        tab_bar::count_badge,
    },
};

/// The name of this page's last answer.
const LAST_SEEN: &str = "mine";

#[component]
pub fn Mine(
    /// How the app looks on this device: cells of another feature.
    #[prop(into)]
    settings: ViewFn,
) -> impl IntoView {
    let device = Device::get();
    let any = Memo::new(move |_| !device.cases().is_empty());
    // Where nobody is signed in there is nothing to wait for.
    let own = Fetched::after((!may_be_signed_in()).then_some(()), move || bring_own_cases(device));
    let outbox = Outbox::get();
    let waits = Memo::new(move |_| outbox.something_waits());
    view! {
        <TabPage title=t::mine_title>
            {waiting_list()}
            <ul class="cells">
                {messages()} {cell(Route::Volunteer(Volunteer::Mine), "people", t::volunteer_mine, None)}
            </ul>
            <section class="section">
                <div class="section__head">
                    <h2 class="section__title">{t::mine_cases}</h2>
                    <a class="section__more" href=Route::LookUp.href()>
                        {t::mine_lookup}
                        {icon_small("chevron")}
                    </a>
                </div>
                {move || match (any.get(), waits.get()) {
                    (true, _) => my_cases(device),
                    (false, true) => view! { <p class="note">{t::outbox_then_here}</p> }.into_any(),
                    (false, false) => none_yet(own),
                }}
            </section>
            <section class="section">
                <div class="section__head">
                    <h2 class="section__title">{t::mine_grid}</h2>
                </div>
                <ul class="cells">{my_grid(device)}</ul>
            </section>
            <section class="section">
                <div class="section__head">
                    <h2 class="section__title">{t::mine_settings}</h2>
                </div>
                {settings.run()}
            </section>
            <section class="section">
                <ul class="cells">{cell(Route::About, "shield", t::mine_about, None)}</ul>
            </section>
        </TabPage>
    }
}

/// The way to the inbox, with how much is new.
fn messages() -> AnyView {
    let unread = Unread::get();
    let words = move || match unread.count() {
        0 => t::inbox_all_read().to_owned(),
        count => t::inbox_unread(count),
    };
    let badge = move || Some(unread.count()).filter(|count| *count > 0).map(count_badge);
    view! {
        <li>
            <a class="weui-cell weui-cell_active" href=Route::Inbox.href()>
                <span class="weui-cell__hd">{icon("awaiting_resident")}</span>
                <span class="weui-cell__bd">
                    {t::inbox_title} <span class="weui-cell__desc">{words}</span>
                </span>
                <span class="weui-cell__ft">{badge} {icon("chevron")}</span>
            </a>
        </li>
    }
    .into_any()
}

fn none_yet(own: Fetched<()>) -> AnyView {
    match own.load() {
        Load::Loading => return skeleton(2),
        Load::Failed(failure) => return failed(failure, Callback::new(move |()| own.refresh())),
        Load::Ready(()) => {}
    }
    view! {
        {empty(t::mine_empty, t::mine_empty_text)}
        <div class="button-row">
            <a class="button button--snap button--block" href=Route::Report(Form::Hazard).href()>
                {icon("camera")}
                {t::mine_snap}
            </a>
        </div>
    }
    .into_any()
}

fn my_cases(device: Device) -> AnyView {
    let numbers = Memo::new(move |_| device.cases().iter().map(|case| case.receipt.number).collect::<Vec<_>>());
    // What comes from the account or is sent meanwhile is asked for as well.
    let present = Fetched::new(move || {
        let mut asked = numbers.get();
        asked.truncate(CaseKeys::MAX);
        let keys = device.cases_now().iter().take(CaseKeys::MAX).map(KnownCase::key).collect();
        async move { client::send(&MyCases(CaseKeys { keys })).await.map(|cases| Present { asked, cases }) }
    });
    on_return(move || present.renew());
    News::get().on_news(move || present.renew());
    // What was seen last stays on the page and on the device, whatever the network does.
    let last: Vec<MyCase> =
        last_seen::read(LAST_SEEN, "").and_then(|cases| crate::json::read(&cases).ok()).unwrap_or_default();
    let seen = RwSignal::new(None::<Present>);
    Effect::new(move || {
        if let Some(answer) = present.ready() {
            last_seen::keep(LAST_SEEN, "", &crate::json::write(&answer.cases).unwrap_or_default());
            remember(device, &answer.cases);
            seen.set(Some(answer));
        }
    });
    let trouble = move || match present.load() {
        Load::Failed(Failure { offline: true, .. }) => Some(banner(t::mine_old)),
        Load::Failed(_) => Some(banner(t::mine_old_failed)),
        Load::Loading | Load::Ready(_) => None,
    };
    let cards = move || {
        seen.with(|seen| merge(device.cases(), seen.as_ref(), &last))
            .into_iter()
            .map(|mine| view! { <li>{my_card(mine)}</li> })
            .collect_view()
    };
    view! {
        {trouble}
        <ul class="case-list" aria-busy=move || present.is_refreshing().to_string()>
            {cards}
        </ul>
    }
    .into_any()
}

/// Keeps the new states for when there is no network.
fn remember(device: Device, cases: &[MyCase]) {
    let known = untrack(|| device.cases());
    for case in cases {
        let kept = known.iter().find(|kept| kept.receipt.number == case.summary.number);
        if let Some(kept) = kept.filter(|kept| kept.state != case.summary.state || kept.receipt.next != case.next) {
            let mut kept = kept.clone();
            kept.state = case.summary.state;
            kept.receipt.next = case.next.clone();
            device.remember(kept);
        }
    }
}

fn my_grid(device: Device) -> AnyView {
    let Some(grid) = untrack(|| device.grid()) else {
        return cell(Route::ChooseGrid, "grid", t::mine_grid, Some(t::mine_grid_none));
    };
    let card = Fetched::new(move || {
        let grid = grid.clone();
        async move { client::send_or_last("grid", &GetGrid(grid)).await }
    });
    let label = move || match card.load() {
        Load::Ready(card) => view! {
            {name(&card.value.grid.name)}
            <span class="weui-cell__desc">
                {t::grid_member} {" "} {name(&card.value.member.name)}
            </span>
        }
        .into_any(),
        Load::Loading => skeleton(0),
        Load::Failed(_) => view! { {t::mine_grid} }.into_any(),
    };
    view! {
        <li>
            <a class="weui-cell weui-cell_active" href=Route::Grid.href()>
                <span class="weui-cell__hd">{icon("grid")}</span>
                <span class="weui-cell__bd">{label}</span>
                <span class="weui-cell__ft">{icon("chevron")}</span>
            </a>
        </li>
    }
    .into_any()
}

fn cell(to: Route, picture: &'static str, label: Words, detail: Option<Words>) -> AnyView {
    view! {
        <li>
            <a class="weui-cell weui-cell_active" href=to.href()>
                <span class="weui-cell__hd">{icon(picture)}</span>
                <span class="weui-cell__bd">
                    {label} {detail.map(|detail| view! { <span class="weui-cell__desc">{detail}</span> })}
                </span>
                <span class="weui-cell__ft">{icon("chevron")}</span>
            </a>
        </li>
    }
    .into_any()
}
