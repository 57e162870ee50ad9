//! What the parts of a roster's page share: the roster as it is known, with the ticks that wait laid over it, and the
//! server's clock.

use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};
use pingan_api::{
    Timestamp,
    id::{PostId, ShiftId, SignUpId},
    volunteer::{Mark, MarkKind, Roster, RosterLine, shift::ShiftWords},
};

use super::{codes, known::Known, marks::with_marks, sheet::Asked};
use crate::{
    i18n::moment,
    outbox::{Outbox, Tick},
    random,
    tried::Tried,
};

const SECOND: Duration = Duration::from_secs(1);

#[derive(Clone, Copy)]
pub(super) struct Board {
    pub(super) shift: ShiftId,
    pub(super) outbox: Outbox,
    pub(super) lines: Memo<Vec<RosterLine>>,
    /// The sheet is open, and what for.
    pub(super) sheet: RwSignal<bool>,
    pub(super) asked: RwSignal<Asked>,
    /// What is written to everyone, kept while the page is open.
    pub(super) words: RwSignal<String>,
    pub(super) tried: Tried<ShiftWords>,
    known: RwSignal<Option<Known>>,
    /// Ticks that wait, in their order.
    marks: Memo<Vec<Mark>>,
    /// Ticks on their way into the outbox: they show at once.
    fresh: RwSignal<Vec<Mark>>,
    /// By the server's clock.
    second: RwSignal<Timestamp>,
    /// Ticks are taken from now on.
    pub(super) has_opened: Memo<bool>,
    /// Before that nobody is missing, nor has worked.
    pub(super) has_begun: Memo<bool>,
    /// From then on everybody has worked what they are credited with.
    pub(super) has_ended: Memo<bool>,
}

impl Board {
    /// With what the phone has kept.
    pub(super) fn open(shift: ShiftId) -> Self {
        let outbox = Outbox::get();
        let kept = Known::kept(shift);
        let second = RwSignal::new(kept.as_ref().map_or_else(moment::now, Known::now));
        let known = RwSignal::new(kept);
        let fresh = RwSignal::new(Vec::<Mark>::new());
        let marks = Memo::new(move |_| {
            let waiting = outbox.ticks(shift).into_iter().filter(|tick| tick.refusal.is_none());
            let mut marks: Vec<Mark> = waiting.map(|tick| tick.mark).collect();
            for mark in fresh.get() {
                if !marks.iter().any(|other| other.key == mark.key) {
                    marks.push(mark);
                }
            }
            marks
        });
        let lines = Memo::new(move |_| {
            known.with(|known| {
                let lines = known.as_ref().map(|known| known.roster.lines.as_slice()).unwrap_or_default();
                marks.with(|marks| with_marks(lines, marks.iter()))
            })
        });
        let span = move || known.with(|known| known.as_ref().map(Known::span));
        let has_opened = Memo::new(move |_| span().is_some_and(|(from, to)| codes::good(from, to).0 <= second.get()));
        let has_begun = Memo::new(move |_| span().is_some_and(|(from, _)| from <= second.get()));
        let has_ended = Memo::new(move |_| span().is_some_and(|(_, to)| to <= second.get()));
        let board = Self {
            shift,
            outbox,
            lines,
            sheet: RwSignal::new(false),
            asked: RwSignal::new(Asked::WalkIn),
            words: RwSignal::new(String::new()),
            tried: Tried::nothing(),
            known,
            marks,
            fresh,
            second,
            has_opened,
            has_begun,
            has_ended,
        };
        board.follow();
        board
    }

    fn follow(self) {
        Effect::new(move |ran: Option<()>| {
            let answered = self.outbox.answered();
            // What was answered before the page opened is kept, with the moment that it came.
            if ran.is_some()
                && let Some((shift, answer)) = answered
                && shift == self.shift
                && let Some(known) = Known::just_now(&answer)
            {
                self.take(known);
            }
        });
        let tick = move || {
            if let Some(now) = self.known.with_untracked(|known| known.as_ref().map(Known::now)) {
                self.second.set(now);
            }
        };
        // Without a timer the code stands still, and whoever sees it asks for the page again.
        if let Ok(handle) = set_interval_with_handle(tick, SECOND) {
            on_cleanup(move || handle.clear());
        }
    }

    /// Takes over a roster, unless a newer one is here: answers may overtake one another.
    pub(super) fn take(self, new: Known) {
        let is_newer = self
            .known
            .try_with_untracked(|known| known.as_ref().is_none_or(|known| known.roster.now <= new.roster.now));
        if is_newer == Some(true) {
            self.second.set(new.now());
            self.known.set(Some(new));
        }
    }

    /// There is a roster; reactive.
    pub(super) fn is_there(self) -> bool {
        self.known.with(Option::is_some)
    }

    /// Something of the roster; reactive.
    pub(super) fn read<T>(self, read: impl FnOnce(&Roster) -> T) -> Option<T> {
        self.known.with(|known| known.as_ref().map(|known| read(&known.roster)))
    }

    /// This second by the server's clock; reactive.
    pub(super) fn now(self) -> Timestamp {
        self.second.get()
    }

    /// When the shift begins and ends; reactive.
    pub(super) fn span(self) -> Option<(Timestamp, Timestamp)> {
        self.known.with(|known| known.as_ref().map(Known::span))
    }

    /// People may check in about now, so that the list changes by itself.
    pub(super) fn is_under_way(self) -> bool {
        let good = untrack(|| self.span()).map(|(starts_at, ends_at)| codes::good(starts_at, ends_at));
        good.is_some_and(|(from, to)| (from..=to).contains(&self.second.get_untracked()))
    }

    /// Reactive.
    pub(super) fn line(self, id: SignUpId) -> Option<RosterLine> {
        self.lines.with(|lines| lines.iter().find(|line| line.id == id).cloned())
    }

    /// Reactive.
    pub(super) fn post_name(self, id: PostId) -> String {
        let name = |roster: &Roster| roster.shift.posts.iter().find(|post| post.id == id).map(|post| post.name.clone());
        self.read(name).flatten().unwrap_or_default()
    }

    /// How many ticks wait to be sent; reactive.
    pub(super) fn waiting(self) -> usize {
        self.marks.with(Vec::len)
    }

    /// Something about this line waits to be sent; reactive.
    pub(super) fn waits(self, id: SignUpId) -> bool {
        self.marks.with(|marks| marks.iter().any(|mark| mark.sign_up == Some(id) || mark.key.0 == id.0))
    }

    /// What the server would not have; reactive.
    pub(super) fn refused(self) -> Vec<Tick> {
        self.outbox.ticks(self.shift).into_iter().filter(|tick| tick.refusal.is_some()).collect()
    }

    /// Opens the sheet.
    pub(super) fn ask(self, asked: Asked) {
        self.asked.set(asked);
        self.sheet.set(true);
    }

    /// A mark made now, which says no more than its kind.
    pub(super) fn mark(self, kind: MarkKind, sign_up: Option<SignUpId>) -> Mark {
        let at = self.known.with_untracked(|known| known.as_ref().map_or_else(moment::now, Known::now));
        Mark { key: random::key(), kind, at, sign_up, name: None, post: None, minutes: None, reason: None }
    }

    /// Shows it and has it sent.
    pub(super) fn tick(self, mark: Mark) {
        let title = untrack(|| self.read(|roster| roster.shift.card.title.clone())).unwrap_or_default();
        let Self { shift, outbox, fresh, .. } = self;
        fresh.update(|fresh| fresh.push(mark.clone()));
        spawn_local(async move {
            let key = mark.key;
            outbox.tick(shift, title, mark).await;
            // The page may be gone by now.
            fresh.try_update(|fresh| fresh.retain(|mark| mark.key != key));
        });
    }
}
