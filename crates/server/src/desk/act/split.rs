//! Parts of a case become cases of their own, which the same code opens.

use pingan_api::{
    Issue, Timestamp,
    cases::{CaseKind, CaseNumber, Event, State as CaseState, clock},
    desk::NewPart,
};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::Doing;
use crate::{
    cases::{Move, Offshoot, entity::case, move_within, split_off, word},
    error::AppError,
};

/// Answers the new cases' numbers. Each begins where the old one is: accepted, with the same holder.
pub(super) async fn split(tx: &DatabaseTransaction, doing: &Doing<'_>) -> Result<Vec<CaseNumber>, AppError> {
    let kind: CaseKind = word(&doing.case.kind)?;
    let mut made = Vec::new();
    for (i, part) in doing.new.parts.iter().enumerate() {
        if part.category.is_some_and(|category| category.kind() != kind) {
            return Err(AppError::field(format!("parts[{i}].category"), Issue::NotForThisKind));
        }
        let offshoot = Offshoot { case: begin(doing, kind, part)?, of: doing.case.id, photos: part.photos.clone() };
        let number = split_off(tx, doing.secret, offshoot).await?;
        let accept = Move { by: doing.step(Event::Accept).by, ..Move::new(number, Event::Accept, doing.part.who) };
        move_within(tx, doing.rules, accept, doing.at).await?;
        made.push(number);
    }
    move_within(tx, doing.rules, doing.step(Event::Split), doing.at).await?;
    Ok(made)
}

/// The row of a part: the place and whom it is about are the old case's.
fn begin(doing: &Doing<'_>, kind: CaseKind, part: &NewPart) -> Result<case::Model, AppError> {
    let (at, state) = (doing.at, CaseState::Submitted);
    let category = match part.category {
        Some(category) => Some(category),
        None => doing.case.category.as_deref().map(word).transpose()?,
    };
    Ok(case::Model {
        id: Uuid::now_v7(),
        category: category.map(|category| category.to_string()),
        state: state.to_string(),
        is_public: false,
        hidden: false,
        text: part.text.trim().to_owned(),
        answers: "[]".to_owned(),
        thumb_photo: part.photos.first().map(|photo| photo.0),
        joined: 0,
        asked_from: None,
        reopened: false,
        disputed: false,
        rejection_appealed: false,
        created_at: at.as_millis(),
        changed_at: at.as_millis(),
        due_at: clock::due(&doing.rules.calendar, kind, category, state, at).map(Timestamp::as_millis),
        version: 0,
        climbed_from: None,
        overdue_since: None,
        merged_into: None,
        split_from: Some(doing.case.id),
        accepted_at: None,
        resolved_at: None,
        closed_at: None,
        ..doing.case.clone()
    })
}
