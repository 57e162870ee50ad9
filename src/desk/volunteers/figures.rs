//! Figures of teams: hours, people and no-shows by month and by team, each chart with its numbers beneath, and all of it
//! as a file.

use leptos::prelude::*;
use pingan_api::{
    Date,
    desk::UnitName,
    volunteer::desk::{
        GetVolunteerStats, STATS_CSV_PATH, STATS_XLSX_PATH, StatsTeam, TeamMonth, VolunteerStats, VolunteerStatsQuery,
    },
};

use super::fields::unit_filter;
use crate::{
    desk::gate::ask,
    i18n::{Words, moment, t},
    ui::{
        async_view::{AsyncView, Fetched},
        chart::{Row, Series, bars, columns, plain},
        choices::{Chips, Choice},
        icon::icon_small,
        live::live,
    },
};

/// Months back, this one included.
const SPANS: [(&str, usize); 3] = [("3", 3), ("12", 12), ("24", 24)];
const SPAN: &str = "12";
/// The contract's figures go no further.
const MOST_MONTHS: usize = 61;

#[derive(Clone, Copy)]
struct Asked {
    span: RwSignal<&'static str>,
    unit: RwSignal<Option<UnitName>>,
}

impl Asked {
    /// Reactive.
    fn query(self) -> VolunteerStatsQuery {
        let count = SPANS.iter().find(|(word, _)| *word == self.span.get()).map_or(12, |(_, months)| *months);
        let today = Date::in_shanghai(moment::now());
        let from = (1..count).fold(first_of(today), |month, _| first_of(month.plus_days(-1)));
        VolunteerStatsQuery { unit: self.unit.get().map(|unit| unit.id), from: Some(from), to: Some(today) }
    }
}

pub(super) fn figures() -> AnyView {
    let asked = Asked { span: RwSignal::new(SPAN), unit: RwSignal::new(None) };
    let stats = Fetched::new(move || {
        let query = asked.query();
        async move { ask(&GetVolunteerStats { query }).await }
    });
    let spans =
        SPANS.iter().map(|(word, months)| Choice::new(word, move || t::desk_volunteer_months(*months))).collect();
    let chosen = Signal::derive(move || Some(asked.span.get()));
    let choose = move |word: Option<&'static str>| word.into_iter().for_each(|word| asked.span.set(word));
    let file = |path: &'static str, words: Words| {
        view! {
            <a class="button button--soft" rel="external" href=live(move || asked.query().to_query().on(path))>
                {icon_small("list")}
                {words}
            </a>
        }
    };
    view! {
        <div class="section">
            <Chips name="volunteers-span" label=t::desk_volunteer_span choices=spans chosen on_choose=choose clearable=false row=true />
            <details class="desk-more">
                <summary class="desk-more__summary">{t::desk_filter}</summary>
                {unit_filter(asked.unit)}
            </details>
            <AsyncView of=stats ready=whole />
            <div class="button-row button-row--two">
                {file(STATS_XLSX_PATH, t::desk_export_sheet)} {file(STATS_CSV_PATH, t::desk_export_csv)}
            </div>
        </div>
    }
    .into_any()
}

fn whole(stats: VolunteerStats) -> AnyView {
    let sum = Sum::of(stats.rows.iter());
    let tile = |value: String, words: Words| {
        view! {
            <li class="desk-total">
                <b class="desk-total__number">{value}</b>
                <span class="note">{words}</span>
            </li>
        }
    };
    let months = months(stats.from, stats.to).into_iter().map(|month| {
        let sum = Sum::of(stats.rows.iter().filter(|row| row.month == month));
        sum.row(month.to_string()[..7].to_owned())
    });
    let mut teams: Vec<(Sum, &StatsTeam)> =
        stats.teams.iter().map(|team| (Sum::of(stats.rows.iter().filter(|row| row.team == team.id)), team)).collect();
    teams.sort_by_key(|(sum, _)| std::cmp::Reverse(sum.minutes));
    let teams = teams.into_iter().map(|(sum, team)| sum.row(team.name.clone()));
    view! {
        <ul class="desk-totals">
            {tile(plain(sum.hours()), t::desk_volunteer_hours_done)}
            {tile(sum.shifts.to_string(), t::desk_volunteer_shifts_held)}
            {tile(sum.no_shows.to_string(), t::desk_volunteer_no_shows_sum)}
            {tile(stats.volunteers.to_string(), t::desk_volunteer_registered)}
            {tile(stats.officials.to_string(), t::desk_volunteer_officials)}
        </ul>
        <p class="note">{t::desk_volunteer_people_note}</p>
        <section class="section desk-charts">
            {columns(t::desk_volunteer_by_month, series(), months.collect(), plain)}
            {bars(t::desk_volunteer_by_team, series(), teams.collect(), plain)}
        </section>
    }
    .into_any()
}

fn series() -> Vec<Series> {
    let of = |words: Words, class| Series { name: words.into(), class };
    vec![
        of(t::desk_volunteer_hours_done, "chart__mark--a"),
        of(t::desk_volunteer_came, "chart__mark--b"),
        of(t::desk_volunteer_no_shows_sum, "chart__mark--c"),
    ]
}

/// Several months or teams added up. Whoever came to two of them is counted in both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Sum {
    shifts: u32,
    people: u32,
    minutes: u32,
    no_shows: u32,
}

impl Sum {
    fn of<'a>(rows: impl Iterator<Item = &'a TeamMonth>) -> Self {
        rows.fold(Self::default(), |sum, row| Self {
            shifts: sum.shifts + row.shifts,
            people: sum.people + row.people,
            minutes: sum.minutes + row.minutes,
            no_shows: sum.no_shows + row.no_shows,
        })
    }

    fn hours(self) -> f64 {
        f64::from(self.minutes) / 60.0
    }

    fn row(self, label: String) -> Row {
        let values = vec![Some(self.hours()), Some(f64::from(self.people)), Some(f64::from(self.no_shows))];
        Row { label, values }
    }
}

/// The first day of a day's month.
fn first_of(date: Date) -> Date {
    let (_, _, day) = date.parts();
    date.plus_days(1 - day)
}

/// The first days of all months from one day to another.
fn months(from: Date, to: Date) -> Vec<Date> {
    // From the first of any month, 31 days on is in the next.
    let next = |month: &Date| Some(first_of(month.plus_days(31)));
    std::iter::successors(Some(first_of(from)), next).take_while(|month| *month <= to).take(MOST_MONTHS).collect()
}

#[cfg(test)]
mod tests {
    use pingan_api::Date;

    use super::months;

    #[test]
    fn every_month_is_there_once() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let named = |from, to| months(day(from), day(to)).iter().map(Date::to_string).collect::<Vec<_>>();
        assert_eq!(named("2026-11-30", "2027-02-01"), ["2026-11-01", "2026-12-01", "2027-01-01", "2027-02-01"]);
        assert_eq!(named("2028-02-29", "2028-02-29"), ["2028-02-01"]);
        assert_eq!(months(day("2025-01-31"), day("2026-12-31")).len(), 24);
        assert!(months(day("2026-02-01"), day("2026-01-31")).is_empty());
    }
}
