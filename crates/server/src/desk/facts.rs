//! What of a case's rows decides who may act on it.

use pingan_api::{cases::CaseKind, id::UnitId};
use sea_orm::ConnectionTrait;

use super::parts::Facts;
use crate::{
    cases::{entity::case, history, whistle, word},
    error::AppError,
};

pub(super) async fn facts(db: &impl ConnectionTrait, case: &case::Model) -> Result<Facts, AppError> {
    let unit = |id: &Option<String>| id.clone().map(UnitId);
    let kind: CaseKind = word(&case.kind)?;
    Ok(Facts {
        state: word(&case.state)?,
        history: history(case)?,
        holder: UnitId(case.last_holder.clone()),
        climbed_from: unit(&case.climbed_from),
        grid: unit(&case.grid),
        about: unit(&case.about),
        called: whistle::called(db, case.id).await?,
        hidden: case.hidden,
        can_be_public: kind.can_be_public(),
    })
}
