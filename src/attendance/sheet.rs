//! The sheet over a roster: correcting somebody's hours, adding whoever came besides, writing to everyone.

use leptos::{ev, prelude::*, task::spawn_local};
use pingan_api::{
    id::{PostId, SignUpId},
    problem::FieldError,
    validate::Validate,
    volunteer::{
        MAX_LINE, Mark, MarkKind, Roster,
        attendance::Marks,
        shift::{MAX_POSTS, ShiftWords, TellShift},
    },
};

use super::{board::Board, line::full_name};
use crate::{
    client::{self, ClientError},
    i18n::{Label, Words, t},
    shift_times::duration,
    ui::{
        button::Button,
        choices::{Chips, Choice},
        dialog::Overlay,
        field::TextField,
        icon::icon,
        live::live,
        toast,
    },
};

/// What the sheet is open for.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Asked {
    Hours(SignUpId),
    WalkIn,
    Message,
}

impl Asked {
    fn title(self) -> Words {
        match self {
            Self::Hours(_) => t::attendance_correct,
            Self::WalkIn => t::attendance_walk_in,
            Self::Message => t::attendance_message,
        }
    }
}

pub(super) fn sheet(board: Board) -> AnyView {
    let label = move || board.asked.get().title()();
    let content = move || match untrack(|| board.asked.get()) {
        Asked::Hours(id) => hours(board, id),
        Asked::WalkIn => walk_in(board),
        Asked::Message => message(board),
    };
    view! { <Overlay open=board.sheet class="weui-actionsheet roster-sheet" label content /> }.into_any()
}

/// Shows the fields between the sheet's title and its buttons.
fn form(board: Board, fields: AnyView, button: Words, busy: Signal<bool>, next: Callback<()>) -> AnyView {
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        next.run(());
    };
    let title = untrack(|| board.asked.get()).title();
    view! {
        <form novalidate on:submit=submit>
            <h2 class="roster-sheet__title">{title}</h2>
            {fields}
            <div class="button-row button-row--two">
                <button type="button" class="button button--plain" on:click=move |_| board.sheet.set(false)>
                    {t::action_cancel}
                </button>
                <Button text=button busy on_press=next />
            </div>
            // The keyboard's own "go" sends a form only if it has such a button.
            <input type="submit" hidden=true />
        </form>
    }
    .into_any()
}

type Faults = RwSignal<Vec<FieldError>>;

/// What is wrong with a field.
fn fault(faults: Faults, field: &'static str) -> Signal<Option<String>> {
    Signal::derive(move || {
        faults.with(|faults| {
            let fault = faults.iter().find(|fault| fault.field == field)?;
            Some(fault.code.label().to_owned())
        })
    })
}

/// Has a mark sent if there is nothing wrong with it.
fn tick(board: Board, mark: Mark, faults: Faults) {
    match (Marks { marks: vec![mark.clone()] }).validate() {
        Ok(()) => {
            board.tick(mark);
            board.sheet.set(false);
        }
        Err(errors) => faults.set(errors),
    }
}

fn hours(board: Board, id: SignUpId) -> AnyView {
    let Some(line) = untrack(|| board.line(id)) else { return ().into_any() };
    let all = untrack(|| board.span()).map_or(0, |(from, to)| (to.as_millis() - from.as_millis()) / 60_000);
    let minutes = RwSignal::new(line.minutes.map_or(all, i64::from).to_string());
    let reason = RwSignal::new(line.corrected_because.clone().unwrap_or_default());
    let faults: Faults = RwSignal::new(Vec::new());
    let save = Callback::new(move |()| {
        let reason = reason.with_untracked(|reason| reason.trim().to_owned());
        let minutes = minutes.with_untracked(|minutes| number(minutes));
        let mark = board.mark(MarkKind::Correct, Some(id));
        tick(board, Mark { minutes, reason: Some(reason), ..mark }, faults);
    });
    let fields = view! {
        <p class="note roster-sheet__who">{live(move || full_name(&line))}</p>
        {TextField::new("hours-minutes", t::attendance_minutes, minutes)
            .hint(move || minutes.with(|minutes| number(minutes)).map(duration).unwrap_or_default())
            .keyboard("text", "numeric", "off")
            .error(fault(faults, "marks[0].minutes"))
            .view()}
        {TextField::new("hours-reason", t::attendance_reason, reason)
            .hint(t::attendance_reason_hint)
            .limit(MAX_LINE)
            .error(fault(faults, "marks[0].reason"))
            .view()}
    };
    form(board, fields.into_any(), t::attendance_save, Signal::stored(false), save)
}

/// Digits as people type them, wide ones too.
fn number(typed: &str) -> Option<u32> {
    let narrow = |digit: char| match digit {
        '０'..='９' => char::from_u32(digit as u32 - '０' as u32 + '0' as u32).unwrap_or(digit),
        _ => digit,
    };
    typed.trim().chars().map(narrow).collect::<String>().parse().ok()
}

/// The words that a choice among a shift's posts hands back.
const PLACES: [&str; MAX_POSTS] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"];

fn walk_in(board: Board) -> AnyView {
    let of = |roster: &Roster| roster.shift.posts.iter().map(|post| (post.id, post.name.clone())).collect();
    let posts: Vec<(PostId, String)> = untrack(|| board.read(of)).unwrap_or_default();
    let choices: Vec<Choice> = posts.iter().zip(PLACES).map(|((_, name), at)| Choice::new(at, name.clone())).collect();
    let posts: Vec<PostId> = posts.into_iter().map(|(id, _)| id).collect();
    let is_choice = choices.len() > 1;
    let chosen = RwSignal::new((!is_choice).then_some(PLACES[0]));
    let name = RwSignal::new(String::new());
    let faults: Faults = RwSignal::new(Vec::new());
    let add = Callback::new(move |()| {
        let at = chosen.get_untracked().and_then(|chosen| PLACES.iter().position(|at| *at == chosen));
        let post = at.and_then(|at| posts.get(at).copied());
        let name = name.with_untracked(|name| name.trim().to_owned());
        let mark = board.mark(MarkKind::WalkIn, None);
        tick(board, Mark { name: Some(name), post, ..mark }, faults);
    });
    let post_fault = fault(faults, "marks[0].post");
    let which = is_choice.then(|| {
        view! {
            <p class="field__label">{t::attendance_post}</p>
            <Chips
                name="walk-in-post"
                label=t::attendance_post
                choices
                chosen
                on_choose=Callback::new(move |at| chosen.set(at))
                clearable=false
            />
            {fault_line(post_fault)}
        }
        .into_any()
    });
    let fields = view! {
        {TextField::new("walk-in-name", t::attendance_name, name)
            .hint(t::attendance_walk_in_hint)
            .error(fault(faults, "marks[0].name"))
            .view()}
        {which}
    };
    form(board, fields.into_any(), t::attendance_add, Signal::stored(false), add)
}

fn message(board: Board) -> AnyView {
    let words = board.words;
    let faults: Faults = RwSignal::new(Vec::new());
    let failed = RwSignal::new(None::<ClientError>);
    let busy = RwSignal::new(false);
    let send = Callback::new(move |()| {
        if busy.get_untracked() {
            return;
        }
        let body = ShiftWords { words: words.with_untracked(|words| words.trim().to_owned()), series: false };
        failed.set(None);
        if let Err(errors) = body.validate() {
            faults.set(errors);
            return;
        }
        faults.set(Vec::new());
        busy.set(true);
        let key = board.tried.key(&body);
        spawn_local(async move {
            let answer = client::send(&TellShift { shift: board.shift, key, body }).await;
            // The sheet may be closed by now.
            if busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(()) => {
                    board.tried.arrived();
                    words.set(String::new());
                    board.sheet.set(false);
                    toast::done(t::attendance_message_sent);
                }
                Err(error) => failed.set(Some(error)),
            }
        });
    });
    let trouble = Signal::derive(move || failed.with(|failed| failed.as_ref().map(|error| error.words().to_owned())));
    let fields = view! {
        {TextField::new("shift-message", t::attendance_message_words, words)
            .hint(t::attendance_message_hint)
            .limit(MAX_LINE)
            .long()
            .error(fault(faults, "words"))
            .view()}
        {fault_line(trouble)}
    };
    form(board, fields.into_any(), t::attendance_message_send, busy.into(), send)
}

/// Says what is wrong beneath what has no line of its own for that.
fn fault_line(fault: Signal<Option<String>>) -> AnyView {
    let line = move || {
        fault.get().map(|fault| view! { <p class="field__error">{icon("warning")} <span>{fault}</span></p> }.into_any())
    };
    view! { <div role="alert">{live(line)}</div> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::{PLACES, number};

    #[test]
    fn minutes_are_read_as_people_type_them() {
        assert_eq!(number(" 90 "), Some(90));
        assert_eq!(number("９０"), Some(90));
        assert_eq!(number("一小时"), None);
        assert_eq!(number("-5"), None);
    }

    #[test]
    fn every_post_has_a_word_of_its_own() {
        for (at, word) in PLACES.iter().enumerate() {
            assert_eq!(word.parse(), Ok(at));
        }
    }
}
