//! One line of a roster: who it is, whether they came, and the buttons that say so.

use leptos::{ev::MouseEvent, prelude::*, task::spawn_local};
use pingan_api::{
    id::SignUpId,
    volunteer::{Attendance, MarkKind, RosterLine},
};

use super::{board::Board, known, marks::is_expected, sheet::Asked};
use crate::{
    i18n::{Words, t},
    network::{Network, network},
    shift_times::{clock, duration},
    ui::{
        icon::icon_small,
        live::{Live, live},
        toast,
    },
};

/// The line as it is now, for its parts.
type Now = Memo<Option<RosterLine>>;

/// Of somebody who is expected, or came besides.
pub(super) fn expected(board: Board, id: SignUpId) -> AnyView {
    let line: Now = Memo::new(move |_| board.line(id));
    let unsent = Memo::new(move |_| board.waits(id) && matches!(network(), Network::Weak | Network::Offline));
    view! {
        <li class="roster-line">
            {who(board, line)}
            {live(move || of(line, |line| what_is_known(line, board.has_ended.get())).flatten())}
            {live(move || unsent.get().then(|| view! { <p class="note">{t::attendance_unsent}</p> }.into_any()))}
            {ticks(board, id, line)}
        </li>
    }
    .into_any()
}

/// Of somebody whose sign-up waits for an organiser's word.
pub(super) fn pending(board: Board, id: SignUpId) -> AnyView {
    let line: Now = Memo::new(move |_| board.line(id));
    let busy = RwSignal::new(false);
    let decide = move |approve: bool| {
        move |_: MouseEvent| {
            if busy.get_untracked() {
                return;
            }
            busy.set(true);
            spawn_local(async move {
                let answer = known::decide(board.shift, id, approve).await;
                // The page may be gone by now.
                if busy.try_set(false).is_some() {
                    return;
                }
                match answer {
                    Ok(known) => board.take(known),
                    Err(error) => toast::warn(move || error.words()),
                }
            });
        }
    };
    let is_busy = move || live(move || if busy.get() { "true" } else { "false" });
    view! {
        <li class="roster-line">
            {who(board, line)}
            <div class="roster-line__more" role="group" aria-label=name(line)>
                <button type="button" class="button button--small" aria-disabled=is_busy() on:click=decide(true)>
                    {t::attendance_approve}
                </button>
                <button
                    type="button"
                    class="button button--plain button--small"
                    aria-disabled=is_busy()
                    on:click=decide(false)
                >
                    {t::attendance_refuse}
                </button>
            </div>
            {ticks(board, id, line)}
        </li>
    }
    .into_any()
}

/// Of somebody who waits for a place; whoever comes is in.
pub(super) fn in_line(board: Board, id: SignUpId) -> AnyView {
    let line: Now = Memo::new(move |_| board.line(id));
    view! { <li class="roster-line">{who(board, line)} {ticks(board, id, line)}</li> }.into_any()
}

/// Something of the line, while it is there; reactive.
fn of<T>(line: Now, read: impl FnOnce(&RosterLine) -> T) -> Option<T> {
    line.with(|line| line.as_ref().map(read))
}

fn is(line: Now, attendance: Attendance) -> bool {
    of(line, |line| line.attendance == attendance) == Some(true)
}

fn name(line: Now) -> Live<String> {
    live(move || of(line, full_name).unwrap_or_default())
}

/// Whoever deleted the account has none; reactive.
pub(super) fn full_name(line: &RosterLine) -> String {
    if line.name.is_empty() { t::attendance_no_name().to_owned() } else { line.name.clone() }
}

fn who(board: Board, line: Now) -> AnyView {
    let details = move || {
        of(line, |line| {
            let mut details = vec![board.post_name(line.post)];
            details.extend(line.friend.as_ref().map(t::attendance_with_friend));
            details.extend(line.place.map(t::attendance_place));
            details.extend(line.under_age.then(|| t::attendance_under_age().to_owned()));
            details.extend(line.walk_in.then(|| t::attendance_walked_in().to_owned()));
            details.retain(|detail| !detail.is_empty());
            details.join(" · ")
        })
    };
    view! {
        <p>
            <b class="roster-line__name">{name(line)}</b>
            " "
            <span class="note">{live(details)}</span>
        </p>
    }
    .into_any()
}

/// When somebody came and went, and what they are credited with, which is known once the shift has ended or they have
/// gone; nothing for whoever has not come.
fn what_is_known(line: &RosterLine, has_ended: bool) -> Option<AnyView> {
    let is_settled = has_ended || line.checked_out_at.is_some() || line.corrected_because.is_some();
    let mut parts = Vec::new();
    parts.extend(line.checked_in_at.map(|at| t::attendance_in_at(clock(at))));
    parts.extend(line.checked_out_at.map(|at| t::attendance_out_at(clock(at))));
    parts.extend(line.minutes.filter(|_| is_settled).map(duration));
    parts.extend(line.corrected_because.as_ref().map(t::attendance_because));
    (!parts.is_empty()).then(|| view! { <p class="roster-line__facts">{parts.join(" · ")}</p> }.into_any())
}

/// Nothing while the server would take none, because it is too early.
fn ticks(board: Board, id: SignUpId, line: Now) -> AnyView {
    let can_miss =
        Memo::new(move |_| board.has_begun.get() && of(line, |line| is_expected(line) && !line.walk_in) == Some(true));
    let came = Memo::new(move |_| is(line, Attendance::Present));
    live(move || {
        board.has_opened.get().then(|| {
            view! {
                <div class="roster-line__ticks" role="group" aria-label=name(line)>
                    {tick(board, id, line, Attendance::Present)}
                    {live(move || can_miss.get().then(|| tick(board, id, line, Attendance::NoShow)))}
                </div>
                {live(move || came.get().then(|| more(board, id, line)))}
            }
            .into_any()
        })
    })
    .into_any()
}

/// Says that somebody came, or did not; a second tap takes it back.
fn tick(board: Board, id: SignUpId, line: Now, attendance: Attendance) -> AnyView {
    let (kind, class, picture, text): (MarkKind, &str, &str, Words) = match attendance {
        Attendance::NoShow => (MarkKind::NoShow, "tick tick--missed", "close", t::attendance_missed),
        Attendance::Present | Attendance::Unknown => (MarkKind::Present, "tick", "check", t::attendance_came),
    };
    let press = move |_: MouseEvent| {
        let kind = if untrack(|| is(line, attendance)) { MarkKind::Clear } else { kind };
        board.tick(board.mark(kind, Some(id)));
    };
    view! {
        <button
            type="button"
            class=class
            aria-pressed=live(move || if is(line, attendance) { "true" } else { "false" })
            on:click=press
        >
            {icon_small(picture)}
            {text}
        </button>
    }
    .into_any()
}

/// Of whoever came.
fn more(board: Board, id: SignUpId, line: Now) -> AnyView {
    let stays = Memo::new(move |_| of(line, |line| line.checked_out_at.is_none()) == Some(true));
    let button = |text: Words, press: Callback<()>| {
        view! {
            <button type="button" class="button button--soft button--small" on:click=move |_| press.run(())>
                {text}
            </button>
        }
        .into_any()
    };
    let go = Callback::new(move |()| board.tick(board.mark(MarkKind::CheckOut, Some(id))));
    let correct = Callback::new(move |()| board.ask(Asked::Hours(id)));
    view! {
        <div class="roster-line__more" role="group" aria-label=name(line)>
            {live(move || stays.get().then(|| button(t::attendance_check_out, go)))}
            {live(move || board.has_begun.get().then(|| button(t::attendance_correct, correct)))}
        </div>
    }
    .into_any()
}
