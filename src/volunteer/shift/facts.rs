//! What a shift is, whoever reads it: when, where, what for, what to bring.

use leptos::prelude::*;
use pingan_api::{
    id::ShiftId,
    volunteer::{Shift, ShiftState, Standing, StandingWord, person::SHIFT_CALENDAR_PATH},
};

use super::meeting_place::meeting_place;
use crate::{
    i18n::{Label, name, t},
    route::{Desk, Route, Volunteer},
    shift_times::whole,
    ui::{copy_button::CopyButton, icon::icon, live::live},
    volunteer::links::cell,
};

/// Without what changes as people sign up.
pub(super) fn of(mut shift: Shift) -> Shift {
    shift.card.taken = 0;
    shift.card.waiting = 0;
    shift.card.standing = Standing::of(StandingWord::Free);
    shift.posts.clear();
    shift.mine = None;
    shift
}

pub(super) fn head(shift: Shift) -> AnyView {
    let card = shift.card;
    let (from, to, team) = (card.starts_at, card.ends_at, card.team);
    let cancelled = (card.state == ShiftState::Cancelled).then(|| {
        let why = shift.cancelled_because.map(|why| view! { <p>{why}</p> });
        view! {
            <div class="banner banner--error">
                {icon("warning")}
                <div>
                    <p>
                        <b>{t::volunteer_cancelled}</b>
                    </p>
                    {why}
                </div>
            </div>
        }
    });
    let draft = (card.state == ShiftState::Draft)
        .then(|| view! { <p class="banner">{icon("edit")} <span>{t::volunteer_draft}</span></p> });
    view! {
        <section class="shift-head">
            <h2 class="shift-head__title">{card.title}</h2>
            <p class="shift-head__line">{icon("clock")} <b>{live(move || whole(from, to))}</b></p>
            <p class="shift-head__line">{icon("map-pin")} <span>{card.place.clone()}</span></p>
            <p class="shift-head__line">
                {icon("people")}
                <a class="link-button" href=Route::Volunteer(Volunteer::Team(team)).href()>
                    {card.team_name}
                </a>
            </p>
        </section>
        {cancelled}
        {draft}
    }
    .into_any()
}

pub(super) fn facts(shift: Shift) -> AnyView {
    let Shift { card, about, bring, case, organises, .. } = shift;
    let text = (!about.is_empty()).then(|| view! { <p class="shift-text">{about}</p> });
    let mut lines = vec![fact(t::volunteer_kind(), card.kind.label().to_owned())];
    if !bring.is_empty() {
        lines.push(fact(t::volunteer_bring(), bring));
    }
    if let Some(age) = card.min_age {
        lines.push(fact(t::volunteer_age(), t::volunteer_from_age(age)));
    }
    let hazard = case.map(|number| cell(Route::PublicCase(number), "info", t::volunteer_for_case));
    let for_organisers = organises.then(|| {
        view! {
            <section class="section">
                <h2 class="section__title">{t::volunteer_organise}</h2>
                <ul class="cells">
                    {cell(Route::Volunteer(Volunteer::Roster(card.id)), "list", t::volunteer_roster)}
                    {cell(Route::Desk(Desk::Shift(card.id)), "edit", t::volunteer_change_shift)}
                </ul>
            </section>
        }
    });
    view! {
        <section class="section">
            <h2 class="section__title">{t::volunteer_what}</h2>
            <div class="card">{text} <dl>{lines}</dl></div>
        </section>
        {hazard.map(|hazard| view! { <div class="section"><ul class="cells">{hazard}</ul></div> })}
        <section class="section">
            <h2 class="section__title">{t::volunteer_where}</h2>
            {meeting_place(card.position)}
            <div class="shift-copy">
                <p>{card.place.clone()} <span class="note">{" "} {name(&card.unit_name)}</span></p>
                <CopyButton text=card.place label=t::volunteer_copy_place />
            </div>
        </section>
        {calendar(card.id)}
        {for_organisers}
    }
    .into_any()
}

fn fact(label: &'static str, value: String) -> AnyView {
    view! {
        <div class="fact">
            <dt class="fact__name">{label}</dt>
            <dd class="fact__value">{value}</dd>
        </div>
    }
    .into_any()
}

/// The shift for the phone's own calendar. Webviews open no such file: there the address is copied into a browser.
fn calendar(id: ShiftId) -> AnyView {
    let path = SHIFT_CALENDAR_PATH.replace("{shift}", &id.to_string());
    let address = format!("{}{path}", window().location().origin().unwrap_or_default());
    view! {
        <section class="section">
            <h2 class="section__title">{t::volunteer_calendar}</h2>
            <div class="cells">
                <a class="weui-cell weui-cell_active" href=path rel="external">
                    <span class="weui-cell__hd">{icon("clock")}</span>
                    <span class="weui-cell__bd">{t::volunteer_calendar_add}</span>
                    <span class="weui-cell__ft">{icon("chevron")}</span>
                </a>
            </div>
            <div class="shift-copy">
                <p class="note">{t::volunteer_calendar_copy}</p>
                <CopyButton text=address label=t::volunteer_calendar_label />
            </div>
        </section>
    }
    .into_any()
}
