//! `/api/v1/inbox` and below, and what leaves by the outbox.

mod deliver;
mod list;
mod stream;
mod volunteer;

use pingan_api::inbox::{CaseNotice, Notice, Subject};

/// What a notice says of a case.
pub(crate) fn case_of(notice: &Notice) -> &CaseNotice {
    match &notice.about {
        Subject::Case(told) => told,
        Subject::Volunteer(told) => panic!("{told:?}"),
    }
}
