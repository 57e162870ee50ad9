//! Who has which role where, giving one and ending one. Both are written into the audit log.

use leptos::prelude::*;
use pingan_api::{
    account::{EndGrant, GrantQuery, GrantedRole, ListGrants, Role},
    id::GrantId,
};

use super::{paged::Paged, role_form::RoleForm};
use crate::{
    choices_of, client,
    desk::removal::{Asking, Removal},
    i18n::{Label, moment, name, t},
    ui::{choices::Choice, icon::icon, live::live, select::select},
};

pub fn roles() -> AnyView {
    let role = RwSignal::new(None::<Role>);
    let list = Paged::new(move |cursor| {
        let query = GrantQuery { role: role.get(), cursor, ..GrantQuery::default() };
        async move { client::send(&ListGrants(query)).await }
    });
    let ending = Removal::<GrantId>::none();
    provide_context(ending);
    let giving = RwSignal::new(false);
    let choices: Vec<Choice> = choices_of!(Role::ALL.iter().copied(), Label::label);
    let chosen = Signal::derive(move || role.get().map(Role::as_str));
    let choose = move |word: Option<&'static str>| role.set(word.and_then(|word| word.parse().ok()));
    let asking = Asking {
        title: |_| t::desk_role_end_title().to_owned(),
        text: t::desk_role_end_text,
        confirm: t::desk_role_end,
        done: Some(t::desk_role_end_done),
    };
    view! {
        <p class="note">{t::desk_roles_hint}</p>
        <div class="button-row">
            <button type="button" class="button" on:click=move |_| giving.set(true)>
                {icon("plus")}
                {t::desk_role_give}
            </button>
        </div>
        <div class="section">
            {select("roles-role", t::desk_role, Some(t::desk_any.into()), choices, chosen, Callback::new(choose))}
        </div>
        <div class="section">{list.view(row, t::desk_roles_none, t::desk_roles_none_text)}</div>
        <RoleForm open=giving on_given=move |()| list.refresh() />
        {ending.question(asking, EndGrant, move || list.refresh())}
    }
    .into_any()
}

fn row(_: Paged<GrantedRole>, granted: GrantedRole) -> AnyView {
    let GrantedRole { grant, name: person, phone, granted_at, ended_at, .. } = granted;
    let ending: Removal<GrantId> = use_context().expect("the page provides it above its list");
    let person = if person.is_empty() { phone.clone() } else { format!("{person} · {phone}") };
    let (id, role) = (grant.id, grant.role);
    let what = move || format!("{} · {}", role.label(), name(&grant.unit_name));
    let when = move || match ended_at {
        Some(ended) => t::desk_role_ended(moment::at(ended)),
        None => t::desk_role_since(moment::at(granted_at)),
    };
    let called = person.clone();
    let begin = move |_| ending.begin(id);
    let tools = ended_at.is_none().then(|| {
        view! {
            <div class="desk-row__tools">
                <button
                    type="button"
                    class="button button--plain button--small"
                    aria-label=move || t::desk_role_end_of(&called, role.label())
                    on:click=begin
                >
                    {t::desk_role_end}
                </button>
            </div>
        }
    });
    view! {
        <p class="desk-row__top">
            <b>{person}</b>
            <span class="note">{live(when)}</span>
        </p>
        <p>{live(what)}</p>
        {tools}
    }
    .into_any()
}
