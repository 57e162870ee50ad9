//! Finding a shift: by day, near, by kind.

use std::collections::BTreeMap;

use leptos::{prelude::*, task::spawn_local};
use pingan_api::{
    Date,
    geo::Position,
    volunteer::{FindShifts, Order, ShiftCard, ShiftQuery, TeamKind},
};

use super::{
    card::{card_of_day, card_with_day, list},
    links::cell,
    paged::Paged,
    reader::reader,
    ticks::tick,
    when,
};
use crate::{
    choices_of, client,
    i18n::{Label, Words, t},
    locate::{Trouble, locate},
    route::{Route, Volunteer},
    ui::{
        async_view::{banner, empty},
        choices::{Chips, Choice},
        icon::icon,
        live::live,
        page::Page,
        select::select,
    },
};

/// A locating that takes longer leaves the reader with what there is.
const LOCATE_MS: u32 = 10_000;

/// The days that the server looks ahead unless it is told otherwise, by how far away they are.
const DAYS: [&str; 7] = ["0", "1", "2", "3", "4", "5", "6"];

/// What is asked for. Copy: one set a page.
#[derive(Clone, Copy)]
struct Asked {
    /// One of [`DAYS`]; none for all of them.
    ahead: RwSignal<Option<&'static str>>,
    kind: RwSignal<Option<TeamKind>>,
    near: RwSignal<Option<Position>>,
    /// Also what a registered reader does not qualify for.
    all: RwSignal<bool>,
}

impl Asked {
    fn nothing() -> Self {
        Self {
            ahead: RwSignal::new(None),
            kind: RwSignal::new(None),
            near: RwSignal::new(None),
            all: RwSignal::new(false),
        }
    }

    /// Reactive.
    fn query(self) -> ShiftQuery {
        let day = self.ahead.get().and_then(|ahead| ahead.parse().ok()).map(|ahead| when::today().plus_days(ahead));
        query(day, self.kind.get(), self.near.get(), self.all.get())
    }
}

fn query(day: Option<Date>, kind: Option<TeamKind>, near: Option<Position>, all: bool) -> ShiftQuery {
    let near = near.map(about);
    ShiftQuery {
        from: day,
        to: day,
        kind,
        lat: near.map(|at| at.lat),
        lon: near.map(|at| at.lon),
        order: near.map(|_| Order::Distance),
        all: all.then_some(true),
        ..ShiftQuery::default()
    }
}

/// To about a kilometre: the exact place stays on the phone.
fn about(at: Position) -> Position {
    let round = |degrees: f64| (degrees * 100.0).round() / 100.0;
    Position::new(round(at.lat), round(at.lon))
}

pub(super) fn page() -> AnyView {
    let asked = Asked::nothing();
    let found = Paged::new(move |cursor| {
        let query = ShiftQuery { cursor, ..asked.query() };
        async move { client::send(&FindShifts { query }).await }
    });
    let shown = found.view(
        // By distance the days are mixed, and each card says its own.
        move |shifts| match asked.near.get_untracked() {
            Some(_) => list(shifts.into_iter().map(card_with_day)),
            None => by_day(shifts),
        },
        nothing,
    );
    view! {
        <Page title=t::volunteer_title up=Route::Home.href()>
            <nav class="button-row button-row--two" aria-label=t::volunteer_ways>
                {way(Volunteer::Teams, "people", t::volunteer_teams)}
                {way(Volunteer::Mine, "heart", t::volunteer_mine)}
            </nav>
            <div class="shift-tools">
                {days(asked)}
                {kinds(asked)}
                {ticks(asked)}
            </div>
            {shown}
            <div class="section">
                <ul class="cells">
                    {cell(Route::Volunteer(Volunteer::Thanks), "badge", t::volunteer_thanks_wall)}
                    {cell(Route::Volunteer(Volunteer::Verify), "shield", t::volunteer_verify)}
                </ul>
            </div>
        </Page>
    }
    .into_any()
}

fn way(to: Volunteer, picture: &'static str, words: Words) -> AnyView {
    view! {
        <a class="button button--soft" href=Route::Volunteer(to).href()>
            {icon(picture)}
            {words}
        </a>
    }
    .into_any()
}

fn days(asked: Asked) -> AnyView {
    let today = when::today();
    let choices = (0..).zip(DAYS).map(|(ahead, value)| Choice::new(value, move || when::day(today.plus_days(ahead))));
    let choose = move |value| asked.ahead.set(value);
    view! {
        <Chips
            name="volunteer-day"
            label=t::volunteer_day_label
            choices=choices.collect()
            chosen=asked.ahead
            on_choose=choose
            row=true
        />
    }
    .into_any()
}

fn kinds(asked: Asked) -> AnyView {
    let kinds: Vec<Choice> = choices_of!(TeamKind::ALL.iter().copied(), Label::label);
    let now = Signal::derive(move || asked.kind.get().map(TeamKind::as_str));
    let choose = move |word: Option<&'static str>| asked.kind.set(word.and_then(|word| word.parse().ok()));
    let any = Some(t::near_kind_all.into());
    select("volunteer-kind", t::volunteer_kind, any, kinds, now, Callback::new(choose))
}

/// Near me, and what a registered reader does not qualify for.
fn ticks(asked: Asked) -> AnyView {
    let locating = RwSignal::new(false);
    let trouble = RwSignal::new(None::<Trouble>);
    let turn = move |on: bool| {
        trouble.set(None);
        locating.set(on);
        if !on {
            asked.near.set(None);
            return;
        }
        spawn_local(async move {
            let found = locate(LOCATE_MS).await;
            // The page may be gone, or the reader has changed their mind meanwhile.
            if locating.try_get_untracked() != Some(true) {
                return;
            }
            locating.set(false);
            match found {
                Ok(fix) => asked.near.set(Some(about(fix.position))),
                Err(why) => trouble.set(Some(why)),
            }
        });
    };
    let near_now = Signal::derive(move || locating.get() || asked.near.with(Option::is_some));
    let said = live(move || match (locating.get(), trouble.get()) {
        (true, _) => Some(view! { <p class="note">{t::near_locating}</p> }.into_any()),
        (false, Some(Trouble::Refused)) => Some(banner(t::near_refused)),
        (false, Some(Trouble::Unavailable | Trouble::TimedOut)) => Some(banner(t::near_unavailable)),
        (false, None) => None,
    });
    let registered = RwSignal::new(false);
    spawn_local(async move {
        // Without an answer the list is whole for whoever may see it.
        if let Ok(Some(me)) = reader().await {
            // The page may be gone by now.
            registered.try_set(me.registration.is_some());
        }
    });
    let all = live(move || {
        registered.get().then(|| {
            let turn = Callback::new(move |on| asked.all.set(on));
            tick(t::volunteer_show_all, None, asked.all.into(), turn)
        })
    });
    view! {
        <div class="choices">
            {tick(t::volunteer_near_me, Some("locate"), near_now, Callback::new(turn))}
            {all}
        </div>
        <div role="status">{said}</div>
    }
    .into_any()
}

/// One heading a day. Cards come by time, and further pages go on with the last day.
fn by_day(shifts: Vec<ShiftCard>) -> AnyView {
    let mut days: BTreeMap<Date, Vec<ShiftCard>> = BTreeMap::new();
    for shift in shifts {
        days.entry(Date::in_shanghai(shift.starts_at)).or_default().push(shift);
    }
    let days = days.into_iter().map(|(day, shifts)| {
        view! {
            <section class="section">
                <h2 class="section__title">{live(move || when::day(day))}</h2>
                {list(shifts.into_iter().map(card_of_day))}
            </section>
        }
    });
    days.collect_view().into_any()
}

fn nothing() -> AnyView {
    view! {
        {empty(t::volunteer_none, t::volunteer_none_text)}
        <div class="button-row">
            <a class="button button--plain button--block" href=Route::Volunteer(Volunteer::Teams).href()>
                {icon("people")}
                {t::volunteer_see_teams}
            </a>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use pingan_api::{
        Validate,
        geo::Position,
        volunteer::{Order, ShiftQuery, TeamKind},
    };

    use super::query;

    #[test]
    fn the_exact_place_is_not_asked_with() {
        let asked = query(None, None, Some(Position::new(30.194_321, 114.961_234)), false);
        assert_eq!((asked.lat, asked.lon, asked.order), (Some(30.19), Some(114.96), Some(Order::Distance)));
        assert!(asked.validate().is_ok());
    }

    #[test]
    fn a_day_is_its_own_span() {
        let day = "2026-06-06".parse().ok();
        let asked = query(day, Some(TeamKind::Law), None, true);
        assert_eq!((asked.from, asked.to, asked.all), (day, day, Some(true)));
        assert_eq!((asked.kind, asked.order), (Some(TeamKind::Law), None));
        assert!(asked.validate().is_ok());
        assert_eq!(query(None, None, None, false), ShiftQuery::default());
    }
}
