//! The frame of the desk's pages: the title, and the way to the other pages that somebody may open.

use leptos::{html, prelude::*, text_prop::TextProp};
use pingan_api::account::{Me, Permission};

use crate::{
    app::Navigate,
    i18n::{Words, t},
    route::{Desk, Route, Volunteer},
    ui::{
        icon::icon,
        live::live,
        page::announce,
        sheet::{Action, Sheet},
    },
};

/// What a page of the desk is called.
fn called(page: Desk) -> Words {
    match page {
        Desk::Queue | Desk::Case(_) => t::desk_title,
        Desk::Dashboard => t::desk_dashboard,
        Desk::Shifts | Desk::Shift(_) => t::desk_volunteer_shifts,
        Desk::Teams => t::desk_volunteer_teams,
        Desk::Volunteers => t::desk_volunteer_people,
        Desk::Answers => t::desk_answers,
        Desk::Calendar => t::desk_calendar,
        Desk::Blocks => t::desk_blocks,
        Desk::Roles => t::desk_roles,
        Desk::Audit => t::desk_audit,
    }
}

/// What somebody has to be allowed for a page.
const fn needs(page: Desk) -> Permission {
    match page {
        Desk::Queue => Permission::ReadQueue,
        Desk::Case(_) => Permission::ReadCase,
        Desk::Dashboard => Permission::ReadDashboard,
        Desk::Shifts | Desk::Shift(_) | Desk::Teams | Desk::Volunteers => Permission::ManageVolunteers,
        Desk::Answers => Permission::EditStandardAnswers,
        Desk::Calendar => Permission::EditCalendar,
        Desk::Blocks => Permission::Block,
        Desk::Roles => Permission::GrantRoles,
        Desk::Audit => Permission::ReadAudit,
    }
}

/// Pages that who leads a team has a use for.
pub(super) const fn is_of_shifts(page: Desk) -> bool {
    matches!(page, Desk::Shifts | Desk::Shift(_))
}

/// Whether somebody may open a page: by a role, or a page of shifts by leading a team. Which shifts, the server decides.
pub(super) fn opens(me: &Me, page: Desk) -> bool {
    me.may(needs(page)) || (is_of_shifts(page) && !me.leads.is_empty())
}

/// A page of the desk. `wide` pages use the whole width of a large screen.
#[component]
pub fn Frame(
    me: Me,
    here: Desk,
    /// In the place of what the page is called.
    #[prop(optional, into)]
    title: Option<TextProp>,
    #[prop(optional)] wide: bool,
    children: Children,
) -> impl IntoView {
    let heading = NodeRef::<html::H1>::new();
    let title = title.unwrap_or_else(|| called(here).into());
    announce(title.clone(), heading);
    let open = RwSignal::new(false);
    let navigate = Navigate::get();
    let pages: Vec<Desk> = Desk::FIXED.into_iter().filter(|page| opens(&me, *page)).collect();
    let up = match here {
        Desk::Queue => Route::Home,
        Desk::Shift(_) => Route::Desk(Desk::Shifts),
        _ if me.is_staff() => Route::Desk(Desk::Queue),
        _ => Route::Volunteer(Volunteer::Mine),
    };
    let links = pages.iter().map(|page| {
        let current = (*page == here).then_some("page");
        view! {
            <li>
                <a class="desk-nav__link" href=Route::Desk(*page).href() aria-current=current>
                    {called(*page)}
                </a>
            </li>
        }
    });
    let links = links.collect_view();
    let mut actions: Vec<Action> = pages
        .iter()
        .filter(|page| **page != here)
        .map(|page| {
            let page = *page;
            Action::new(called(page), move || navigate.to(Route::Desk(page)))
        })
        .collect();
    actions.push(Action::new(t::desk_my_devices, move || navigate.to(Route::Account)));
    view! {
        <main class=if wide { "desk desk--wide" } else { "desk" } id="content">
            <header class="desk-head">
                <a class="page-head__back" href=up.href() aria-label=t::action_back>
                    {icon("back")}
                </a>
                <h1 class="page-head__title" tabindex="-1" node_ref=heading>
                    {live(move || title.get())}
                </h1>
                <nav class="desk-nav" aria-label=t::desk_pages>
                    <ul class="desk-nav__list">{links}</ul>
                </nav>
                <button
                    type="button"
                    class="icon-button desk-head__menu"
                    aria-label=t::desk_pages
                    aria-haspopup="dialog"
                    on:click=move |_| open.set(true)
                >
                    {icon("list")}
                </button>
            </header>
            {if opens(&me, here) { children() } else { not_yours() }}
            <Sheet open title=t::desk_pages actions />
        </main>
    }
}

fn not_yours() -> AnyView {
    crate::ui::async_view::empty(t::desk_not_yours, t::desk_not_yours_text)
}
