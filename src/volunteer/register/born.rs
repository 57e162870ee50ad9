//! The day of birth, as three of the browser's own lists: in a calendar, people of seventy would turn leaves for long.

use leptos::prelude::*;
use pingan_api::volunteer::person::YOUNGEST;

use super::{fields::fault_line, form::Form};
use crate::{
    i18n::{Words, t},
    ui::{icon::icon_of_class, live::live},
    volunteer::when,
};

/// So many years back.
const OLDEST: u16 = 110;

pub(super) const YEAR: &str = "born-year";

const MONTHS: [Words; 12] = [
    t::month_jan,
    t::month_feb,
    t::month_mar,
    t::month_apr,
    t::month_may,
    t::month_jun,
    t::month_jul,
    t::month_aug,
    t::month_sep,
    t::month_oct,
    t::month_nov,
    t::month_dec,
];

pub(super) fn born(form: Form) -> AnyView {
    let this_year = u16::try_from(when::today().parts().0).unwrap_or_default();
    let youngest = this_year.saturating_sub(u16::from(YOUNGEST));
    let years = (this_year.saturating_sub(OLDEST)..=youngest).rev().map(|year| (year, year.to_string())).collect();
    let months = (1..).zip(MONTHS).map(|(month, words)| (month, words().to_owned())).collect();
    let days = (1..=31).map(|day: u16| (day, day.to_string())).collect();
    let fault = form.fault("born");
    let invalid = Signal::derive(move || fault.with(Option::is_some));
    let Form { year, month, day, .. } = form;
    view! {
        <fieldset class="field" aria-describedby="born-error">
            <legend class="field__label">{t::volunteer_born}</legend>
            <div class="born">
                {number(YEAR, t::volunteer_born_year, years, year, invalid)}
                {number("born-month", t::volunteer_born_month, months, month, invalid)}
                {number("born-day", t::volunteer_born_day, days, day, invalid)}
            </div>
            {fault_line("born-error", fault)}
        </fieldset>
    }
    .into_any()
}

fn number(
    id: &'static str,
    label: Words,
    choices: Vec<(u16, String)>,
    chosen: RwSignal<Option<u16>>,
    invalid: Signal<bool>,
) -> AnyView {
    let now = chosen.get_untracked();
    let options = choices.into_iter().map(|(value, text)| {
        view! {
            <option value=value selected=now == Some(value)>
                {text}
            </option>
        }
    });
    view! {
        <div class="select">
            <select
                class="field__input select__input"
                id=id
                aria-label=label
                aria-invalid=live(move || invalid.get().then_some("true"))
                on:change=move |event| chosen.set(event_target_value(&event).parse().ok())
            >
                <option value="" selected=now.is_none()>
                    {label}
                </option>
                {options.collect_view()}
            </select>
            {icon_of_class("icon icon--s icon--down", "chevron")}
        </div>
    }
    .into_any()
}
