//! The reader's shifts: the next one on top, those after it, and those that are over.

use leptos::prelude::*;
use pingan_api::volunteer::{
    MySignUp, ShiftCard, ShiftState, Standing, StandingWord,
    sign_up::{MyShift, MyShiftQuery, MyShifts},
};

use crate::{
    client,
    i18n::t,
    news::News,
    route::{Route, Volunteer},
    shift_times::whole,
    ui::{
        async_view::empty,
        choices::{Choice, Segments},
        icon::icon,
        live::live,
    },
    volunteer::{
        card::{list, shift_card},
        paged::Paged,
        standing::{chip, own_chip},
    },
};

const COMING: &str = "coming";
const PAST: &str = "past";

pub(super) fn shifts() -> AnyView {
    let which = RwSignal::new(COMING);
    let shifts = Paged::new(move |cursor| {
        let past = (which.get() == PAST).then_some(true);
        let query = MyShiftQuery { past, cursor, limit: None };
        async move { client::send(&MyShifts { query }).await }
    });
    News::get().on_news(move || shifts.renew());
    let choices = vec![Choice::new(COMING, t::volunteer_coming), Choice::new(PAST, t::volunteer_past)];
    let choose = move |value| which.set(value);
    let is_past = move || which.get_untracked() == PAST;
    let list = move |shifts| if is_past() { cards(shifts) } else { coming(shifts) };
    let nothing = move || if is_past() { none_past() } else { none_coming() };
    let shown = shifts.view(list, nothing);
    view! {
        <section class="section" aria-label=t::volunteer_my_shifts>
            <Segments name="my-shifts" label=t::volunteer_my_shifts choices=choices chosen=which on_choose=choose />
            <div class="volunteer-more">{shown}</div>
        </section>
    }
    .into_any()
}

/// The next one has a heading of its own.
fn coming(mut shifts: Vec<MyShift>) -> AnyView {
    let later = shifts.split_off(1);
    let rest = (!later.is_empty()).then(|| {
        view! {
            <section class="section">
                <h2 class="section__title">{t::volunteer_later}</h2>
                {cards(later)}
            </section>
        }
    });
    view! {
        <h2 class="section__title">{t::volunteer_next}</h2>
        {cards(shifts)}
        <div class="button-row">
            <a class="button button--plain button--block" href=Route::Volunteer(Volunteer::CheckIn).href()>
                {icon("check")}
                {t::volunteer_check_in}
            </a>
        </div>
        {rest}
    }
    .into_any()
}

fn cards(shifts: Vec<MyShift>) -> AnyView {
    list(shifts.into_iter().map(|MyShift { card, mine }| my_card(card, mine)))
}

fn my_card(card: ShiftCard, mine: MySignUp) -> AnyView {
    let (from, to) = (card.starts_at, card.ends_at);
    let post = mine.post_name.clone();
    let state = match card.state {
        ShiftState::Cancelled => chip(Standing::of(StandingWord::Cancelled)),
        ShiftState::Draft | ShiftState::Published => own_chip(mine, to),
    };
    let foot = view! {
        {state}
        <span>{post}</span>
    };
    shift_card(card, live(move || whole(from, to)), foot.into_any())
}

fn none_past() -> AnyView {
    empty(t::volunteer_past_none, t::volunteer_past_none_text)
}

fn none_coming() -> AnyView {
    view! {
        {empty(t::volunteer_coming_none, t::volunteer_coming_none_text)}
        <div class="button-row">
            <a class="button button--block" href=Route::Volunteer(Volunteer::Find).href()>
                {icon("search")}
                {t::volunteer_find}
            </a>
        </div>
    }
    .into_any()
}
