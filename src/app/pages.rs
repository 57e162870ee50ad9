//! The table of pages, cut into the chunks that they come in.
#![allow(unsafe_code)] // What `wasm_split` writes calls into the other chunk; the rest of the app has none.

use leptos::{prelude::*, task::spawn_local};
use wasm_split_helpers::wasm_split;

use super::{AppOwner, home_page, photos_taken};
use crate::{
    account::{About, Settings, SettingsCells},
    cases::{
        draft, list::Mine, look_up::LookUpPage, near::Near, public::PublicCase, receipt::ReceiptPage, report::Report,
        track::Track,
    },
    chunks::{Chunk, Lost, Pages, is_part},
    desk::{
        self,
        case::act::sheet::{self, ActForms},
        queue::CasePane,
    },
    district::{choose::ChooseGrid, my_grid::MyGrid},
    outbox::{Outbox, SendingPage, mark},
    route::{Desk, Form, Route},
    stats::Figures,
};

/// All chunks but the first.
#[derive(Clone, Copy)]
pub(super) struct Chunks {
    pub(super) report: Chunk,
    pub(super) follow: Chunk,
    about: Chunk,
    pub(super) desk_queue: Chunk,
    pub(super) desk_case: Chunk,
    desk_act: Chunk,
    desk_office: Chunk,
    desk_dashboard: Chunk,
    stats: Chunk,
}

impl Chunks {
    pub(super) fn new() -> Self {
        Self {
            report: Chunk::new(report_pages),
            follow: Chunk::new(follow_pages),
            about: Chunk::new(about_pages),
            desk_queue: Chunk::new(desk_queue_pages),
            desk_case: Chunk::new(desk_case_pages),
            desk_act: Chunk::new(desk_act_pages),
            desk_office: Chunk::new(desk_office_pages),
            desk_dashboard: Chunk::new(desk_dashboard_pages),
            stats: Chunk::new(stats_pages),
        }
    }

    /// The page of a route.
    pub(super) fn page(self, route: Route) -> AnyView {
        match route {
            Route::Home => home_page(self),
            Route::Report(_) | Route::Sending(_) | Route::Receipt(_) => self.report.page(route),
            Route::Mine | Route::Track(_) | Route::Near | Route::PublicCase(_) | Route::LookUp => {
                self.follow.page(route)
            }
            Route::Grid | Route::ChooseGrid | Route::Settings | Route::About => self.about.page(route),
            Route::Desk(Desk::Queue) => {
                self.provide_desk_parts();
                self.desk_queue.page(route)
            }
            Route::Desk(Desk::Case(_)) => {
                self.provide_desk_parts();
                self.desk_case.page(route)
            }
            Route::Desk(Desk::Dashboard) => self.desk_dashboard.page(route),
            Route::Desk(_) => self.desk_office.page(route),
            Route::Figures => self.stats.page(route),
        }
    }

    /// Parts of the desk's pages that come in chunks of their own.
    fn provide_desk_parts(self) {
        let case = |number| Route::Desk(Desk::Case(number));
        provide_context(CasePane(Callback::new(move |number| self.desk_case.part(case(number)))));
        provide_context(ActForms(Callback::new(move |number| self.desk_act.part(case(number)))));
    }
}

#[wasm_split(report, fallible)]
fn report_pages() -> Result<Pages, Lost> {
    Ok(report)
}

fn report(route: Route) -> AnyView {
    draft::provide_once();
    photos_taken(|photos| draft::Drafts::get().take_photos(Form::Hazard.kind(), photos));
    match route {
        Route::Report(form) => view! { <Report kind=form.kind() /> }.into_any(),
        Route::Sending(key) => view! { <SendingPage key=key edit=draft::take_back() /> }.into_any(),
        Route::Receipt(number) => view! { <ReceiptPage number=number /> }.into_any(),
        _ => ().into_any(),
    }
}

#[wasm_split(follow, fallible)]
fn follow_pages() -> Result<Pages, Lost> {
    Ok(follow)
}

fn follow(route: Route) -> AnyView {
    match route {
        Route::Mine => view! { <Mine settings=|| view! { <SettingsCells /> } /> }.into_any(),
        Route::Track(number) => view! { <Track number=number /> }.into_any(),
        Route::Near => view! { <Near /> }.into_any(),
        Route::PublicCase(number) => view! { <PublicCase number=number /> }.into_any(),
        Route::LookUp => view! { <LookUpPage /> }.into_any(),
        _ => ().into_any(),
    }
}

#[wasm_split(about, fallible)]
fn about_pages() -> Result<Pages, Lost> {
    Ok(about)
}

fn about(route: Route) -> AnyView {
    match route {
        Route::Grid => view! { <MyGrid /> }.into_any(),
        Route::ChooseGrid => view! { <ChooseGrid /> }.into_any(),
        Route::Settings => view! { <Settings /> }.into_any(),
        Route::About => view! { <About /> }.into_any(),
        _ => ().into_any(),
    }
}

/// Opens the outbox if something waits in it, so that it is sent without anyone opening a page.
pub(super) fn send_what_waits() {
    let owner = AppOwner::get();
    let look = move || {
        if mark::something_waits() {
            spawn_local(async move {
                // A chunk that does not come is asked for again when the network is back.
                if let Ok(open) = open_outbox().await {
                    owner.run(open);
                }
            });
        }
    };
    look();
    for event in ["online", "pageshow", "visibilitychange"] {
        let handle = window_event_listener_untyped(event, move |_| look());
        on_cleanup(move || handle.remove());
    }
}

#[wasm_split(outbox, fallible)]
fn open_outbox() -> Result<fn(), Lost> {
    Ok(|| {
        Outbox::get();
    })
}

#[wasm_split(desk_queue, fallible)]
fn desk_queue_pages() -> Result<Pages, Lost> {
    Ok(desk_queue)
}

fn desk_queue(_: Route) -> AnyView {
    desk::queue::page()
}

#[wasm_split(desk_case, fallible)]
fn desk_case_pages() -> Result<Pages, Lost> {
    Ok(desk_case)
}

fn desk_case(route: Route) -> AnyView {
    match route {
        Route::Desk(Desk::Case(number)) if is_part() => desk::case::pane(number),
        Route::Desk(Desk::Case(number)) => desk::case::page(number),
        _ => ().into_any(),
    }
}

#[wasm_split(desk_act, fallible)]
fn desk_act_pages() -> Result<Pages, Lost> {
    Ok(desk_act)
}

fn desk_act(_: Route) -> AnyView {
    sheet::forms()
}

#[wasm_split(desk_office, fallible)]
fn desk_office_pages() -> Result<Pages, Lost> {
    Ok(desk_office)
}

fn desk_office(route: Route) -> AnyView {
    match route {
        Route::Desk(page) => desk::office::page(page),
        _ => ().into_any(),
    }
}

#[wasm_split(desk_dashboard, fallible)]
fn desk_dashboard_pages() -> Result<Pages, Lost> {
    Ok(desk_dashboard)
}

fn desk_dashboard(_: Route) -> AnyView {
    desk::dashboard::page()
}

#[wasm_split(stats, fallible)]
fn stats_pages() -> Result<Pages, Lost> {
    Ok(stats)
}

fn stats(_: Route) -> AnyView {
    view! { <Figures /> }.into_any()
}
