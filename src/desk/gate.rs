//! The door of the desk: whoever is not signed in is shown to the sign-in, staff without a second factor to that, and a
//! resident is told kindly that there is nothing here, unless it is about shifts and they lead a team.

use std::cell::Cell;

use leptos::prelude::*;
use pingan_api::{
    Endpoint,
    account::{GetMe, Me, Permission, SecondFactor},
    id::AccountId,
    problem::ProblemCode,
};

use super::frame::{is_of_shifts, opens};
use crate::{
    app::AppOwner,
    client::{self, ClientError},
    i18n::{Words, t},
    route::{Desk, Route},
    ui::{
        async_view::{Fetched, Load, empty, failed, skeleton},
        live::live,
        page::Page,
    },
};

/// Who asks.
#[derive(Clone, Debug, PartialEq)]
enum Asker {
    Nobody,
    Somebody(Box<Me>),
}

async fn who() -> Result<Asker, ClientError> {
    match client::send(&GetMe).await {
        Ok(me) => Ok(Asker::Somebody(Box::new(me))),
        Err(ClientError::Problem(problem)) if problem.code == ProblemCode::NotSignedIn => Ok(Asker::Nobody),
        Err(error) => Err(error),
    }
}

/// Whoever works here, asked once and then kept for all pages of the desk.
#[derive(Clone, Copy)]
pub struct Staff(Fetched<Asker>);

thread_local! {
    /// No context, since what goes on after an answer has none.
    static STAFF: Cell<Option<Staff>> = const { Cell::new(None) };
}

impl Staff {
    fn get() -> Self {
        if STAFF.get().is_none() {
            AppOwner::with(|| STAFF.set(Some(Self(Fetched::after(None, who)))));
        }
        STAFF.get().expect("it was just put there")
    }
}

/// Asks anew who is here: a session ended, or wants its second factor again. Gives whether that is why.
pub fn turned_away(error: &ClientError) -> bool {
    let away = error
        .problem()
        .is_some_and(|problem| matches!(problem.code, ProblemCode::NotSignedIn | ProblemCode::SecondFactorNeeded));
    if let Some(Staff(asker)) = STAFF.get().filter(|_| away) {
        asker.refresh();
    }
    away
}

/// Whether any role of whoever works here may; reactive. Where, the server decides.
pub fn may(permission: Permission) -> bool {
    let Some(Staff(asker)) = STAFF.get() else { return false };
    matches!(asker.ready(), Some(Asker::Somebody(me)) if me.may(permission))
}

/// Who works here now; none before the door was passed.
pub fn account() -> Option<AccountId> {
    match untrack(|| STAFF.get()?.0.ready()) {
        Some(Asker::Somebody(me)) => Some(me.id),
        Some(Asker::Nobody) | None => None,
    }
}

/// Sends what a page of the desk asks; who is let in no longer is shown to the door.
pub async fn ask<E: Endpoint>(request: &E) -> Result<E::Answer, ClientError> {
    client::send(request).await.inspect_err(|error| {
        turned_away(error);
    })
}

/// Shows `inside` to staff and to whoever else may open the page. Whoever has to sign in first comes back to `here`.
pub fn gate(here: Desk, inside: impl Fn(Me) -> AnyView + Send + Sync + 'static) -> AnyView {
    let Staff(asker) = Staff::get();
    // Somebody may have signed in or out on another page.
    if !matches!(untrack(|| asker.ready()), Some(Asker::Somebody(me)) if lets_in(&me, here)) {
        asker.refresh();
    }
    live(move || match asker.load() {
        Load::Loading => bare(skeleton(3)),
        Load::Failed(failure) => bare(failed(failure, Callback::new(move |()| asker.refresh()))),
        Load::Ready(Asker::Nobody) => {
            let sign_in = Route::Desk(here).after_sign_in();
            let text = if is_of_shifts(here) { t::desk_sign_in_shifts } else { t::desk_sign_in_text };
            turned(t::desk_sign_in, text, sign_in, t::desk_sign_in_button)
        }
        Load::Ready(Asker::Somebody(me)) if !is_known(&me, here) => {
            turned(t::desk_not_staff, t::desk_not_staff_text, Route::Home.href(), t::not_found_home)
        }
        Load::Ready(Asker::Somebody(me)) if !lets_in(&me, here) => {
            let factor = Route::Desk(here).after_second_factor();
            turned(t::desk_second_factor, t::desk_second_factor_text, factor, t::desk_second_factor_button)
        }
        Load::Ready(Asker::Somebody(me)) => inside(*me),
    })
    .into_any()
}

/// Staff, who may be shown other pages from here, and residents who may open this one.
fn is_known(me: &Me, here: Desk) -> bool {
    me.is_staff() || opens(me, here)
}

fn lets_in(me: &Me, here: Desk) -> bool {
    is_known(me, here) && matches!(me.second_factor, SecondFactor::Passed | SecondFactor::NotNeeded)
}

/// While nobody knows yet who asks.
fn bare(inside: AnyView) -> AnyView {
    view! {
        <main class="page" id="content">
            <h1 class="visually-hidden">{t::desk_title}</h1>
            {inside}
        </main>
    }
    .into_any()
}

/// Why it goes no further here, and where it does.
fn turned(title: Words, text: Words, href: String, button: Words) -> AnyView {
    view! {
        <Page title=t::desk_title up=Route::Home.href()>
            {empty(title, text)}
            <div class="button-row">
                <a class="button button--block" href=href>
                    {button}
                </a>
            </div>
        </Page>
    }
    .into_any()
}
