//! One case as a desk works on it: what was reported, where, what happened, and everything that can be done now.

pub mod act;
pub mod around;
pub mod asking;
pub mod bar;
pub mod contact;
pub mod contents;
pub mod head;
pub mod opened;
pub mod photos;
pub mod place;
pub mod timeline;
pub mod viewer;
pub mod volunteers;
pub mod whistles;

use leptos::prelude::*;
use pingan_api::{account::Me, cases::CaseNumber};

use self::{act::sheet::ActSheet, opened::Opened};
use super::{frame::Frame, gate::gate, pulse::again_and_again};
use crate::{
    i18n::t,
    route::Desk,
    ui::{
        async_view::{Failure, Load, banner, failed, skeleton},
        live::live,
    },
};

/// A case on a page of its own.
#[component]
fn CasePage(me: Me, number: CaseNumber) -> impl IntoView {
    view! {
        <Frame me here=Desk::Case(number) title=move || t::desk_case(number.grouped())>
            {opened(number)}
        </Frame>
    }
}

/// A case in a column of another page, which keeps the door.
pub fn pane(number: CaseNumber) -> AnyView {
    view! { <div class="desk-pane">{opened(number)}</div> }.into_any()
}

/// A case whose page stands in the address bar.
pub fn page(number: CaseNumber) -> AnyView {
    gate(Desk::Case(number), move |me| view! { <CasePage me number /> }.into_any())
}

fn opened(number: CaseNumber) -> AnyView {
    let opened = Opened::new(number);
    again_and_again(move || opened.renew());
    let retry = Callback::new(move |()| opened.refresh());
    let seen = Memo::new(move |_| opened.case.with(Option::is_some));
    let body = live(move || {
        if seen.get() {
            return whole(opened);
        }
        match opened.load() {
            Load::Failed(failure) => failed(failure, retry),
            Load::Loading | Load::Ready(_) => skeleton(3),
        }
    });
    let old = live(move || match (seen.get(), opened.load()) {
        (true, Load::Failed(Failure { offline: true, .. })) => Some(banner(t::desk_case_old)),
        (true, Load::Failed(Failure { text, .. })) => Some(banner(text)),
        _ => None,
    });
    view! {
        {old}
        {body}
        <ActSheet opened />
        {asking::question(opened)}
        {asking::told(opened)}
    }
    .into_any()
}

fn whole(opened: Opened) -> AnyView {
    view! {
        {opened.part(head::Head::of, head::head)}
        {bar::bar(opened)}
        <div class="desk-case">
            <div class="desk-case__main">
                {opened.part(photos::taken, photos::photos)}
                {opened.part(contents::Contents::of, contents::contents)}
                {opened.part(|case| case.place.clone(), place::place)}
                {opened.part(|case| case.whistles.clone(), whistles::whistles)}
            </div>
            <div class="desk-case__side">
                {opened.part(timeline::Past::of, timeline::timeline)}
                {opened.part(volunteers::Called::of, volunteers::volunteers)}
                {opened.part(around::Around::of, around::around)}
                {opened.part(contact::People::of, contact::people)}
            </div>
        </div>
    }
    .into_any()
}
