//! Who reported it, and how to reach them: a number is shown only when it is asked for, and each time is written down.

use leptos::{prelude::*, task::spawn_local};
use pingan_api::{
    Timestamp,
    cases::Share,
    desk::{ActKind, DeskCase, DeskShare, ReadContact, requests::ContactQuery},
    id::ShareId,
};

use super::opened::{Doing, Opened};
use crate::{
    desk::gate::ask,
    i18n::{moment, t},
    ui::{
        button::Button,
        icon::{icon, icon_small},
        live::live,
        toast,
    },
};

#[derive(Clone, PartialEq)]
pub struct People {
    people: Vec<Person>,
    may_read: bool,
    may_block: bool,
}

#[derive(Clone, PartialEq)]
struct Person {
    id: ShareId,
    share: Share,
    at: Timestamp,
    has_contact: bool,
    blocked_until: Option<Timestamp>,
}

impl People {
    pub fn of(case: &DeskCase) -> Self {
        let person = |share: &DeskShare| Person {
            id: share.id,
            share: share.share,
            at: share.at,
            has_contact: share.has_contact,
            blocked_until: share.blocked_until,
        };
        Self {
            people: case.shares.iter().map(person).collect(),
            may_read: case.may_read_contact,
            may_block: case.acts.iter().any(|possible| possible.act == ActKind::Block),
        }
    }
}

pub fn people(opened: Opened, people: People) -> AnyView {
    let People { people, may_read, may_block } = people;
    let people = people.into_iter().map(|person| one(opened, person, may_read, may_block)).collect_view();
    view! {
        <section class="section">
            <h3 class="section__title">{t::desk_people}</h3>
            <ul class="card desk-people">{people}</ul>
        </section>
    }
    .into_any()
}

fn one(opened: Opened, person: Person, may_read: bool, may_block: bool) -> AnyView {
    let Person { id, share, at, has_contact, blocked_until } = person;
    let who = move || match share {
        Share::Reporter => t::desk_person_reporter(moment::at(at)),
        Share::Neighbour => t::desk_person_neighbour(moment::at(at)),
    };
    let contact = match (has_contact, may_read) {
        (true, true) => number(opened, id),
        (true, false) => view! { <p class="note">{t::desk_contact_not_yours}</p> }.into_any(),
        (false, _) => view! { <p class="note">{t::desk_contact_none}</p> }.into_any(),
    };
    let blocked = blocked_until.map(|until| {
        view! { <p class="note desk-card__piece">{icon_small("shield")} {live(move || t::desk_blocked_until(moment::at(until)))}</p> }
    });
    let block = (may_block && blocked_until.is_none()).then(|| {
        let begin = move |_| opened.begin(Doing { share: Some(id), ..Doing::new(ActKind::Block) });
        view! {
            <button type="button" class="link-button desk-people__block" on:click=begin>
                {t::desk_block_person}
            </button>
        }
    });
    view! {
        <li class="desk-people__item">
            <p>{icon_small("me")} <b>{live(who)}</b></p>
            {contact}
            {blocked}
            {block}
        </li>
    }
    .into_any()
}

fn number(opened: Opened, share: ShareId) -> AnyView {
    let phone = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let read = move |()| {
        busy.set(true);
        spawn_local(async move {
            let request = ReadContact { number: opened.number, query: ContactQuery { share } };
            let answer = ask(&request).await;
            // The page may have been left meanwhile.
            if busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(contact) => phone.set(Some(contact.phone)),
                Err(error) => toast::warn(move || error.words()),
            }
        });
    };
    let inside = live(move || {
        match phone.get() {
        Some(phone) => view! {
            <a class="button button--small" href=format!("tel:{phone}") rel="external">
                {icon("phone")}
                {phone.clone()}
            </a>
        }
        .into_any(),
        None => view! {
            <Button class="button button--soft button--small" picture="phone" text=t::desk_contact_show busy on_press=read />
            <p class="note">{t::desk_contact_audited}</p>
        }
        .into_any(),
    }
    });
    view! {
        <div class="desk-people__contact" role="status">
            {inside}
        </div>
    }
    .into_any()
}
