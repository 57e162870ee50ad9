//! Cases: everything that a resident raises, whatever its kind.

pub mod act;
pub mod calendar;
pub mod category;
pub mod clock;
pub mod code;
pub mod new_case;
pub mod number;
pub mod requests;
pub mod transition;
pub mod view;

pub use act::{Act, ActOnOwnCase, ActReceipt, OwnAct};
pub use calendar::{Calendar, CalendarDay, WorkCalendar, WorkingHours};
pub use category::{Answer, Category, Choice, Question};
pub use code::CaseCode;
pub use new_case::{Contact, NewCase, NewJoin, NewPlace, PlaceSource};
pub use number::CaseNumber;
pub use requests::{
    CaseKey, CaseKeys, CaseQuery, CreateCase, DuplicateQuery, FindDuplicates, GetCase, JoinCase, ListCases, LookUp,
    MyCases, TrackCase,
};
pub use transition::{Event, History, Refusal, State, Who};
pub use view::{
    CallView, CasePage, CaseSummary, CoarsePlace, ExactPlace, Ground, MyCase, Next, NextStep, Receipt, Share, Step,
    TrackedCase, WhistleView,
};

use crate::slug_enum;

slug_enum! {
    /// What a case is.
    pub enum CaseKind {
        /// A photo report of something dangerous or broken.
        Hazard = "hazard",
        /// 诉求: something that a resident asks for.
        Appeal = "appeal",
        /// 监督意见: an opinion about how a unit does its work.
        Opinion = "opinion",
        Mediation = "mediation",
        Consultation = "consultation",
    }
}

impl CaseKind {
    /// Kinds that may be shown on the public map. What people ask for themselves or say about a unit is theirs.
    pub const fn can_be_public(self) -> bool {
        matches!(self, CaseKind::Hazard)
    }
}
