//! Who has which role where.

use leptos::prelude::*;
use pingan_api::account::{GrantQuery, GrantedRole, ListGrants, Role};

use super::paged::Paged;
use crate::{
    choices_of, client,
    i18n::{Label, moment, name, t},
    ui::{choices::Choice, live::live, select::select},
};

pub fn roles() -> AnyView {
    let role = RwSignal::new(None::<Role>);
    let list = Paged::new(move |cursor| {
        let query = GrantQuery { role: role.get(), cursor, ..GrantQuery::default() };
        async move { client::send(&ListGrants(query)).await }
    });
    let choices: Vec<Choice> = choices_of!(Role::ALL.iter().copied(), Label::label);
    let chosen = Signal::derive(move || role.get().map(Role::as_str));
    let choose = move |word: Option<&'static str>| role.set(word.and_then(|word| word.parse().ok()));
    view! {
        <p class="note">{t::desk_roles_hint}</p>
        {select("roles-role", t::desk_role, Some(t::desk_any.into()), choices, chosen, Callback::new(choose))}
        <div class="section">{list.view(row, t::desk_roles_none, t::desk_roles_none_text)}</div>
    }
    .into_any()
}

fn row(_: Paged<GrantedRole>, granted: GrantedRole) -> AnyView {
    let GrantedRole { grant, name: person, phone, granted_at, ended_at, .. } = granted;
    let person = if person.is_empty() { phone.clone() } else { format!("{person} · {phone}") };
    let role = grant.role;
    let what = move || format!("{} · {}", role.label(), name(&grant.unit_name));
    let when = move || match ended_at {
        Some(ended) => t::desk_role_ended(moment::at(ended)),
        None => t::desk_role_since(moment::at(granted_at)),
    };
    view! {
        <p class="desk-row__top">
            <b>{person}</b>
            <span class="note">{live(when)}</span>
        </p>
        <p>{live(what)}</p>
    }
    .into_any()
}
