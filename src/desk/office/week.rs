//! The working hours of each weekday, as spans of time that are typed.

use leptos::prelude::*;
use pingan_api::{cases::WorkingHours, id::IdempotencyKey};

use crate::{
    i18n::{Words, t},
    random,
    shift_times::WEEKDAYS,
    ui::{icon::icon, live::live},
};

/// One span of a day, as typed: `08:30`.
#[derive(Clone, Copy)]
struct Span {
    key: IdempotencyKey,
    weekday: u8,
    from: RwSignal<String>,
    to: RwSignal<String>,
}

impl Span {
    fn new(weekday: u8, from: u16, to: u16) -> Self {
        Self { key: random::key(), weekday, from: RwSignal::new(clock(from)), to: RwSignal::new(clock(to)) }
    }

    /// None while a time is missing; reactive.
    fn hours(self) -> Option<WorkingHours> {
        let (from, to) = (minutes(&self.from.get())?, minutes(&self.to.get())?);
        // Midnight at the end of a day is its 24th hour.
        Some(WorkingHours { weekday: self.weekday, from, to: if to == 0 { 24 * 60 } else { to } })
    }
}

/// Minutes since midnight as `08:30`.
fn clock(minutes: u16) -> String {
    let (hour, minute) = (minutes / 60 % 24, minutes % 60);
    let two = |n: u16| if n < 10 { format!("0{n}") } else { n.to_string() };
    format!("{}:{}", two(hour), two(minute))
}

fn minutes(clock: &str) -> Option<u16> {
    let (hour, minute) = clock.split_once(':')?;
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.get(..2)?.parse().ok()?);
    (hour < 24 && minute < 60).then_some(hour * 60 + minute)
}

#[derive(Clone, Copy)]
pub struct Week(RwSignal<Vec<Span>>);

impl Week {
    pub fn of(hours: &[WorkingHours]) -> Self {
        Self(RwSignal::new(hours.iter().map(|hours| Span::new(hours.weekday, hours.from, hours.to)).collect()))
    }

    /// In the order of the week; reactive.
    pub fn hours(self) -> Vec<WorkingHours> {
        let mut hours: Vec<_> = self.0.get().into_iter().filter_map(Span::hours).collect();
        hours.sort_unstable();
        hours
    }

    /// A span is not whole; reactive.
    pub fn is_broken(self) -> bool {
        self.0.get().into_iter().any(|span| span.hours().is_none())
    }

    pub fn view(self) -> AnyView {
        let days = (1u8..).zip(WEEKDAYS).map(|(weekday, called)| self.day(weekday, called));
        view! { <div class="desk-hours">{days.collect_view()}</div> }.into_any()
    }

    fn day(self, weekday: u8, called: Words) -> AnyView {
        let of_day = move || {
            self.0.with(|spans| spans.iter().filter(|span| span.weekday == weekday).copied().collect::<Vec<_>>())
        };
        let off =
            live(move || of_day().is_empty().then(|| view! { <span class="note">{t::desk_day_off}</span> }.into_any()));
        let add = move |_| {
            let (from, to) = if of_day().is_empty() { (510, 720) } else { (870, 1050) };
            self.0.update(|spans| spans.push(Span::new(weekday, from, to)));
        };
        view! {
            <div class="desk-hours__day">
                <div class="desk-hours__head">
                    <b>{called}</b>
                    {off}
                    <button
                        type="button"
                        class="icon-button"
                        aria-label=move || t::desk_hours_add(called())
                        on:click=add
                    >
                        {icon("plus")}
                    </button>
                </div>
                <div class="desk-hours__spans">
                    <For each=of_day key=|span| span.key children=move |span| self.span(called, span) />
                </div>
            </div>
        }
        .into_any()
    }

    fn span(self, called: Words, span: Span) -> AnyView {
        let time = |value: RwSignal<String>, label: fn(&'static str) -> String| {
            view! {
                <input
                    class="field__input"
                    type="time"
                    aria-label=move || label(called())
                    prop:value=value
                    on:input=move |event| value.set(event_target_value(&event))
                />
            }
        };
        let remove = move |_| self.0.update(|spans| spans.retain(|other| other.key != span.key));
        view! {
            <div class="desk-hours__span">
                {time(span.from, t::desk_hours_from)} <span aria-hidden="true">"–"</span>
                <div class="desk-hours__end">
                    {time(span.to, t::desk_hours_to)}
                    <button
                        type="button"
                        class="icon-button"
                        aria-label=move || t::desk_hours_remove(called())
                        on:click=remove
                    >
                        {icon("close")}
                    </button>
                </div>
            </div>
        }
        .into_any()
    }
}

#[cfg(test)]
mod tests {
    use super::{clock, minutes};

    #[test]
    fn times_are_read_as_they_are_written() {
        for minute in [0, 1, 510, 720, 1439] {
            assert_eq!(minutes(&clock(minute)), Some(minute));
        }
        assert_eq!(clock(1440), "00:00");
        assert_eq!(minutes("08:30:00"), Some(510));
        for wrong in ["", "8", "24:00", "08:60", "ab:cd"] {
            assert_eq!(minutes(wrong), None, "{wrong}");
        }
    }
}
