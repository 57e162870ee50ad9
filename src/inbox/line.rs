//! One notice: what happened, with which case or shift, when; it leads there.

use leptos::prelude::*;
use pingan_api::{
    Timestamp,
    cases::{Event, Share, State},
    inbox::{CaseNotice, Notice, Subject},
    volunteer::{VolunteerNotice, VolunteerWord},
};

use crate::{
    case_card::{public_event, title},
    i18n::{Label, moment, name, t},
    route::{Route, Volunteer},
    ui::{
        icon::icon,
        live::{Live, live},
    },
};

/// What every line is made of.
struct Line {
    to: Route,
    /// Its picture, whose name colours it as well.
    mark: &'static str,
    what: Live<String>,
    words: Option<String>,
    /// Which case or shift.
    which: AnyView,
}

pub(super) fn line(notice: Notice, fresh: bool) -> AnyView {
    let Notice { at, about, .. } = notice;
    let Line { to, mark, what, words, which } = match about {
        Subject::Case(told) => of_case(told),
        Subject::Volunteer(told) => of_volunteer(told),
    };
    let class = if fresh { "notice notice--new" } else { "notice" };
    view! {
        <a class=class href=to.href()>
            <span class=format!("notice__mark notice__mark--{mark}") aria-hidden="true">
                {icon(mark)}
            </span>
            <span class="notice__body">
                <span class="notice__what">
                    {fresh.then(|| view! { <span class="notice__new">{t::inbox_new}</span> })} {what}
                </span>
                {words.map(|words| view! { <span class="notice__words">{words}</span> })}
                <span class="notice__meta">
                    {which} <time datetime=at.to_string()>{live(move || moment::ago(at))}</time>
                </span>
            </span>
        </a>
    }
    .into_any()
}

fn of_case(told: CaseNotice) -> Line {
    let CaseNotice { number, kind, category, share, event, state, holder, words } = told;
    let what = live(move || {
        let what = match share {
            Share::Reporter => event.label(),
            Share::Neighbour => public_event(event),
        };
        match (&holder, says_who(event)) {
            (Some(holder), true) => t::track_step_with(what, name(holder)),
            _ => what.to_owned(),
        }
    });
    let which = view! {
        <span>{live(move || title(kind, category))}</span>
        <span class="case-number case-number--s">{number.grouped()}</span>
    };
    Line { to: Route::Track(number), mark: state.as_str(), what, words, which: which.into_any() }
}

/// Where it matters who has it from there on.
const fn says_who(event: Event) -> bool {
    matches!(event, Event::Assign | Event::Transfer | Event::Whistle | Event::Dispute | Event::Reopen)
}

fn of_volunteer(told: VolunteerNotice) -> Line {
    let VolunteerNotice { word, title, shift, team, starts_at, until, words } = told;
    let to = match (shift, team) {
        (Some(shift), _) => Route::Volunteer(Volunteer::Shift(shift)),
        (None, Some(team)) => Route::Volunteer(Volunteer::Team(team)),
        (None, None) => Route::Inbox,
    };
    let what = live(move || match (word, until) {
        (VolunteerWord::Offered, Some(until)) => t::inbox_offered_until(moment::at(until)),
        _ => word.label().to_owned(),
    });
    let begins = |at: Timestamp| view! { <span>{live(move || t::inbox_shift_at(moment::at(at)))}</span> };
    let which = view! {
        <span>{title}</span>
        {starts_at.map(begins)}
    };
    Line { to, mark: mark_of(word), what, words, which: which.into_any() }
}

/// What waits for the reader looks as it does with cases, and so does what came to nothing.
const fn mark_of(word: VolunteerWord) -> &'static str {
    match word {
        VolunteerWord::Tomorrow | VolunteerWord::Soon | VolunteerWord::HoursCorrected => "clock",
        VolunteerWord::Changed => "edit",
        VolunteerWord::Message => "chat",
        VolunteerWord::Offered => State::AwaitingResident.as_str(),
        VolunteerWord::Approved => "check",
        VolunteerWord::Cancelled | VolunteerWord::Lapsed => State::Withdrawn.as_str(),
        VolunteerWord::Refused | VolunteerWord::TeamRefused => State::Rejected.as_str(),
        VolunteerWord::TeamJoined => "people",
    }
}
