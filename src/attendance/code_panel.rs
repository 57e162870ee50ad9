//! The code that people check in with: large enough to be scanned from some steps away, and its digits to be read aloud.
//! It changes by itself, also without a network: the roster brings the codes of the whole shift.

use leptos::prelude::*;
use pingan_api::volunteer::attendance::CODE_SECONDS;

use super::{
    board::Board,
    codes::{address, good, grouped, seconds_left, shown, spelled},
    qr::qr,
};
use crate::{
    i18n::{moment, t},
    shift_times::clock,
    ui::{async_view::empty, icon::icon, live::live},
};

/// What there is to show.
#[derive(Clone, Copy, PartialEq)]
enum Phase {
    /// Nobody can check in yet.
    Early,
    Open,
    Over,
    /// The phone has no code for now: the roster was fetched too early, or its clock was wrong.
    Missing,
}

pub(super) fn code_panel(board: Board) -> AnyView {
    let code = Memo::new(move |_| {
        let now = board.now();
        board.read(|roster| shown(&roster.codes, roster.codes_from, now).map(str::to_owned)).flatten()
    });
    let phase = Memo::new(move |_| {
        let Some((from, to)) = board.span().map(|(starts_at, ends_at)| good(starts_at, ends_at)) else {
            return Phase::Missing;
        };
        match board.now() {
            now if now < from => Phase::Early,
            now if now > to => Phase::Over,
            _ if code.with(Option::is_none) => Phase::Missing,
            _ => Phase::Open,
        }
    });
    let from = Memo::new(move |_| board.span().map(|(starts_at, ends_at)| good(starts_at, ends_at).0));
    let early = move || from.get().map(|from| t::attendance_code_from(moment::at(from))).unwrap_or_default();
    live(move || match phase.get() {
        Phase::Early => empty(t::attendance_code_early, early),
        Phase::Open => open(board, code),
        Phase::Over => empty(t::attendance_code_over, t::attendance_code_over_text),
        Phase::Missing => empty(t::attendance_code_missing, t::attendance_code_missing_text),
    })
    .into_any()
}

fn open(board: Board, code: Memo<Option<String>>) -> AnyView {
    let origin = StoredValue::new(window().location().origin().unwrap_or_default());
    let picture = move || {
        let code = code.get()?;
        Some(origin.with_value(|origin| qr(&address(origin, board.shift, &code))))
    };
    // Read aloud when somebody asks for it, not each half minute.
    let digits = move || {
        code.get().map(|code| {
            view! {
                <span class="check-code__digits" aria-hidden="true">
                    {grouped(&code)}
                </span>
                <span class="visually-hidden">{spelled(&code)}</span>
            }
            .into_any()
        })
    };
    let left = Memo::new(move |_| {
        let now = board.now();
        board.read(|roster| seconds_left(roster.codes_from, now)).unwrap_or_default()
    });
    let percent = move || (left.get() * 100 / CODE_SECONDS).to_string();
    let until = Memo::new(move |_| board.span().map(|(starts_at, ends_at)| clock(good(starts_at, ends_at).1)));
    view! {
        <section class="card check-code">
            <h2 class="visually-hidden">{t::attendance_code}</h2>
            <p class="check-code__hint">{t::attendance_code_hint}</p>
            <div class="check-code__picture" role="img" aria-label=t::attendance_code_picture>
                {live(picture)}
            </div>
            <p>
                <span class="visually-hidden">{t::attendance_code_digits}</span>
                {live(digits)}
            </p>
            <svg class="check-code__bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
                <rect width=live(percent) height="4"></rect>
            </svg>
            <p class="note">
                {live(move || t::attendance_code_left(left.get()))} " "
                {live(move || until.get().map(t::attendance_code_until))}
            </p>
            <p class="note check-code__warning">{icon("info")} <span>{t::attendance_code_warning}</span></p>
        </section>
    }
    .into_any()
}
