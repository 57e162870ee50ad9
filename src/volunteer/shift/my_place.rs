//! The reader's own place in a shift, or in line for one, and what can be done with it now.

use leptos::prelude::*;
use pingan_api::{
    Timestamp,
    id::SignUpId,
    volunteer::{
        Attendance, MySignUp, ShiftState, SignUpState,
        attendance::{CODE_MARGIN_MINUTES, CheckOut},
    },
};

use super::{Doing, MY_PLACE, Opened};
use crate::{
    client,
    i18n::{Words, moment, t},
    route::{Route, Volunteer},
    shift_times::duration,
    ui::{
        button::Button,
        dialog::Dialog,
        icon::icon,
        live::{Live, live},
    },
    volunteer::{standing::own_words, when},
};

const MARGIN_MS: i64 = CODE_MARGIN_MINUTES * 60_000;

/// When the shift is, for what hangs on the clock.
#[derive(Clone, Copy, PartialEq)]
struct Span {
    from: Timestamp,
    to: Timestamp,
}

impl Span {
    fn has_begun(self, now: Timestamp) -> bool {
        now >= self.from
    }

    fn is_over(self, now: Timestamp) -> bool {
        now >= self.to
    }

    /// Codes are good.
    fn is_near(self, now: Timestamp) -> bool {
        let now = now.as_millis();
        self.from.as_millis() - MARGIN_MS <= now && now <= self.to.as_millis() + MARGIN_MS
    }
}

/// Nothing for whoever never signed up, or left.
pub(super) fn my_place(opened: Opened) -> AnyView {
    let mine = Memo::new(move |_| {
        opened.shown.with(|shift| {
            let shift = shift.as_ref()?;
            let mine = shift.mine.clone().filter(|mine| mine.state != SignUpState::Left)?;
            Some((mine, Span { from: shift.card.starts_at, to: shift.card.ends_at }, shift.card.state))
        })
    });
    live(move || mine.get().map(|(mine, span, state)| card(opened, mine, span, state))).into_any()
}

fn card(opened: Opened, mine: MySignUp, span: Span, state: ShiftState) -> AnyView {
    let cancelled = state == ShiftState::Cancelled;
    let waits = matches!(mine.state, SignUpState::Offered);
    let class = if waits { "card my-place my-place--waits" } else { "card my-place" };
    let post = mine.post_name.clone();
    let friend = mine.friend.clone().map(|friend| line("people", live(move || t::volunteer_with(&friend))));
    let came = mine.checked_in_at.map(|at| line("check", live(move || t::volunteer_checked_in_at(moment::at(at)))));
    let title = {
        let mine = mine.clone();
        let over = Memo::new(move |_| span.is_over(opened.now.get()));
        live(move || own_words(&mine, over.get()))
    };
    view! {
        <section class=class id=MY_PLACE tabindex="-1" aria-label=t::volunteer_my_place>
            <h2 class="my-place__title">{title}</h2>
            {line("badge", live(move || post.clone()))}
            {friend}
            {came}
            {(!cancelled).then(|| ways(opened, mine, span))}
        </section>
    }
    .into_any()
}

fn line(picture: &'static str, words: Live<String>) -> AnyView {
    view! { <p class="my-place__line">{icon(picture)} <span>{words}</span></p> }.into_any()
}

/// What can be done, and until when.
fn ways(opened: Opened, mine: MySignUp, span: Span) -> AnyView {
    match mine.state {
        SignUpState::Offered => offered(opened, mine),
        SignUpState::Waiting => undecided(opened, mine, span, t::volunteer_waiting_note),
        SignUpState::Pending => undecided(opened, mine, span, t::volunteer_pending_note),
        SignUpState::Confirmed => confirmed(opened, mine, span),
        SignUpState::Lapsed | SignUpState::Refused | SignUpState::Left => ().into_any(),
    }
}

/// Somebody else has to move first; whoever only waits leaves when they like.
fn undecided(opened: Opened, mine: MySignUp, span: Span, note: Words) -> AnyView {
    let begun = Memo::new(move |_| span.has_begun(opened.now.get()));
    view! {
        <p class="note">{note}</p>
        {live(move || (!begun.get()).then(|| leave(opened, &mine)))}
    }
    .into_any()
}

/// A place is held: take it, or let the next one have it.
fn offered(opened: Opened, mine: MySignUp) -> AnyView {
    let id = mine.id;
    let held = mine.until.map(|until| {
        let words = move || match when::left(opened.now.get(), until) {
            0 => t::volunteer_offer_over().to_owned(),
            minutes => t::volunteer_offer_left(moment::at(until), duration(minutes)),
        };
        line("clock", live(words))
    });
    view! {
        {held}
        <div class="button-row">
            <Button
                class="button button--block"
                picture="check"
                text=t::volunteer_accept
                busy=opened.is_doing(Doing::Accept)
                disabled=opened.is_busy()
                on_press=move |()| opened.accept(id)
            />
        </div>
        {leave(opened, &mine)}
    }
    .into_any()
}

fn confirmed(opened: Opened, mine: MySignUp, span: Span) -> AnyView {
    let (id, leave_by) = (mine.id, mine.leave_by);
    let came = mine.attendance != Attendance::Unknown || mine.checked_in_at.is_some();
    let is_in = mine.checked_in_at.is_some() && mine.checked_out_at.is_none();
    let near = Memo::new(move |_| span.is_near(opened.now.get()));
    let begun = Memo::new(move |_| span.has_begun(opened.now.get()));
    let late = Memo::new(move |_| opened.now.get() > leave_by);
    let at_the_place = live(move || match (near.get(), came, is_in) {
        (true, false, _) => Some(check_in()),
        (true, _, true) if begun.get() => Some(check_out(opened, id)),
        _ => None,
    });
    let leaving = live(move || match (came || begun.get(), late.get()) {
        (true, _) => None,
        (false, true) => Some(view! { <p class="note">{t::volunteer_leave_late}</p> }.into_any()),
        (false, false) => Some(
            view! {
                <p class="note">{live(move || t::volunteer_leave_by(moment::at(leave_by)))}</p>
                {leave(opened, &mine)}
            }
            .into_any(),
        ),
    });
    view! {
        {at_the_place}
        {leaving}
    }
    .into_any()
}

fn check_in() -> AnyView {
    view! {
        <div class="button-row">
            <a class="button button--block" href=Route::Volunteer(Volunteer::CheckIn).href()>
                {icon("check")}
                {t::volunteer_check_in}
            </a>
        </div>
    }
    .into_any()
}

fn check_out(opened: Opened, sign_up: SignUpId) -> AnyView {
    let press = move |()| {
        let answer = async move { client::send(&CheckOut { sign_up, body: () }).await };
        opened.act(Doing::CheckOut, Box::pin(answer));
    };
    view! {
        <div class="button-row">
            <Button
                class="button button--plain button--block"
                text=t::volunteer_check_out
                busy=opened.is_doing(Doing::CheckOut)
                disabled=opened.is_busy()
                on_press=press
            />
        </div>
    }
    .into_any()
}

/// Leaving is asked about first: a place that was given up may be another's at once.
fn leave(opened: Opened, mine: &MySignUp) -> AnyView {
    let id = mine.id;
    let asking = RwSignal::new(false);
    let (words, text) = match mine.state {
        SignUpState::Offered => (t::volunteer_decline, t::volunteer_decline_text),
        SignUpState::Waiting => (t::volunteer_leave_line, t::volunteer_leave_line_text),
        _ => (t::volunteer_leave, t::volunteer_leave_text),
    };
    view! {
        <div class="button-row">
            <Button
                class="button button--plain button--block"
                text=words
                busy=opened.is_doing(Doing::Leave)
                disabled=opened.is_busy()
                on_press=move |()| asking.set(true)
            />
        </div>
        <Dialog
            open=asking
            title=words
            text=text
            confirm=t::volunteer_leave_yes
            on_confirm=move |()| opened.leave(id)
        />
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use pingan_api::Timestamp;

    use super::Span;

    #[test]
    fn codes_are_good_an_hour_around() {
        let at = |text: &str| Timestamp::parse(text).unwrap();
        let span = Span { from: at("2026-06-02T01:00:00Z"), to: at("2026-06-02T03:00:00Z") };
        assert!(!span.is_near(at("2026-06-01T23:59:00Z")));
        assert!(span.is_near(at("2026-06-02T00:00:00Z")) && span.is_near(at("2026-06-02T04:00:00Z")));
        assert!(!span.is_near(at("2026-06-02T04:01:00Z")));
        assert!(!span.has_begun(at("2026-06-02T00:59:59Z")) && span.has_begun(span.from));
        assert!(!span.is_over(at("2026-06-02T02:59:59Z")) && span.is_over(span.to));
    }
}
