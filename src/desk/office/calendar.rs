//! The calendar that clocks go by: the hours of the week, and the days that are not as their weekday is.

use leptos::{prelude::*, task::spawn_local};
use pingan_api::{
    cases::WorkCalendar,
    desk::{CalendarSheet, GetCalendar, SaveCalendar},
    problem::ProblemCode,
    validate::Validate,
};

use super::{days::Days, week::Week};
use crate::{
    desk::gate::ask,
    i18n::t,
    ui::{
        async_view::{AsyncView, Fetched},
        button::Button,
        icon::icon,
        live::live,
        toast,
    },
};

pub fn calendar() -> AnyView {
    let fetched = Fetched::new(|| ask(&GetCalendar));
    let ready = move |sheet: CalendarSheet| view! { <Editor of=fetched sheet /> }.into_any();
    view! { <AsyncView of=fetched ready /> }.into_any()
}

#[component]
fn Editor(of: Fetched<CalendarSheet>, sheet: CalendarSheet) -> impl IntoView {
    let week = Week::of(&sheet.calendar.week);
    let days = Days::of(sheet.calendar.days.clone());
    let kept = RwSignal::new(sheet);
    let busy = RwSignal::new(false);
    let wrong = RwSignal::new(false);
    let meanwhile = RwSignal::new(false);
    let now = move || WorkCalendar { week: week.hours(), days: days.list() };
    let changed = Memo::new(move |_| kept.with(|kept| kept.calendar != now()));
    let save = move |()| {
        let calendar = untrack(now);
        wrong.set(calendar.validate().is_err() || untrack(|| week.is_broken()));
        if wrong.get_untracked() {
            return;
        }
        meanwhile.set(false);
        busy.set(true);
        let version = kept.with_untracked(|kept| kept.version.clone());
        spawn_local(async move {
            let saved = ask(&SaveCalendar(CalendarSheet { version, calendar })).await;
            // The page may have been left meanwhile.
            if busy.try_set(false).is_some() {
                return;
            }
            match saved {
                Ok(sheet) => {
                    kept.set(sheet);
                    toast::done(t::desk_saved_done);
                }
                Err(error) if error.problem().is_some_and(|problem| problem.code == ProblemCode::EditedMeanwhile) => {
                    meanwhile.set(true);
                }
                Err(error) => toast::warn(move || error.words()),
            }
        });
    };
    let fault = live(move || {
        wrong.get().then(|| {
            view! {
                <p class="field__error" role="alert">
                    {icon("warning")}
                    <span>{t::desk_calendar_wrong}</span>
                </p>
            }
            .into_any()
        })
    });
    // Somebody else was quicker. What was edited stays until the reader takes theirs.
    let edited = live(move || {
        meanwhile.get().then(|| {
            view! {
                <div class="desk-changed section" role="alert">
                    <p class="desk-changed__title">{icon("warning")} {t::desk_calendar_edited}</p>
                    <p>{t::desk_calendar_edited_text}</p>
                    <div class="button-row">
                        <button type="button" class="button" on:click=move |_| of.refresh()>
                            {t::desk_calendar_load}
                        </button>
                    </div>
                </div>
            }
            .into_any()
        })
    });
    view! {
        <p class="note">{t::desk_calendar_hint}</p>
        <section class="section">
            <h2 class="section__title">{t::desk_week}</h2>
            <div class="card">{week.view()}</div>
        </section>
        <section class="section">
            <h2 class="section__title">{t::desk_days}</h2>
            {days.view()}
        </section>
        {fault}
        {edited}
        <div class="button-row">
            <Button
                class="button button--block"
                text=t::desk_save
                busy
                disabled=Signal::derive(move || !changed.get())
                on_press=save
            />
        </div>
    }
}
