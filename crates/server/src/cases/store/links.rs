//! Cases that go on in others, and parts that became cases.

use pingan_api::cases::Share;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect, Select};
use uuid::Uuid;

use crate::cases::entity::{case, reporter};

/// Cases that go on in one, also by way of others.
pub(crate) async fn merged_into(db: &impl ConnectionTrait, case: Uuid) -> Result<Vec<Uuid>, DbErr> {
    all_behind(case::Column::MergedInto, db, vec![case]).await
}

/// Cases that parts of some became, also by way of others.
async fn split_from(db: &impl ConnectionTrait, cases: Vec<Uuid>) -> Result<Vec<Uuid>, DbErr> {
    all_behind(case::Column::SplitFrom, db, cases).await
}

async fn all_behind(link: case::Column, db: &impl ConnectionTrait, first: Vec<Uuid>) -> Result<Vec<Uuid>, DbErr> {
    let (mut found, mut next) = (Vec::new(), first);
    while !next.is_empty() {
        let behind = case::Entity::find().select_only().column(case::Column::Id).filter(link.is_in(next));
        let ids: Vec<Uuid> = behind.into_tuple().all(db).await?;
        next = ids.into_iter().filter(|id| !found.contains(id)).collect();
        found.extend(&next);
    }
    Ok(found)
}

/// Shares, and those that whoever raised a case has in the parts that were split off from it.
pub(crate) async fn with_parts(db: &impl ConnectionTrait, shares: Vec<Uuid>) -> Result<Vec<Uuid>, DbErr> {
    let raised = |shares: Select<reporter::Entity>| shares.filter(reporter::Column::Share.eq(Share::Reporter.as_str()));
    let own = reporter::Entity::find().select_only().column(reporter::Column::CaseId);
    let cases = raised(own.filter(reporter::Column::Id.is_in(shares.iter().copied()))).into_tuple().all(db).await?;
    let parts = split_from(db, cases).await?;
    if parts.is_empty() {
        return Ok(shares);
    }
    let of_parts = reporter::Entity::find().select_only().column(reporter::Column::Id);
    let of_parts: Vec<Uuid> =
        raised(of_parts.filter(reporter::Column::CaseId.is_in(parts))).into_tuple().all(db).await?;
    let more = of_parts.into_iter().filter(|share| !shares.contains(share)).collect::<Vec<_>>();
    Ok(shares.into_iter().chain(more).collect())
}
