//! The calendar that clocks go by: the hours of the week, and the days that are not as their weekday is.

use leptos::{prelude::*, task::spawn_local};
use pingan_api::{
    cases::WorkCalendar,
    desk::{GetCalendar, SaveCalendar},
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
    let ready = move |calendar: WorkCalendar| view! { <Editor calendar /> }.into_any();
    view! { <AsyncView of=fetched ready /> }.into_any()
}

#[component]
fn Editor(calendar: WorkCalendar) -> impl IntoView {
    let week = Week::of(&calendar.week);
    let days = Days::of(calendar.days.clone());
    let kept = RwSignal::new(calendar);
    let busy = RwSignal::new(false);
    let wrong = RwSignal::new(false);
    let now = move || WorkCalendar { week: week.hours(), days: days.list() };
    let changed = Memo::new(move |_| kept.with(|kept| *kept != now()));
    let save = move |()| {
        let calendar = untrack(now);
        wrong.set(calendar.validate().is_err() || untrack(|| week.is_broken()));
        if wrong.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let saved = ask(&SaveCalendar(calendar)).await;
            // The page may have been left meanwhile.
            if busy.try_set(false).is_some() {
                return;
            }
            match saved {
                Ok(calendar) => {
                    kept.set(calendar);
                    toast::done(t::desk_saved_done);
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
