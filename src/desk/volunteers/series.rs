//! The same shift every week: on which days, until when, and how many that makes.

use leptos::prelude::*;
use pingan_api::{
    Date, Timestamp,
    problem::{FieldError, Issue},
    validate::Validate,
    volunteer::{NewSeries, NewShift, shift::MAX_SERIES},
};

use super::{
    fields::{FormFaults, fault_line, toggles},
    shift_draft::Draft,
};
use crate::{
    i18n::{Label, moment, t},
    shift_times::{WEEKDAYS, day},
    ui::{
        choices::{Choice, Segments},
        field::TextField,
        live::live,
        select::select,
    },
};

const ONCE: &str = "once";
const WEEKLY: &str = "weekly";
/// ISO 8601's numbers of the weekdays.
const DAYS: [&str; 7] = ["1", "2", "3", "4", "5", "6", "7"];
/// Every so many weeks.
const STEPS: [(&str, u8); 4] = [("1", 1), ("2", 2), ("3", 3), ("4", 4)];

#[derive(Clone, Copy)]
pub(super) struct Series {
    /// Else it is only once.
    repeats: RwSignal<bool>,
    weekdays: RwSignal<Vec<u8>>,
    every_weeks: RwSignal<u8>,
    /// As typed.
    until: RwSignal<String>,
}

impl Series {
    pub(super) fn once() -> Self {
        Self {
            repeats: RwSignal::new(false),
            weekdays: RwSignal::new(Vec::new()),
            every_weeks: RwSignal::new(1),
            until: RwSignal::new(String::new()),
        }
    }

    /// Reactive.
    pub(super) fn repeats(self) -> bool {
        self.repeats.get()
    }

    /// The series of a shift, and what is wrong with it besides the shift; reactive.
    pub(super) fn of(self, shift: NewShift) -> (NewSeries, Vec<FieldError>) {
        let until = self.until.with(|typed| typed.trim().parse::<Date>().ok());
        let first = Date::in_shanghai(shift.starts_at);
        let (weekdays, every_weeks) = (self.weekdays.get(), self.every_weeks.get());
        let series = NewSeries { shift, weekdays, every_weeks, until: until.unwrap_or(first) };
        let mut faults = series.validate().err().unwrap_or_default();
        faults.retain(|fault| !fault.field.starts_with("shift."));
        if until.is_none() {
            faults.push(FieldError::new("until", Issue::Required));
        }
        (series, faults)
    }

    pub(super) fn view(self, draft: Draft, faults: FormFaults) -> AnyView {
        self.follow(draft);
        let kinds = vec![Choice::new(ONCE, t::desk_volunteer_once), Choice::new(WEEKLY, t::desk_volunteer_weekly)];
        let kind = Signal::derive(move || if self.repeats.get() { WEEKLY } else { ONCE });
        let choose = move |word: &'static str| self.repeats.set(word == WEEKLY);
        let inside = live(move || self.repeats.get().then(|| self.days(draft, faults)));
        view! {
            <div class="field">
                <p class="field__label">{t::desk_volunteer_repeats}</p>
                <Segments name="shift-repeats" label=t::desk_volunteer_repeats choices=kinds chosen=kind on_choose=choose />
            </div>
            {inside}
        }
        .into_any()
    }

    /// The weekday of the first one goes with its date, until somebody chose others.
    fn follow(self, draft: Draft) {
        Effect::new(move |before: Option<Option<u8>>| {
            let before = before.flatten();
            let weekday = draft.date.with(|date| date.trim().parse::<Date>().ok()).map(Date::weekday);
            let follows = self.weekdays.with_untracked(|days| match before {
                Some(before) => days[..] == [before],
                None => days.is_empty(),
            });
            if let Some(weekday) = weekday.filter(|_| follows) {
                self.weekdays.set(vec![weekday]);
            }
            weekday.or(before)
        });
    }

    fn days(self, draft: Draft, faults: FormFaults) -> AnyView {
        let weekdays = DAYS.into_iter().zip(WEEKDAYS).map(|(word, called)| Choice::new(word, called)).collect();
        let number = |word: &'static str| word.parse::<u8>().unwrap_or_default();
        let is_on = Callback::new(move |word| self.weekdays.with(|days| days.contains(&number(word))));
        let turn = Callback::new(move |word| {
            let turned = number(word);
            self.weekdays.update(|days| match days.iter().position(|day| *day == turned) {
                Some(at) => {
                    days.remove(at);
                }
                None => {
                    days.push(turned);
                    days.sort_unstable();
                }
            });
        });
        let steps = STEPS.into_iter().map(|(word, weeks)| {
            let words = move || match weeks {
                1 => t::desk_volunteer_every_week().to_owned(),
                weeks => t::desk_volunteer_every_weeks(weeks),
            };
            Choice::new(word, words)
        });
        let step = Signal::derive(move || {
            STEPS.into_iter().find(|(_, weeks)| *weeks == self.every_weeks.get()).map(|(word, _)| word)
        });
        let choose = move |word: Option<&'static str>| {
            let chosen = STEPS.into_iter().find(|(known, _)| Some(*known) == word);
            chosen.into_iter().for_each(|(_, weeks)| self.every_weeks.set(weeks));
        };
        view! {
            <div class="field">
                <p class="field__label">{t::desk_volunteer_weekdays}</p>
                {toggles(t::desk_volunteer_weekdays.into(), weekdays, is_on, turn)}
                {fault_line("shift-weekdays-error".to_owned(), faults.of("weekdays"))}
            </div>
            <div class="desk-fields desk-series">
                {select("shift-every", t::desk_volunteer_every, None, steps.collect(), step, Callback::new(choose))}
                {TextField::new("shift-until", t::desk_volunteer_until, self.until)
                    .keyboard("date", "text", "off")
                    .error(faults.said("until", until_words))
                    .view()}
            </div>
            <p class="note desk-series__sum" role="status">
                {live(move || self.sum(draft))}
            </p>
        }
        .into_any()
    }

    /// How many it makes, from when to when; reactive.
    fn sum(self, draft: Draft) -> String {
        let (shift, _) = draft.written(moment::now());
        let (series, faults) = self.of(shift);
        let unknown = faults.iter().any(|fault| fault.code != Issue::TooMany);
        if draft.when().is_none() || unknown {
            return t::desk_volunteer_series_unknown().to_owned();
        }
        let starts = series.starts();
        if starts.len() > MAX_SERIES {
            return t::desk_volunteer_series_many(MAX_SERIES);
        }
        let on = |at: Option<&Timestamp>| at.map(|at| day(Date::in_shanghai(*at))).unwrap_or_default();
        t::desk_volunteer_series_sum(on(starts.first()), on(starts.last()), starts.len())
    }
}

/// What is wrong with the last day; one that makes too many shifts is too late.
fn until_words(error: FieldError) -> String {
    match error.code {
        Issue::TooMany => t::desk_volunteer_until_late(MAX_SERIES),
        issue => issue.label().to_owned(),
    }
}
