//! Holds the app together: starting, contexts, and the one table of pages. The only place that knows all features.

mod pages;

use std::time::Duration;

use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    components::Router,
    hooks::{use_location, use_navigate},
    location::{BrowserUrl, LocationProvider},
};

use crate::{
    cases::draft::camera,
    home::{HomePage, TakePhotos},
    i18n::t,
    network::{self, Network, network},
    news::Unread,
    route::{Form, Route},
    session::Device,
    ui::{
        icon::scene,
        keyboard,
        live::live,
        page::Page,
        tab_bar::{Tab, TabBar},
        toast::ToastArea,
    },
};
use pages::{Chunks, Name};
use web_sys::File;

/// Puts the app in the place of the static shell.
pub fn start() {
    // A release stops without a word; index.html notices, tells the server and shows what there is to show then.
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
    keyboard::settle_after_typing();
    mount_to_body(App);
    if let Some(shell) = document().get_element_by_id("shell") {
        shell.remove();
    }
}

#[component]
fn App() -> impl IntoView {
    Device::provide();
    network::watch();
    Unread::provide();
    provide_context(AppOwner(StoredValue::new(Owner::current().expect("a component has an owner"))));
    provide_context(PhotosTaken(StoredValue::new_local(Vec::new())));
    view! {
        <a class="skip-link" href="#content" rel="external">
            {t::app_skip}
        </a>
        <Router>
            <Pages />
        </Router>
        <NetworkLine />
        <ToastArea />
    }
}

/// Says in few words when the network does badly, or that something is being sent.
#[component]
fn NetworkLine() -> impl IntoView {
    let now = Memo::new(|_| network());
    let words = move || match now.get() {
        Network::Good => None,
        Network::Sending => Some(("network-line", t::offline_sending())),
        Network::Weak => Some(("network-line network-line--bad", t::offline_weak())),
        Network::Offline => Some(("network-line network-line--bad", t::offline_offline())),
    };
    view! { <div role="status">{live(move || words().map(|(class, words)| view! { <p class=class>{words}</p> }.into_any()))}</div> }
}

/// Holds what outlives any one page and is made only when it is first needed.
#[derive(Clone, Copy)]
pub struct AppOwner(StoredValue<Owner>);

impl AppOwner {
    fn get() -> AppOwner {
        use_context().expect("the app provides its owner before any page")
    }

    /// Runs `make` so that what it makes and provides lives as long as the app.
    pub fn with(make: impl FnOnce()) {
        AppOwner::get().run(make);
    }

    fn run(self, make: impl FnOnce()) {
        self.0.get_value().with(make);
    }
}

/// Photos taken on the first screen, on their way to the reporting pages.
#[derive(Clone, Copy)]
struct PhotosTaken(StoredValue<Vec<File>, LocalStorage>);

/// Hands on what was taken, if anything was.
fn photos_taken(take: impl FnOnce(Vec<File>)) {
    let PhotosTaken(waiting) = use_context().expect("the app provides this before any page");
    let photos = waiting.try_update_value(std::mem::take).unwrap_or_default();
    if !photos.is_empty() {
        take(photos);
    }
}

/// Goes to a page; `replace` leaves no step back to the present one.
#[derive(Clone, Copy)]
pub struct Navigate(StoredValue<Go>);

/// To a path, in the place of the present page in the history or after it.
type Go = Box<dyn Fn(&str, bool) + Send + Sync>;

impl Navigate {
    /// The router's, given to all pages as context.
    pub fn get() -> Navigate {
        use_context().expect("pages stand inside the router")
    }

    pub fn to(self, route: Route) {
        self.0.with_value(|go| go(&route.href(), false));
    }

    pub fn replace(self, route: Route) {
        self.replace_with(&route.href());
    }

    /// The same for an address that [`Route`] wrote with a query.
    pub fn replace_with(self, href: &str) {
        self.0.with_value(|go| go(href, true));
    }
}

#[component]
fn Pages() -> impl IntoView {
    let path = use_location().pathname;
    let route = Memo::new(move |_| Route::parse(&path.get()));
    let navigate = use_navigate();
    let go = move |href: &str, replace| {
        navigate(href, NavigateOptions { replace, ..NavigateOptions::default() });
    };
    provide_context(Navigate(StoredValue::new(Box::new(go))));
    // The router leaves a clicked link's address out of the address bar until the page that it leads to is there.
    let browser = use_context::<BrowserUrl>().expect("the router provides the browser's address");
    Effect::new(move || {
        route.track();
        path.track();
        browser.ready_to_complete();
    });
    // A camera that ended the page leads back to the photo's place.
    if route.get_untracked() == Some(Route::Home) && camera::camera_lost() {
        Navigate::get().replace(Route::Report(Form::Hazard));
    }
    let chunks = Chunks::new();
    fetch_when_idle(chunks, route);
    pages::send_what_waits();
    move || {
        let page = match route.get() {
            Some(route) => chunks.page(route),
            None => view! { <NotFound /> }.into_any(),
        };
        let tabs = route.get().filter(|route| tab_of(*route)).map(tabs);
        (page, tabs).into_any()
    }
}

/// How long the first screen has the phone and its network to itself.
const FIRST_SCREEN: Duration = Duration::from_secs(3);

/// Has the pages fetched that are most likely wanted next.
fn fetch_when_idle(chunks: Chunks, route: Memo<Option<Route>>) {
    let owner = Owner::current();
    set_timeout(
        move || {
            for name in [Name::report, Name::sending, Name::mine, Name::track, Name::near, Name::voice] {
                chunks.get(name).expect();
            }
            pages::listen(owner.clone());
            pages::share_in_wechat(owner, route);
        },
        FIRST_SCREEN,
    );
}

/// Home with its big button tied to the reporting feature.
fn home_page(chunks: Chunks) -> AnyView {
    let navigate = Navigate::get();
    let PhotosTaken(waiting) = use_context().expect("the app provides this before any page");
    let take = TakePhotos {
        before_camera: Callback::new(move |()| {
            camera::camera_opens();
            chunks.get(Name::report).expect();
        }),
        photos: Callback::new(move |photos| {
            waiting.set_value(photos);
            navigate.to(Route::Report(Form::Hazard));
        }),
    };
    view! { <HomePage take=take /> }.into_any()
}

/// Whether the tab bar stands under a page.
fn tab_of(route: Route) -> bool {
    matches!(route, Route::Home | Route::Near | Route::Mine)
}

fn tabs(here: Route) -> AnyView {
    let unread = Unread::get();
    let tab = |route: Route, icon, name| Tab {
        href: route.href(),
        icon,
        name,
        current: route == here,
        snap: route == Route::Report(Form::Hazard),
        count: (route == Route::Mine).then(|| Signal::derive(move || unread.count())),
    };
    let tabs = vec![
        tab(Route::Home, "home", t::tab_home),
        tab(Route::Near, "map-pin", t::tab_near),
        tab(Route::Report(Form::Hazard), "camera", t::tab_snap),
        tab(Route::Mine, "me", t::tab_mine),
    ];
    view! { <TabBar tabs=tabs /> }.into_any()
}

#[component]
fn NotFound() -> impl IntoView {
    view! {
        <Page title=t::not_found_title up=Route::Home.href()>
            <div class="async-view">
                {scene("lost")} <p class="async-view__text">{t::not_found_text}</p>
            </div>
            <p class="button-row">
                <a class="button" href=Route::Home.href()>
                    {t::not_found_home}
                </a>
                <a class="button button--plain" href=Route::LookUp.href()>
                    {t::not_found_lookup}
                </a>
            </p>
        </Page>
    }
}
