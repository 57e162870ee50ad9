//! The table of pages, cut into the chunks that they come in.
#![allow(unsafe_code)] // What `wasm_split` writes calls into the other chunk; the rest of the app has none.

use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};
#[cfg(not(feature = "whole"))]
use wasm_split_helpers::wasm_split;

use super::{AppOwner, home_page, photos_taken};
use crate::{
    account::{About, AccountCell, AccountPage, SecondFactorPage, Settings, SettingsCells, SignInPage},
    attendance,
    cases::{
        draft,
        list::Mine,
        look_up::LookUpPage,
        near::Near,
        public::PublicCase,
        receipt::ReceiptPage,
        report::{
            Report,
            voice_note::{self, VoicePart},
        },
        track::Track,
    },
    chunks::{Chunk, Fetch, Lost, Pages, is_part},
    desk::{
        self,
        case::act::sheet::{self, ActForms},
        queue::CasePane,
    },
    district::{choose::ChooseGrid, my_grid::MyGrid},
    i18n::t,
    inbox::InboxPage,
    news::News,
    outbox::{Outbox, SendingPage, mark},
    route::{Desk, Form, Route, Volunteer},
    session::{CASES, follow_signed_in, storage},
    stats::Figures,
    volunteer, wechat,
};

/// Lists the chunks but the first, with the routes that lead into each. The function of a chunk's name draws its pages.
/// To add one, add a line here and that function below; a part of another page has a chunk without a route. What stands
/// before the first underscore of its name may be a sheet of its own, which is then listed in Trunk.toml.
macro_rules! chunks {
    ($($chunk:ident $(: $route:pat)?,)+) => {
        #[allow(non_camel_case_types)] // As the chunks' files are named.
        #[derive(Clone, Copy)]
        pub(super) enum Name {
            $($chunk),+
        }

        impl Chunks {
            pub(super) fn new() -> Self {
                // A table and not a field each: the first screen holds it.
                const FETCHES: &[Fetch] = &[$(|| Box::pin(fetch::$chunk())),+];
                Self(StoredValue::new(FETCHES.iter().map(|fetch| Chunk::new(*fetch)).collect()))
            }

            /// The page of a route.
            pub(super) fn page(self, route: Route) -> AnyView {
                match route {
                    Route::Desk(_) => self.provide_desk_parts(),
                    Route::Report(_) => self.provide_report_parts(),
                    _ => {}
                }
                let name = match route {
                    Route::Home => return home_page(self),
                    $($($route => Name::$chunk,)?)+
                };
                self.get(name).page(route)
            }
        }

        mod fetch {
            use super::{Lost, Pages};

            $(
                #[cfg(not(feature = "whole"))]
                #[super::wasm_split($chunk, fallible)]
                pub(super) fn $chunk() -> Result<Pages, Lost> {
                    Ok(super::$chunk)
                }

                #[cfg(feature = "whole")]
                pub(super) async fn $chunk() -> Result<Pages, Lost> {
                    Ok(super::$chunk)
                }
            )+
        }
    };
}

chunks! {
    report: Route::Report(_),
    voice,
    sending: Route::Sending(_) | Route::Receipt(_),
    mine: Route::Mine | Route::Settings | Route::About,
    track: Route::Track(_) | Route::LookUp,
    near: Route::Near | Route::PublicCase(_),
    grid: Route::Grid | Route::ChooseGrid,
    account: Route::SignIn | Route::Account | Route::SecondFactor,
    desk_queue: Route::Desk(Desk::Queue),
    desk_case: Route::Desk(Desk::Case(_)),
    desk_act,
    desk_dashboard: Route::Desk(Desk::Dashboard),
    desk_shifts: Route::Desk(Desk::Shifts | Desk::Shift(_)),
    desk_volunteer: Route::Desk(Desk::Teams | Desk::Volunteers),
    desk_office: Route::Desk(_),
    stats: Route::Figures,
    inbox: Route::Inbox,
    volunteer: Route::Volunteer(Volunteer::Find | Volunteer::Shift(_) | Volunteer::Teams | Volunteer::Team(_)),
    volunteer_own: Route::Volunteer(Volunteer::Mine | Volunteer::Register),
    roster: Route::Volunteer(Volunteer::Roster(_)),
    attendance: Route::Volunteer(_),
}

/// All chunks, in the order of [`Name`].
#[derive(Clone, Copy)]
pub(super) struct Chunks(StoredValue<Vec<Chunk>>);

impl Chunks {
    pub(super) fn get(self, name: Name) -> Chunk {
        self.0.with_value(|chunks| chunks[name as usize])
    }

    /// The recorder; and what follows the form, which a phone may have to show without a network: it is fetched with the
    /// first touch of the form, and the form has the network to itself until then.
    fn provide_report_parts(self) {
        provide_context(VoicePart(Callback::new(move |()| self.get(Name::voice).part(Route::Report(Form::Hazard), 1))));
        for event in ["pointerdown", "keydown", "input"] {
            let handle = window_event_listener_untyped(event, move |_| self.get(Name::sending).expect());
            on_cleanup(move || handle.remove());
        }
    }

    /// Parts of the desk's pages that come in chunks of their own.
    fn provide_desk_parts(self) {
        let case = |number| Route::Desk(Desk::Case(number));
        provide_context(CasePane(Callback::new(move |number| self.get(Name::desk_case).part(case(number), 3))));
        provide_context(ActForms(Callback::new(move |number| self.get(Name::desk_act).part(case(number), 3))));
    }
}

fn report(route: Route) -> AnyView {
    draft::provide_once();
    photos_taken(|photos| draft::Drafts::get().take_photos(Form::Hazard.kind(), photos));
    match route {
        Route::Report(form) => view! { <Report kind=form.kind() /> }.into_any(),
        _ => ().into_any(),
    }
}

fn voice(_: Route) -> AnyView {
    voice_note::part()
}

fn sending(route: Route) -> AnyView {
    draft::provide_once();
    match route {
        Route::Sending(key) => view! { <SendingPage key=key edit=draft::take_back() /> }.into_any(),
        Route::Receipt(number) => view! { <ReceiptPage number=number /> }.into_any(),
        _ => ().into_any(),
    }
}

fn mine(route: Route) -> AnyView {
    match route {
        Route::Mine => view! { <Mine settings=|| view! { <AccountCell /> <SettingsCells /> } /> }.into_any(),
        Route::Settings => view! { <Settings /> }.into_any(),
        Route::About => view! { <About /> }.into_any(),
        _ => ().into_any(),
    }
}

fn track(route: Route) -> AnyView {
    match route {
        Route::Track(number) => view! { <Track number=number /> }.into_any(),
        Route::LookUp => view! { <LookUpPage /> }.into_any(),
        _ => ().into_any(),
    }
}

fn near(route: Route) -> AnyView {
    match route {
        Route::Near => view! { <Near /> }.into_any(),
        Route::PublicCase(number) => view! { <PublicCase number=number /> }.into_any(),
        _ => ().into_any(),
    }
}

fn grid(route: Route) -> AnyView {
    match route {
        Route::Grid => view! { <MyGrid /> }.into_any(),
        Route::ChooseGrid => view! { <ChooseGrid /> }.into_any(),
        _ => ().into_any(),
    }
}

fn account(route: Route) -> AnyView {
    match route {
        Route::SignIn => view! { <SignInPage /> }.into_any(),
        Route::Account => view! { <AccountPage /> }.into_any(),
        Route::SecondFactor => view! { <SecondFactorPage /> }.into_any(),
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

#[cfg(not(feature = "whole"))]
#[wasm_split(outbox, fallible)]
fn open_outbox() -> Result<fn(), Lost> {
    Ok(opened)
}

#[cfg(feature = "whole")]
async fn open_outbox() -> Result<fn(), Lost> {
    Ok(opened)
}

fn opened() {
    Outbox::get();
}

fn inbox(_: Route) -> AnyView {
    view! { <InboxPage /> }.into_any()
}

/// Begins to listen for what happens with the cases of the device or the account, for the count on the tab.
pub(super) fn listen(owner: Option<Owner>) {
    let Some(owner) = owner else { return };
    owner.with(|| {
        let app = AppOwner::get();
        // Whether there are any is seen without reading them.
        let any = storage::read(CASES).is_some_and(|cases| !cases.is_empty());
        Effect::new(move || {
            if any || follow_signed_in() {
                spawn_local(async move {
                    // Without the chunk there is no count, and the next page that needs it says why.
                    if let Ok(begin) = listening().await {
                        app.run(begin);
                    }
                });
            }
        });
    });
}

#[cfg(not(feature = "whole"))]
#[wasm_split(inbox, fallible)]
fn listening() -> Result<fn(), Lost> {
    Ok(begin_to_listen)
}

#[cfg(feature = "whole")]
async fn listening() -> Result<fn(), Lost> {
    Ok(begin_to_listen)
}

/// Inside WeChat, gives each page its card for whoever shares it.
pub(super) fn share_in_wechat(owner: Option<Owner>, route: Memo<Option<Route>>) {
    let Some(owner) = owner.filter(|_| wechat::is_here()) else { return };
    spawn_local(async move {
        // Without the chunk a shared page has WeChat's own plain card.
        if let Ok(begin) = sharing().await {
            owner.with(|| begin(route));
        }
    });
}

#[cfg(not(feature = "whole"))]
#[wasm_split(wechat, fallible)]
fn sharing() -> Result<fn(Memo<Option<Route>>), Lost> {
    Ok(share_each_page)
}

#[cfg(feature = "whole")]
async fn sharing() -> Result<fn(Memo<Option<Route>>), Lost> {
    Ok(share_each_page)
}

fn share_each_page(route: Memo<Option<Route>>) {
    Effect::new(move || {
        // What only its owner may open is shared as the app's first page.
        let shared = route.get().filter(|route| route.is_public()).unwrap_or(Route::Home);
        // The page writes its title after it is there.
        set_timeout(
            move || {
                let title = if shared == Route::Home { t::app_name().to_owned() } else { document().title() };
                spawn_local(async move { wechat::share(&title, &shared.href()).await });
            },
            Duration::from_millis(300),
        );
    });
}

fn begin_to_listen() {
    News::get();
}

fn desk_queue(_: Route) -> AnyView {
    desk::queue::page()
}

fn desk_case(route: Route) -> AnyView {
    match route {
        Route::Desk(Desk::Case(number)) if is_part() => desk::case::pane(number),
        Route::Desk(Desk::Case(number)) => desk::case::page(number),
        _ => ().into_any(),
    }
}

fn desk_act(_: Route) -> AnyView {
    sheet::forms()
}

fn desk_office(route: Route) -> AnyView {
    match route {
        Route::Desk(page) => desk::office::page(page),
        _ => ().into_any(),
    }
}

fn desk_shifts(route: Route) -> AnyView {
    match route {
        Route::Desk(page) => desk::volunteers::shifts(page),
        _ => ().into_any(),
    }
}

fn desk_volunteer(route: Route) -> AnyView {
    match route {
        Route::Desk(page) => desk::volunteers::people(page),
        _ => ().into_any(),
    }
}

fn desk_dashboard(_: Route) -> AnyView {
    desk::dashboard::page()
}

fn stats(_: Route) -> AnyView {
    view! { <Figures /> }.into_any()
}

fn volunteer(route: Route) -> AnyView {
    match route {
        Route::Volunteer(page) => volunteer::page(page),
        _ => ().into_any(),
    }
}

fn volunteer_own(route: Route) -> AnyView {
    match route {
        Route::Volunteer(page) => volunteer::own(page),
        _ => ().into_any(),
    }
}

fn roster(route: Route) -> AnyView {
    match route {
        Route::Volunteer(page) => attendance::roster(page),
        _ => ().into_any(),
    }
}

fn attendance(route: Route) -> AnyView {
    match route {
        Route::Volunteer(page) => attendance::page(page),
        _ => ().into_any(),
    }
}
