//! Who volunteers in the units of a coordinator; beside it the figures.

use leptos::{prelude::*, task::spawn_local};
use pingan_api::{
    account::Me,
    desk::UnitName,
    id::AccountId,
    volunteer::{
        Skill,
        person::{GuardianContact, ListVolunteers, ReachVolunteer, Volunteer, VolunteerContact, VolunteerQuery},
    },
};

use super::{fields::unit_filter, figures::figures};
use crate::{
    choices_of, client,
    desk::{frame::Frame, gate::ask, office::paged::Paged},
    i18n::{Label, moment, name, t},
    route::Desk,
    shift_times::hours,
    ui::{
        button::Button,
        choices::{Choice, Segments},
        icon::{icon, icon_small},
        live::live,
        select::select,
        toast,
    },
};

const PEOPLE: &str = "people";
const FIGURES: &str = "figures";
const EVERYBODY: &str = "everybody";
const OFFICIALS: &str = "officials";

pub(super) fn page(me: Me) -> AnyView {
    let part = RwSignal::new(PEOPLE);
    let parts = vec![Choice::new(PEOPLE, t::desk_volunteer_people), Choice::new(FIGURES, t::desk_volunteer_figures)];
    let inside = live(move || if part.get() == FIGURES { figures() } else { people() });
    view! {
        <Frame me here=Desk::Volunteers>
            <div class="desk-office">
                <Segments
                    name="volunteers-part"
                    label=t::desk_volunteer_part
                    choices=parts
                    chosen=part
                    on_choose=move |word| part.set(word)
                />
            </div>
            {inside}
        </Frame>
    }
    .into_any()
}

/// What narrows the list.
#[derive(Clone, Copy)]
struct Narrowed {
    unit: RwSignal<Option<UnitName>>,
    officials: RwSignal<bool>,
    skill: RwSignal<Option<Skill>>,
}

fn people() -> AnyView {
    let narrowed = Narrowed { unit: RwSignal::new(None), officials: RwSignal::new(false), skill: RwSignal::new(None) };
    let list = Paged::new(move |cursor| {
        let query = VolunteerQuery {
            unit: narrowed.unit.get().map(|unit| unit.id),
            officials: narrowed.officials.get().then_some(true),
            skill: narrowed.skill.get(),
            cursor,
            limit: None,
        };
        async move { client::send(&ListVolunteers { query }).await }
    });
    view! {
        <div class="desk-office section">
            {filters(narrowed)}
            <div class="section">{list.view(row, t::desk_volunteer_nobody, t::desk_volunteer_nobody_text)}</div>
        </div>
    }
    .into_any()
}

fn filters(narrowed: Narrowed) -> AnyView {
    let Narrowed { unit, officials, skill } = narrowed;
    let who =
        vec![Choice::new(EVERYBODY, t::desk_volunteer_everybody), Choice::new(OFFICIALS, t::desk_volunteer_officials)];
    let whom = Signal::derive(move || if officials.get() { OFFICIALS } else { EVERYBODY });
    let skills: Vec<Choice> = choices_of!(Skill::ALL.iter().copied(), Label::label);
    let skill_now = Signal::derive(move || skill.get().map(Skill::as_str));
    let choose = move |word: Option<&'static str>| skill.set(word.and_then(|word| word.parse().ok()));
    let any = Some(t::desk_any.into());
    view! {
        <Segments
            name="volunteers-who"
            label=t::desk_volunteer_whom
            choices=who
            chosen=whom
            on_choose=move |word: &'static str| officials.set(word == OFFICIALS)
        />
        <div class="desk-volunteer-filters">
            {select("volunteers-skill", t::desk_volunteer_skill, any, skills, skill_now, Callback::new(choose))}
            {unit_filter(unit)}
        </div>
    }
    .into_any()
}

/// Words of one of the contract's lists; nothing where there are none.
fn words<T: Label + Send + 'static>(picture: &str, of: Vec<T>) -> Option<AnyView> {
    if of.is_empty() {
        return None;
    }
    let said = move || of.iter().map(|one| one.label()).collect::<Vec<_>>().join(" · ");
    Some(view! { <p class="desk-volunteer__line">{icon_small(picture)} <span>{live(said)}</span></p> }.into_any())
}

fn row(_: Paged<Volunteer>, person: Volunteer) -> AnyView {
    let Volunteer { account, name: called, grid_name, under_age, work_unit, skills, available, .. } = person;
    let (qualifications, registered_at) = (person.qualifications, person.registered_at);
    let (minutes, no_shows) = (person.minutes, person.no_shows);
    let young = under_age.then(|| {
        view! { <span class="state-chip state-chip--awaiting_resident">{t::desk_volunteer_under_age}</span> }
    });
    let work_unit = work_unit.map(|unit| {
        let words = move || t::desk_volunteer_work_unit(&unit);
        view! { <p class="desk-volunteer__line">{icon_small("building")} <span>{live(words)}</span></p> }
    });
    let count = move || {
        let missed = if no_shows > 0 { format!(" · {}", t::desk_volunteer_missed(no_shows)) } else { String::new() };
        format!("{}{missed}", t::desk_volunteer_served(hours(minutes)))
    };
    let since = move || format!("{} · {}", name(&grid_name), t::desk_volunteer_since(moment::at(registered_at)));
    view! {
        <p class="desk-row__top">
            <b>{called}</b>
            {young}
        </p>
        <p class="note">{live(since)}</p>
        {work_unit}
        {words("badge", qualifications)}
        {words("heart", skills)}
        {words("clock", available)}
        <p class="note">{live(count)}</p>
        {contact(account)}
    }
    .into_any()
}

/// A number is shown only when it is asked for, and each time is written down.
fn contact(account: AccountId) -> AnyView {
    let contact = RwSignal::new(None::<VolunteerContact>);
    let busy = RwSignal::new(false);
    let read = move |()| {
        busy.set(true);
        spawn_local(async move {
            let answer = ask(&ReachVolunteer { account, body: () }).await;
            // The page may have been left meanwhile.
            if busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(reached) => contact.set(Some(reached)),
                Err(error) => toast::warn(move || error.words()),
            }
        });
    };
    let inside = live(move || {
        match contact.get() {
        Some(VolunteerContact { phone, guardian }) => view! { {call(phone)} {guardian.map(guarded)} }.into_any(),
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

fn call(phone: String) -> AnyView {
    view! {
        <a class="button button--small" href=format!("tel:{phone}") rel="external">
            {icon("phone")}
            {phone.clone()}
        </a>
    }
    .into_any()
}

fn guarded(guardian: GuardianContact) -> AnyView {
    let GuardianContact { name: called, phone } = guardian;
    view! {
        <p class="note">{live(move || t::desk_volunteer_guardian(&called))}</p>
        {call(phone)}
    }
    .into_any()
}
