//! The roster of a shift, for its organisers at the place: the code to check in with, and who came. It works on without a
//! network: the roster is kept on the phone, and ticks go through the outbox.

use std::time::Duration;

use leptos::prelude::*;
use pingan_api::{
    id::{ShiftId, SignUpId},
    volunteer::{RosterLine, ShiftState, SignUpState, attendance::ROSTER_CSV_PATH},
};

use super::{
    board::Board,
    code_panel::code_panel,
    codes::good,
    door::Door,
    known::{self, Known},
    line,
    marks::{count, is_expected},
    printed::{print_button, printed},
    sheet::{Asked, sheet},
    waiting::waiting,
};
use crate::{
    i18n::{Words, moment, t},
    route::{Route, Volunteer},
    shift_times::{clock, whole},
    ui::{
        async_view::{Failure, Fetched, Load, banner, empty, failed, skeleton},
        button::Button,
        choices::{Choice, Segments},
        icon::icon_small,
        live::live,
        page::Page,
    },
    wechat,
};

/// While people check in by themselves.
const AGAIN: Duration = Duration::from_secs(30);

/// The two parts of the page.
const CODE: &str = "code";
const LIST: &str = "list";

#[derive(Clone)]
enum Answer {
    Came(Box<Known>),
    Shut(Door),
}

/// What the page shows.
#[derive(Clone, Copy, PartialEq)]
enum Face {
    Roster,
    Shut(Door),
    Waited,
}

pub(super) fn page(shift: ShiftId) -> AnyView {
    let board = Board::open(shift);
    let answer = Fetched::new(move || async move {
        match known::ask(shift).await {
            Ok(known) => Ok(Answer::Came(Box::new(known))),
            Err(error) => Door::of(&error).map(Answer::Shut).ok_or(error),
        }
    });
    Effect::new(move || {
        if let Some(Answer::Came(known)) = answer.ready() {
            board.take(*known);
            // The server answers again, perhaps to somebody who had to sign in first.
            if untrack(|| board.waiting()) > 0 {
                board.outbox.hurry();
            }
        }
    });
    again_and_again(board, answer);
    let face = Memo::new(move |_| match answer.load() {
        Load::Ready(Answer::Shut(door)) => Face::Shut(door),
        _ if board.is_there() => Face::Roster,
        _ => Face::Waited,
    });
    let here = Volunteer::Roster(shift);
    let content = live(move || match face.get() {
        Face::Roster => roster(board, answer),
        Face::Shut(door) => door.view(here, t::attendance_sign_in_roster),
        Face::Waited => waited(answer),
    });
    view! {
        <Page title=t::attendance_roster up=Route::Volunteer(Volunteer::Shift(shift)).href()>
            {content}
        </Page>
    }
    .into_any()
}

/// Asks again when somebody comes back, and from time to time around the shift.
fn again_and_again(board: Board, answer: Fetched<Answer>) {
    let again = move || {
        if !document().hidden() {
            answer.renew();
        }
    };
    for event in ["focus", "online", "visibilitychange"] {
        let handle = window_event_listener_untyped(event, move |_| again());
        on_cleanup(move || handle.remove());
    }
    let around = move || {
        if board.is_under_way() {
            again();
        }
    };
    // Without a timer the page is as new as when it was opened.
    if let Ok(handle) = set_interval_with_handle(around, AGAIN) {
        on_cleanup(move || handle.clear());
    }
}

fn waited(answer: Fetched<Answer>) -> AnyView {
    live(move || match answer.load() {
        Load::Failed(failure) => failed(failure, Callback::new(move |()| answer.refresh())),
        Load::Loading | Load::Ready(_) => skeleton(4),
    })
    .into_any()
}

fn roster(board: Board, answer: Fetched<Answer>) -> AnyView {
    // What is asked again is not known to be otherwise yet.
    let is_offline = Memo::new(move |before: Option<&Option<bool>>| match answer.load() {
        Load::Failed(Failure { offline, .. }) => Some(offline),
        Load::Loading => before.copied().flatten(),
        Load::Ready(_) => None,
    });
    let old = live(move || {
        is_offline.get().map(|is_offline| match is_offline {
            true => {
                let from = untrack(|| board.read(|roster| clock(roster.now))).unwrap_or_default();
                banner(move || t::attendance_offline(&from))
            }
            false => banner(t::mine_old_failed),
        })
    });
    let part = RwSignal::new(if board.is_under_way() { CODE } else { LIST });
    let parts = vec![Choice::new(CODE, t::attendance_code), Choice::new(LIST, t::attendance_list)];
    let choose = Callback::new(move |chosen| part.set(chosen));
    view! {
        <div class="roster-screen">
            {old}
            {head(board)}
            {waiting(board)}
            <Segments name="roster-part" label=t::attendance_parts choices=parts chosen=part on_choose=choose />
            <div hidden=live(move || part.get() != CODE)>{code_panel(board)}</div>
            <div hidden=live(move || part.get() != LIST)>
                {groups(board)}
                {tools(board)}
            </div>
            {sheet(board)}
        </div>
        {printed(board)}
    }
    .into_any()
}

/// Which shift, and how many came.
fn head(board: Board) -> AnyView {
    let title = Memo::new(move |_| board.read(|roster| roster.shift.card.title.clone()));
    let place = Memo::new(move |_| board.read(|roster| roster.shift.card.place.clone()));
    let times = Memo::new(move |_| board.span());
    let when = live(move || times.get().map(|(from, to)| whole(from, to)));
    let numbers = Memo::new(move |_| board.lines.with(|lines| count(lines)));
    let cancelled = Memo::new(move |_| board.read(|roster| roster.shift.card.state == ShiftState::Cancelled));
    view! {
        <section class="card roster-head">
            <h2 class="roster-head__title">{live(move || title.get())}</h2>
            <p class="note">{when} " · " {live(move || place.get())}</p>
            <p class="roster-head__count">
                {live(move || {
                    let (came, expected) = numbers.get();
                    t::attendance_count(came, expected)
                })}
            </p>
            {live(move || (cancelled.get() == Some(true)).then(|| banner(t::attendance_cancelled)))}
        </section>
    }
    .into_any()
}

fn groups(board: Board) -> AnyView {
    let any = Memo::new(move |_| board.lines.with(|lines| lines.iter().any(|line| line.state.is_live())));
    let waits = |line: &RosterLine| matches!(line.state, SignUpState::Waiting | SignUpState::Offered);
    live(move || {
        if !any.get() {
            return empty(t::attendance_nobody, t::attendance_nobody_text);
        }
        view! {
            {early(board)}
            {group(board, t::attendance_pending, |line| line.state == SignUpState::Pending, line::pending)}
            {group(board, t::attendance_expected, is_expected, line::expected)}
            {group(board, t::attendance_in_line, waits, line::in_line)}
        }
        .into_any()
    })
    .into_any()
}

/// From when on there are buttons.
fn early(board: Board) -> AnyView {
    let from = Memo::new(move |_| board.span().map(|(starts_at, ends_at)| good(starts_at, ends_at).0));
    let words = move || from.get().map(|from| t::attendance_ticks_from(moment::at(from)));
    live(move || (!board.has_opened.get()).then(|| view! { <p class="note">{live(words)}</p> }.into_any())).into_any()
}

/// Lines of one kind under their heading; nothing where there are none. Drawn anew only when somebody comes or goes, or a
/// tap would take the focus away.
fn group(
    board: Board,
    title: Words,
    belongs: fn(&RosterLine) -> bool,
    draw: fn(Board, SignUpId) -> AnyView,
) -> AnyView {
    let ids = Memo::new(move |_| {
        board.lines.with(|lines| {
            let lines = lines.iter().filter(|line| belongs(line));
            lines.map(|line| line.id).collect::<Vec<_>>()
        })
    });
    live(move || {
        let ids = ids.get();
        (!ids.is_empty()).then(|| {
            let count = ids.len();
            let lines = ids.into_iter().map(|id| draw(board, id)).collect_view();
            view! {
                <section class="section">
                    <h2 class="section__title">{title} " " <span class="note">{count}</span></h2>
                    <ul class="card roster-lines">{lines}</ul>
                </section>
            }
            .into_any()
        })
    })
    .into_any()
}

/// What else can be done with a roster. Webviews of WeChat's print nothing and keep no file.
fn tools(board: Board) -> AnyView {
    let ask = move |asked| Callback::new(move |()| board.ask(asked));
    let files = (!wechat::is_here()).then(|| {
        let table = ROSTER_CSV_PATH.replace("{shift}", &board.shift.to_string());
        view! {
            {print_button()}
            <a class="button button--soft" rel="external" href=table>
                {icon_small("list")}
                {t::attendance_csv}
            </a>
        }
    });
    view! {
        <div class="button-row button-row--two">
            <Button class="button button--plain" picture="plus" text=t::attendance_walk_in on_press=ask(Asked::WalkIn) />
            <Button class="button button--plain" picture="chat" text=t::attendance_message on_press=ask(Asked::Message) />
            {files}
        </div>
    }
    .into_any()
}
