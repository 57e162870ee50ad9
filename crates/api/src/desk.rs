//! The moderators' side of cases: the queue, one case whole, and what is done with it.
//!
//! Who may do what follows from three things: the [`Permission`](crate::account::Permission)s of a role, where its
//! unit stands towards the case, and the transition table. The server decides; [`DeskCase::acts`] says how it would.

pub mod act;
pub mod case;
pub mod queue;
pub mod requests;
pub mod settings;

/// `GET` server-sent events (HTML Living Standard, 9.2): one named [`CHANGED_EVENT`], without data of its own, whenever
/// something changed in what the desk sees.
pub const STREAM_PATH: &str = "/api/v1/desk/stream";

pub use crate::inbox::CHANGED_EVENT;

pub use act::{ActKind, Acted, Area, Need, NewAct, NewPart, PossibleAct};
pub use case::{DeskCase, DeskContact, DeskNote, DeskPhoto, DeskPlace, DeskShare, DeskStep, NearCase, UnitName};
pub use queue::{ClockFilter, Counters, DeskLine, DeskQuery, QueueOrder, View};
pub use requests::{ActOnCase, CountQueue, GetDeskCase, ListQueue, ReadContact};
pub use settings::{
    AnswerQuery, Block, CalendarSheet, CreateAnswer, GetCalendar, LiftBlock, ListAnswers, ListBlocks, ListFilters,
    NewAnswer, NewFilter, RemoveAnswer, RemoveFilter, SaveCalendar, SaveFilter, SavedFilter, StandardAnswer,
    UpdateAnswer,
};
