//! From rows to what readers get.

use pingan_api::{
    Timestamp,
    cases::{Event, Share},
    id::{NoticeId, ShiftId, TeamId, UnitId},
    inbox::{CaseNotice, Notice, Subject},
    volunteer::VolunteerNotice,
};

use super::{
    entity::notice,
    store::{About, Named, StepOfCase, Told},
};
use crate::{
    cases::{number, told_words, word},
    district::District,
    error::AppError,
};

pub(super) fn notice(district: &District, Told { notice, about }: Told) -> Result<Notice, AppError> {
    Ok(Notice {
        id: NoticeId(notice.id),
        at: Timestamp::from_millis(notice.created_at),
        read: notice.read_at.is_some(),
        about: match about {
            About::Case(told) => Subject::Case(of_case(district, *told)?),
            About::Volunteer(named) => Subject::Volunteer(of_volunteer(notice, named)?),
        },
    })
}

fn of_case(district: &District, StepOfCase { case, step, share }: StepOfCase) -> Result<CaseNotice, AppError> {
    let event = step.event.as_deref().ok_or_else(|| AppError::broken("a notice of nothing"))?;
    let event: Event = word(event)?;
    Ok(CaseNotice {
        number: number(case.number)?,
        kind: word(&case.kind)?,
        category: case.category.as_deref().map(word).transpose()?,
        share,
        event,
        state: word(&step.to_state)?,
        holder: step.holder.as_ref().map(|holder| district.name(&UnitId(holder.clone()))),
        words: told_words(&step, share == Share::Reporter)?,
    })
}

fn of_volunteer(row: notice::Model, Named { title, starts_at }: Named) -> Result<VolunteerNotice, AppError> {
    let told = row.word.as_deref().ok_or_else(|| AppError::broken("a notice without a word"))?;
    Ok(VolunteerNotice {
        word: word(told)?,
        title,
        shift: row.shift_id.map(ShiftId),
        team: row.team_id.map(TeamId),
        starts_at: starts_at.map(Timestamp::from_millis),
        until: row.until.map(Timestamp::from_millis),
        words: row.words,
    })
}
