//! What a desk keeps beside its cases: standard answers, saved filters, the calendar, and blocks.

use serde::{Deserialize, Serialize};

use super::{ActKind, DeskQuery, UnitName, act::MAX_WORDS};
use crate::{
    cases::{CaseKind, CaseNumber, Category, WorkCalendar},
    endpoint::{Endpoint, Method, Query},
    id::{AnswerId, BlockId, FilterId, IdempotencyKey},
    problem::{FieldError, Issue},
    timestamp::Timestamp,
    validate::{Faults, Validate},
    volunteer::team::within,
};

/// Characters of a title or a filter's name at most.
pub const MAX_TITLE: usize = 40;
/// Filters that one account keeps.
pub const MAX_FILTERS: usize = 30;

/// A text that desks choose instead of typing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StandardAnswer {
    pub id: AnswerId,
    pub answer: NewAnswer,
    pub changed_at: Timestamp,
}

/// What an editor writes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewAnswer {
    /// The act that it goes with.
    pub act: ActKind,
    /// Only for cases of this kind, or of any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<CaseKind>,
    /// Only for cases of this category, or of any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<Category>,
    /// Up to [`MAX_TITLE`] characters.
    pub title: String,
    /// Up to [`MAX_WORDS`] characters; residents read it.
    pub words: String,
}

impl Validate for NewAnswer {
    fn validate(&self) -> Result<(), Vec<FieldError>> {
        let mut faults = Faults::new();
        faults.add_if(self.title.trim().is_empty(), "title", Issue::Required);
        faults.add_if(self.words.trim().is_empty(), "words", Issue::Required);
        faults.text("title", &self.title, MAX_TITLE);
        faults.text("words", &self.words, MAX_WORDS);
        let mixed = self.kind.zip(self.category).is_some_and(|(kind, category)| category.kind() != kind);
        faults.add_if(mixed, "category", Issue::NotForThisKind);
        faults.into_result()
    }
}

/// Which answers to list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[serde(deny_unknown_fields)]
pub struct AnswerQuery {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub act: Option<ActKind>,
    /// Those for this kind, and those for any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<CaseKind>,
    /// Those for this category, and those for any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<Category>,
}

/// Standard answers, the more particular ones first.
pub struct ListAnswers(pub AnswerQuery);

impl Endpoint for ListAnswers {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/v1/desk/answers";
    const SUMMARY: &'static str = "Standard answers for an act, a kind and a category";
    type Request = AnswerQuery;
    type Answer = Vec<StandardAnswer>;

    fn path(&self) -> String {
        let AnswerQuery { act, kind, category } = self.0;
        Query::new().with_some("act", act).with_some("kind", kind).with_some("category", category).on(Self::PATH)
    }
}

/// Writes a new standard answer.
pub struct CreateAnswer {
    pub key: IdempotencyKey,
    pub answer: NewAnswer,
}

impl Endpoint for CreateAnswer {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/v1/desk/answers";
    const SUMMARY: &'static str = "Add a standard answer";
    type Request = NewAnswer;
    type Answer = StandardAnswer;

    fn path(&self) -> String {
        Self::PATH.to_owned()
    }

    fn body(&self) -> Option<&NewAnswer> {
        Some(&self.answer)
    }

    fn idempotency_key(&self) -> Option<IdempotencyKey> {
        Some(self.key)
    }
}

/// Writes a standard answer anew.
pub struct UpdateAnswer {
    pub id: AnswerId,
    pub answer: NewAnswer,
}

impl Endpoint for UpdateAnswer {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/v1/desk/answers/{answer}";
    const SUMMARY: &'static str = "Change a standard answer";
    type Request = NewAnswer;
    type Answer = StandardAnswer;

    fn path(&self) -> String {
        Self::PATH.replace("{answer}", &self.id.to_string())
    }

    fn body(&self) -> Option<&NewAnswer> {
        Some(&self.answer)
    }
}

/// Takes a standard answer away.
pub struct RemoveAnswer(pub AnswerId);

impl Endpoint for RemoveAnswer {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/v1/desk/answers/{answer}/remove";
    const SUMMARY: &'static str = "Remove a standard answer";
    type Request = ();
    type Answer = ();

    fn path(&self) -> String {
        Self::PATH.replace("{answer}", &self.0.to_string())
    }

    fn body(&self) -> Option<&()> {
        Some(&())
    }
}

/// A query with a name, of one account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SavedFilter {
    pub id: FilterId,
    pub name: String,
    pub query: DeskQuery,
}

/// What is saved.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewFilter {
    /// Up to [`MAX_TITLE`] characters.
    pub name: String,
    /// Without `cursor` and `limit`.
    pub query: DeskQuery,
}

impl Validate for NewFilter {
    fn validate(&self) -> Result<(), Vec<FieldError>> {
        let mut faults = Faults::new();
        faults.add_if(self.name.trim().is_empty(), "name", Issue::Required);
        faults.text("name", &self.name, MAX_TITLE);
        faults.add_if(self.query.cursor.is_some(), "query.cursor", Issue::Invalid);
        faults.add_if(self.query.validate().is_err(), "query", Issue::Invalid);
        faults.into_result()
    }
}

/// The account's saved filters, in the order of their names.
pub struct ListFilters;

impl Endpoint for ListFilters {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/v1/desk/filters";
    const SUMMARY: &'static str = "The account's saved filters";
    type Request = ();
    type Answer = Vec<SavedFilter>;

    fn path(&self) -> String {
        Self::PATH.to_owned()
    }
}

/// Keeps a filter.
pub struct SaveFilter {
    pub key: IdempotencyKey,
    pub filter: NewFilter,
}

impl Endpoint for SaveFilter {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/v1/desk/filters";
    const SUMMARY: &'static str = "Save a filter for the account";
    type Request = NewFilter;
    type Answer = SavedFilter;

    fn path(&self) -> String {
        Self::PATH.to_owned()
    }

    fn body(&self) -> Option<&NewFilter> {
        Some(&self.filter)
    }

    fn idempotency_key(&self) -> Option<IdempotencyKey> {
        Some(self.key)
    }
}

/// Forgets a filter.
pub struct RemoveFilter(pub FilterId);

impl Endpoint for RemoveFilter {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/v1/desk/filters/{filter}/remove";
    const SUMMARY: &'static str = "Remove one of the account's saved filters";
    type Request = ();
    type Answer = ();

    fn path(&self) -> String {
        Self::PATH.replace("{filter}", &self.0.to_string())
    }

    fn body(&self) -> Option<&()> {
        Some(&())
    }
}

/// The calendar that clocks go by, as somebody reads it, or as they changed what they had read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CalendarSheet {
    /// Of the calendar that was read; another one has another.
    pub version: String,
    pub calendar: WorkCalendar,
}

impl Validate for CalendarSheet {
    fn validate(&self) -> Result<(), Vec<FieldError>> {
        self.calendar.validate().map_err(|errors| within("calendar", errors))
    }
}

/// The calendar that clocks go by.
pub struct GetCalendar;

impl Endpoint for GetCalendar {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/v1/desk/calendar";
    const SUMMARY: &'static str = "Working hours, holidays and the days that make up for them";
    type Request = ();
    type Answer = CalendarSheet;

    fn path(&self) -> String {
        Self::PATH.to_owned()
    }
}

/// Puts a calendar in the place of the one that it was made from; `edited_meanwhile` if that is not the last any more.
/// Clocks that run already keep their due date.
pub struct SaveCalendar(pub CalendarSheet);

impl Endpoint for SaveCalendar {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/v1/desk/calendar";
    const SUMMARY: &'static str = "Replace the calendar; clocks that run already keep their due date";
    type Request = CalendarSheet;
    type Answer = CalendarSheet;

    fn path(&self) -> String {
        Self::PATH.to_owned()
    }

    fn body(&self) -> Option<&CalendarSheet> {
        Some(&self.0)
    }
}

/// Somebody kept from reporting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Block {
    pub id: BlockId,
    /// The case that it was for.
    pub number: CaseNumber,
    pub reason: String,
    pub by: UnitName,
    pub at: Timestamp,
    pub until: Timestamp,
}

/// Blocks that hold now, those that end first first.
pub struct ListBlocks;

impl Endpoint for ListBlocks {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/v1/desk/blocks";
    const SUMMARY: &'static str = "Who is kept from reporting, and until when";
    type Request = ();
    type Answer = Vec<Block>;

    fn path(&self) -> String {
        Self::PATH.to_owned()
    }
}

/// Ends a block before its time.
pub struct LiftBlock(pub BlockId);

impl Endpoint for LiftBlock {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/v1/desk/blocks/{block}/lift";
    const SUMMARY: &'static str = "End a block before its time";
    type Request = ();
    type Answer = ();

    fn path(&self) -> String {
        Self::PATH.replace("{block}", &self.0.to_string())
    }

    fn body(&self) -> Option<&()> {
        Some(&())
    }
}
