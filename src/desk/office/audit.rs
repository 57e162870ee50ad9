//! The log: who did what to what, newest first.

use std::collections::BTreeMap;

use leptos::{html, prelude::*};
use pingan_api::{
    Date,
    audit::{Action, AuditLine, AuditQuery, ListAudit, Object, ObjectKind},
    cases::State,
    desk::ActKind,
    district::Name,
    id::{AccountId, UnitId},
};

use super::paged::Paged;
use crate::{
    choices_of, client,
    desk::steps::state,
    i18n::{Label, moment, name, t},
    route::{Desk, Route},
    ui::{choices::Choice, field::TextField, focus::focus, live::live, select::select},
};

/// What narrows the log.
#[derive(Clone, Copy)]
struct Narrowed {
    /// Whose lines alone, with what they are called.
    only: RwSignal<Option<(AccountId, String)>>,
    action: RwSignal<Option<Action>>,
    object: RwSignal<Option<ObjectKind>>,
    /// Days, as typed.
    from: RwSignal<String>,
    until: RwSignal<String>,
    /// A case's number or another id, as typed.
    id: RwSignal<String>,
}

impl Narrowed {
    /// Reactive.
    fn query(self) -> AuditQuery {
        let day = |typed: String| typed.trim().parse::<Date>().ok();
        let id: String = self.id.get().split_whitespace().collect();
        let object_kind = self.object.get();
        AuditQuery {
            account: self.only.with(|only| only.as_ref().map(|(account, _)| *account)),
            action: self.action.get(),
            object_kind,
            object_id: Some(id).filter(|id| !id.is_empty() && object_kind.is_some()),
            from: day(self.from.get()).map(Date::begins),
            before: day(self.until.get()).map(|day| day.plus_days(1).begins()),
            ..AuditQuery::default()
        }
    }
}

pub fn audit() -> AnyView {
    let narrowed = Narrowed {
        only: RwSignal::new(None),
        action: RwSignal::new(None),
        object: RwSignal::new(None),
        from: RwSignal::new(String::new()),
        until: RwSignal::new(String::new()),
        id: RwSignal::new(String::new()),
    };
    provide_context(narrowed);
    let list = Paged::new(move |cursor| {
        let query = AuditQuery { cursor, ..narrowed.query() };
        async move { client::send(&ListAudit(query)).await }
    });
    view! {
        <p class="note">{t::desk_audit_hint}</p>
        {filters(narrowed)}
        {only(narrowed)}
        <div class="section">{list.view(row, t::desk_audit_none, t::desk_audit_none_text)}</div>
    }
    .into_any()
}

fn filters(narrowed: Narrowed) -> AnyView {
    let Narrowed { action, object, from, until, id, .. } = narrowed;
    let actions: Vec<Choice> = choices_of!(Action::ALL.iter().copied(), Label::label);
    let objects: Vec<Choice> = choices_of!(ObjectKind::ALL.iter().copied(), Label::label);
    let any = || Some(t::desk_any.into());
    let action_now = Signal::derive(move || action.get().map(Action::as_str));
    let object_now = Signal::derive(move || object.get().map(ObjectKind::as_str));
    let choose_action = move |word: Option<&'static str>| action.set(word.and_then(|word| word.parse().ok()));
    let choose_object = move |word: Option<&'static str>| object.set(word.and_then(|word| word.parse().ok()));
    let id_field = live(move || {
        object.with(Option::is_some).then(|| TextField::new("audit-id", t::desk_audit_id, id).optional().view())
    });
    view! {
        <details class="desk-more">
            <summary class="desk-more__summary">{t::desk_filter}</summary>
            <div class="desk-fields">
                {select("audit-action", t::desk_audit_action, any(), actions, action_now, Callback::new(choose_action))}
                {select("audit-object", t::desk_audit_object, any(), objects, object_now, Callback::new(choose_object))}
                {TextField::new("audit-from", t::desk_audit_from, from).keyboard("date", "text", "off").view()}
                {TextField::new("audit-until", t::desk_audit_until, until).keyboard("date", "text", "off").view()}
                {id_field}
            </div>
        </details>
    }
    .into_any()
}

/// Whom the log is narrowed to, until it is pressed.
fn only(narrowed: Narrowed) -> AnyView {
    let chip = NodeRef::<html::Button>::new();
    // The name that was pressed is gone with the list that it stood in.
    Effect::new(move || chip.get().into_iter().for_each(|chip| focus(&chip)));
    live(move || {
        narrowed.only.get().map(|(_, person)| {
            view! {
                <div class="desk-answers">
                    <button
                        type="button"
                        class="desk-answers__chip"
                        aria-pressed="true"
                        node_ref=chip
                        on:click=move |_| narrowed.only.set(None)
                    >
                        {live(move || t::desk_audit_only(called(&person)))}
                        <span aria-hidden="true">" ×"</span>
                    </button>
                </div>
            }
            .into_any()
        })
    })
    .into_any()
}

fn row(_: Paged<AuditLine>, line: AuditLine) -> AnyView {
    let AuditLine { at, account, name: person, action, object, subject, unit, unit_name, details, named, .. } = line;
    let who = match account {
        Some(account) => somebody(account, person.unwrap_or_default()),
        None => view! { <span>{t::desk_audit_server}</span> }.into_any(),
    };
    let details = (!details.is_empty()).then(move || {
        let besides = move || act_of(&details).unwrap_or_else(|| as_written(&details, &named));
        view! { <p class="note">{live(besides)}</p> }
    });
    view! {
        <p class="desk-row__top">
            <b>{live(move || action.label())}</b>
            <time class="note" datetime=at.to_string()>
                {live(move || moment::at(at))}
            </time>
        </p>
        <p class="desk-row__who">{who} {unit.map(|id| at_unit(id, unit_name))}</p>
        {object.map(|object| what(object, subject))}
        {details}
    }
    .into_any()
}

/// A name; pressing it leaves the lines of that account alone.
fn somebody(account: AccountId, person: String) -> AnyView {
    let narrowed: Narrowed = use_context().expect("the page provides it above its list");
    let shown = person.clone();
    let shown = live(move || called(&shown));
    if narrowed.only.with_untracked(|only| only.as_ref().is_some_and(|(alone, _)| *alone == account)) {
        return view! { <span>{shown}</span> }.into_any();
    }
    let label = person.clone();
    let label = live(move || t::desk_audit_only(called(&label)));
    let press = move |_| narrowed.only.set(Some((account, person.clone())));
    view! {
        <button type="button" class="link-button" aria-label=label on:click=press>
            {shown}
        </button>
    }
    .into_any()
}

/// What an account is called, by the name that it has or has not; reactive.
fn called(person: &str) -> String {
    if person.is_empty() { t::desk_audit_no_name().to_owned() } else { person.to_owned() }
}

/// The act that a line tells of, and where it took the case; reactive.
fn act_of(details: &BTreeMap<String, String>) -> Option<String> {
    let act: ActKind = details.get("act")?.parse().ok()?;
    let stood = |name: &str| details.get(name)?.parse::<State>().ok().map(state);
    Some(match (stood("from"), stood("to")) {
        (Some(from), Some(to)) if from != to => format!("{} · {from} → {to}", act.label()),
        _ => act.label().to_owned(),
    })
}

/// The details of other lines, as the log has them, and whom they name.
fn as_written(details: &BTreeMap<String, String>, named: &BTreeMap<String, String>) -> String {
    let written = details.iter().map(|(key, value)| match named.get(key) {
        Some(called) => format!("{key}: {called} ({value})"),
        None => format!("{key}: {value}"),
    });
    written.collect::<Vec<_>>().join(" · ")
}

fn at_unit(id: UnitId, called: Option<Name>) -> AnyView {
    let called = move || format!(" · {}", called.as_ref().map_or_else(|| id.to_string(), name));
    view! { <span>{live(called)}</span> }.into_any()
}

/// What was done to, as people call it, with the id that tells it from others of that name.
fn what(object: Object, subject: Option<String>) -> AnyView {
    let Object { kind, id } = object;
    let number = (kind == ObjectKind::Case).then(|| id.parse().ok()).flatten();
    match number {
        Some(number) => {
            let words = move || format!("{} {}", kind.label(), pingan_api::cases::CaseNumber::grouped(number));
            view! { <a href=Route::Desk(Desk::Case(number)).href()>{live(words)}</a> }.into_any()
        }
        None => view! {
            <p class="note">
                {live(move || kind.label())} " " {subject.map(|subject| view! { <b>{subject}</b> " " })} {id}
            </p>
        }
        .into_any(),
    }
}
