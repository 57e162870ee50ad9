//! From rows to what readers get.

use pingan_api::{
    Timestamp,
    cases::{Event, Share},
    id::{NoticeId, UnitId},
    inbox::Notice,
};

use super::store::Told;
use crate::{
    cases::{number, told_words, word},
    district::District,
    error::AppError,
};

pub(super) fn notice(district: &District, told: Told) -> Result<Notice, AppError> {
    let Told { case, step, share, notice } = told;
    let event = step.event.as_deref().ok_or_else(|| AppError::broken("a notice of nothing"))?;
    let event: Event = word(event)?;
    Ok(Notice {
        id: NoticeId(notice.id),
        at: Timestamp::from_millis(step.at),
        number: number(case.number)?,
        kind: word(&case.kind)?,
        category: case.category.as_deref().map(word).transpose()?,
        share,
        event,
        state: word(&step.to_state)?,
        holder: step.holder.as_ref().map(|holder| district.name(&UnitId(holder.clone()))),
        words: told_words(&step, share == Share::Reporter)?,
        read: notice.read_at.is_some(),
    })
}
