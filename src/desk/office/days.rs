//! Holidays, and the days off that are worked to make up for them.

use leptos::prelude::*;
use pingan_api::{Date, cases::CalendarDay};

use crate::{
    i18n::t,
    ui::{
        choices::{Choice, Segments},
        field::TextField,
        icon::{icon, icon_small},
        live::live,
    },
};

const OFF: &str = "off";
const WORKED: &str = "worked";

#[derive(Clone, Copy)]
pub struct Days(RwSignal<Vec<CalendarDay>>);

impl Days {
    pub fn of(days: Vec<CalendarDay>) -> Self {
        Self(RwSignal::new(days))
    }

    /// In the order of time, as the server gives them; reactive.
    pub fn list(self) -> Vec<CalendarDay> {
        self.0.get()
    }

    pub fn view(self) -> AnyView {
        let rows = live(move || {
            let rows = self.0.get().into_iter().map(|day| self.row(day)).collect_view();
            view! { <ul class="desk-rows">{rows}</ul> }.into_any()
        });
        view! {
            {self.adder()}
            <div class="section">{rows}</div>
        }
        .into_any()
    }

    fn row(self, day: CalendarDay) -> AnyView {
        let CalendarDay { date, works, name } = day;
        let kind = if works { t::desk_day_worked } else { t::desk_day_holiday };
        let class = if works { "state-chip state-chip--awaiting_resident" } else { "state-chip state-chip--accepted" };
        let remove = move |_| self.0.update(|days| days.retain(|other| other.date != date));
        view! {
            <li class="desk-day">
                <span>
                    <b class="desk-number">{date.to_string()}</b>
                    " "
                    {name}
                </span>
                <span class=class>{kind}</span>
                <button
                    type="button"
                    class="icon-button"
                    aria-label=move || t::desk_day_remove(date)
                    on:click=remove
                >
                    {icon("close")}
                </button>
            </li>
        }
        .into_any()
    }

    /// One day, or all from one to another.
    fn adder(self) -> AnyView {
        let (first, last, name) =
            (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(String::new()));
        let kind = RwSignal::new(OFF);
        let kinds = vec![Choice::new(OFF, t::desk_day_holiday), Choice::new(WORKED, t::desk_day_worked)];
        let fault = RwSignal::new(None::<String>);
        let add = move |_| {
            let Some(days) = span(&first.get_untracked(), &last.get_untracked()) else {
                fault.set(Some(t::desk_day_wrong().to_owned()));
                return;
            };
            fault.set(None);
            let called = name.get_untracked().trim().to_owned();
            self.0.update(|all| {
                all.retain(|other| !days.contains(&other.date));
                let works = kind.get_untracked() == WORKED;
                all.extend(days.into_iter().map(|date| CalendarDay { date, works, name: called.clone() }));
                all.sort_by_key(|day| day.date);
            });
            first.set(String::new());
            last.set(String::new());
        };
        view! {
            <div class="card">
                <Segments name="day-kind" label=t::desk_day_kind choices=kinds chosen=kind on_choose=move |word| kind.set(word) />
                <div class="desk-fields desk-day__fields">
                    {TextField::new("day-first", t::desk_day_first, first).keyboard("date", "text", "off").error(fault).view()}
                    {TextField::new("day-last", t::desk_day_last, last).keyboard("date", "text", "off").optional().view()}
                </div>
                {TextField::new("day-name", t::desk_day_name, name).limit(40).optional().view()}
                <div class="button-row">
                    <button type="button" class="button button--soft" on:click=add>
                        {icon_small("plus")}
                        {t::desk_day_add}
                    </button>
                </div>
            </div>
        }
        .into_any()
    }
}

/// More days in one go are a mistake.
const LONGEST: i64 = 31;

/// The days from the first to the last, which may be left out.
fn span(first: &str, last: &str) -> Option<Vec<Date>> {
    let first: Date = first.trim().parse().ok()?;
    let last: Date = if last.trim().is_empty() { first } else { last.trim().parse().ok()? };
    let days: Vec<Date> = (0..LONGEST).map(|days| first.plus_days(days)).take_while(|day| *day <= last).collect();
    days.last().is_some_and(|day| *day == last).then_some(days)
}

#[cfg(test)]
mod tests {
    use super::span;

    #[test]
    fn a_span_of_days_has_both_ends() {
        assert_eq!(span("2026-10-01", "2026-10-07").unwrap().len(), 7);
        assert_eq!(span("2026-10-01", "").unwrap().len(), 1);
        assert_eq!(span("2026-10-01", "2026-10-31").unwrap().len(), 31);
        for (first, last) in [("", ""), ("2026-10-02", "2026-10-01"), ("2026-10-01", "2026-11-01"), ("2026-02-30", "")]
        {
            assert_eq!(span(first, last), None, "{first} {last}");
        }
    }
}
