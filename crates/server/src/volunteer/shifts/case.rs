//! The hazard that a shift is for: whoever calls for help with one has to see it as staff.

use pingan_api::{
    account::Permission,
    cases::{CaseKind, CaseNumber},
};
use sea_orm::{ColumnTrait, Condition, DatabaseTransaction};
use uuid::Uuid;

use crate::{
    access::Actor,
    cases::{entity::case::Column, number_column},
    desk::scope,
    district::District,
    error::AppError,
    volunteer::store::shift as store,
};

/// The hazard of a number; none if the actor does not see it.
pub(super) async fn hazard(
    tx: &DatabaseTransaction,
    district: &District,
    actor: &Actor,
    number: CaseNumber,
) -> Result<Option<Uuid>, AppError> {
    let hazard = scope::visible(district, actor, Permission::ReadCase)
        .add(Column::Number.eq(number_column(number)))
        .add(Column::Kind.eq(CaseKind::Hazard.as_str()));
    Ok(store::case(tx, hazard).await?.map(|case| case.id))
}

/// Whether a case has this number.
pub(super) async fn has_number(tx: &DatabaseTransaction, id: Uuid, number: CaseNumber) -> Result<bool, AppError> {
    let numbered = Condition::all().add(Column::Id.eq(id)).add(Column::Number.eq(number_column(number)));
    Ok(store::case(tx, numbered).await?.is_some())
}
