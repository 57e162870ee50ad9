//! What the queue was asked and what came; outlives the page, so that the way back from a case leads to the same place.

use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};
use pingan_api::{
    cases::CaseNumber,
    desk::{CountQueue, Counters, DeskLine, DeskQuery, ListQueue, View},
    page::{Cursor, MAX_LIMIT},
    validate::Validate,
};

use crate::{app::AppOwner, client, desk::gate::turned_away, ui::async_view::Load};

/// Typing is over.
const TYPED: Duration = Duration::from_millis(350);
const PAGE: u32 = 20;

#[derive(Clone, Copy)]
pub struct Queue {
    /// Without cursor and limit.
    pub query: RwSignal<DeskQuery>,
    pub lines: RwSignal<Vec<DeskLine>>,
    pub next: RwSignal<Option<Cursor>>,
    pub load: RwSignal<Load<()>>,
    pub more_busy: RwSignal<bool>,
    pub counters: RwSignal<Option<Counters>>,
    /// Shown beside the list on a wide screen.
    pub open: RwSignal<Option<CaseNumber>>,
    /// Tells the newest question from those before.
    turn: StoredValue<u32>,
}

impl Queue {
    pub fn get() -> Self {
        if use_context::<Self>().is_none() {
            AppOwner::with(|| provide_context(Self::new()));
        }
        use_context().expect("it was just provided")
    }

    fn new() -> Self {
        let waiting = DeskQuery { view: Some(View::Waiting), ..DeskQuery::default() };
        Self {
            query: RwSignal::new(waiting),
            lines: RwSignal::new(Vec::new()),
            next: RwSignal::new(None),
            load: RwSignal::new(Load::Loading),
            more_busy: RwSignal::new(false),
            counters: RwSignal::new(None),
            open: RwSignal::new(None),
            turn: StoredValue::new(0),
        }
    }

    /// Of a page that opens: what is there stays until something newer is.
    pub fn begin(self) {
        if self.lines.with_untracked(Vec::is_empty) {
            self.ask();
            self.count();
        } else {
            self.look_again();
        }
    }

    /// Whether something beside the view narrows the list; reactive.
    pub fn is_narrowed(self) -> bool {
        self.query.with(|query| DeskQuery { view: None, ..query.clone() } != DeskQuery::default())
    }

    /// Asks something else and begins at the top.
    pub fn change(self, change: impl FnOnce(&mut DeskQuery)) {
        self.query.update(change);
        self.ask();
    }

    /// The same for what is typed, once the typing is over. What is too short asks nothing: the list stays as it was
    /// asked for, whatever makes it look again.
    pub fn search(self, typed: &str) {
        let typed = typed.trim();
        let q = (!typed.is_empty()).then(|| typed.to_owned());
        let query = DeskQuery { q, ..self.query.get_untracked() };
        if query.validate().is_err() || self.query.with_untracked(|asked| *asked == query) {
            return;
        }
        self.query.set(query);
        let now = self.next_turn();
        let ask = move || {
            if self.turn.get_value() == now {
                self.ask();
            }
        };
        set_timeout(ask, TYPED);
    }

    /// From the top, showing that it loads.
    pub fn ask(self) {
        self.load.set(Load::Loading);
        self.fetch(0);
    }

    /// What stands there may have changed: as many lines again, without a flicker.
    pub fn look_again(self) {
        self.count();
        let shown = self.lines.with_untracked(Vec::len) as u32;
        if !matches!(self.load.get_untracked(), Load::Loading) {
            self.fetch(shown);
        }
    }

    fn next_turn(self) -> u32 {
        let turn = self.turn.get_value().wrapping_add(1);
        self.turn.set_value(turn);
        turn
    }

    /// From the top, at least so many lines: what the server gives in one page may be fewer.
    fn fetch(self, wanted: u32) {
        let turn = self.next_turn();
        let query = self.query.get_untracked();
        spawn_local(async move {
            let (mut lines, mut cursor) = (Vec::new(), None);
            loop {
                let limit = Some(next_page(wanted, lines.len()));
                let answer = client::send(&ListQueue(DeskQuery { cursor, limit, ..query.clone() })).await;
                if self.turn.get_value() != turn {
                    return;
                }
                match answer {
                    Ok(page) => {
                        append(&mut lines, page.items);
                        cursor = page.next;
                    }
                    Err(error) if turned_away(&error) => return,
                    Err(error) => {
                        self.load.set(Load::Failed(error.into()));
                        return;
                    }
                }
                if cursor.is_none() || lines.len() >= wanted as usize {
                    break;
                }
            }
            self.lines.set(lines);
            self.next.set(cursor);
            self.load.set(Load::Ready(()));
        });
    }

    pub fn ask_more(self) {
        let Some(cursor) = self.next.get_untracked() else { return };
        let turn = self.next_turn();
        let query = DeskQuery { cursor: Some(cursor), limit: Some(PAGE), ..self.query.get_untracked() };
        self.more_busy.set(true);
        spawn_local(async move {
            let answer = client::send(&ListQueue(query)).await;
            self.more_busy.set(false);
            if self.turn.get_value() != turn {
                return;
            }
            match answer {
                Ok(page) => {
                    self.lines.update(|lines| append(lines, page.items));
                    self.next.set(page.next);
                }
                Err(error) if turned_away(&error) => {}
                Err(error) => crate::ui::toast::warn(error.words()),
            }
        });
    }

    fn count(self) {
        spawn_local(async move {
            // Old counters are better than none.
            if let Ok(counters) = client::send(&CountQueue).await {
                self.counters.set(Some(counters));
            }
        });
    }

    /// Opens the line so many further down, or the first.
    pub fn step(self, by: isize) {
        let open = self.open.get_untracked();
        let number = self.lines.with_untracked(|lines| {
            let here = lines.iter().position(|line| Some(line.number) == open);
            let there = here.map_or(0, |here| here.saturating_add_signed(by).min(lines.len().saturating_sub(1)));
            lines.get(there).map(|line| line.number)
        });
        if number.is_some() {
            self.open.set(number);
        }
    }
}

/// One that moved meanwhile may come a second time.
fn append(lines: &mut Vec<DeskLine>, page: Vec<DeskLine>) {
    for line in page {
        if !lines.iter().any(|other| other.number == line.number) {
            lines.push(line);
        }
    }
}

/// How many lines to ask for, of so many that are wanted, when so many are there.
fn next_page(wanted: u32, there: usize) -> u32 {
    wanted.saturating_sub(there as u32).clamp(PAGE, MAX_LIMIT)
}

#[cfg(test)]
mod tests {
    use pingan_api::page::MAX_LIMIT;

    use super::{PAGE, next_page};

    #[test]
    fn more_lines_than_a_page_holds_are_renewed_page_by_page() {
        assert_eq!(next_page(0, 0), PAGE);
        assert_eq!(next_page(60, 0), 60);
        let (mut there, mut pages) = (0, Vec::new());
        while there < 250 {
            let page = next_page(250, there);
            pages.push(page);
            there += page as usize;
        }
        assert_eq!(pages, [MAX_LIMIT, MAX_LIMIT, 50]);
        assert_eq!(next_page(250, 245), PAGE, "the last ones of a page that was short");
    }
}
