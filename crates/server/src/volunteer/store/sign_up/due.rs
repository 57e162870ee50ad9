//! Where the clock has something to do.

use std::collections::BTreeSet;

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, ExprTrait, QueryFilter,
    QuerySelect, QueryTrait, Select, sea_query::Expr,
};
use uuid::Uuid;

use super::{Column, Entity, post, shift};

const HOUR_MS: i64 = 3_600_000;

/// Shifts that began longer ago have been looked at, or nobody was there to look for so long.
const LATELY_MS: i64 = 7 * 24 * HOUR_MS;

/// Shifts with something to do at a moment: offers that ran out, lines of shifts that have begun, reminders, places that
/// are free while somebody waits.
pub(in crate::volunteer) async fn shifts_due(db: &impl ConnectionTrait, now: i64) -> Result<BTreeSet<Uuid>, DbErr> {
    let of_sign_ups = Entity::find().select_only().column(Column::ShiftId).distinct();
    let overdue: Vec<Uuid> = of_sign_ups
        .clone()
        .filter(Expr::cust("state = 'offered'"))
        .filter(Column::OfferedUntil.lte(now))
        .into_tuple()
        .all(db)
        .await?;
    let begun =
        published().filter(shift::Column::StartsAt.lte(now)).filter(shift::Column::StartsAt.gt(now - LATELY_MS));
    let hanging: Vec<Uuid> = of_sign_ups
        .filter(Expr::cust("state IN ('pending', 'waiting', 'offered')"))
        .filter(Column::ShiftId.in_subquery(begun.into_query()))
        .into_tuple()
        .all(db)
        .await?;
    let within = |hours: i64| shift::Column::StartsAt.lte(now + hours * HOUR_MS);
    let remind = Condition::any()
        .add(shift::Column::Reminded.lt(1))
        .add(Condition::all().add(shift::Column::Reminded.lt(2)).add(within(2)));
    let to_come = published().filter(shift::Column::StartsAt.gt(now));
    let remind: Vec<Uuid> = to_come.clone().filter(within(24)).filter(remind).into_tuple().all(db).await?;
    let lines = to_come.filter(shift::Column::Waiting.gt(0)).into_query();
    let free: Vec<Uuid> = post::Entity::find()
        .select_only()
        .column(post::Column::ShiftId)
        .distinct()
        .filter(post::Column::Waiting.gt(0))
        .filter(Expr::col(post::Column::Taken).lt(Expr::col(post::Column::Needed)))
        .filter(post::Column::ShiftId.in_subquery(lines))
        .into_tuple()
        .all(db)
        .await?;
    Ok([overdue, hanging, remind, free].into_iter().flatten().collect())
}

fn published() -> Select<shift::Entity> {
    shift::Entity::find().select_only().column(shift::Column::Id).filter(Expr::cust("state = 'published'"))
}

/// Writes down how far people of a shift have been reminded.
pub(in crate::volunteer) async fn set_reminded(
    tx: &DatabaseTransaction,
    shift_id: Uuid,
    reminded: i16,
) -> Result<(), DbErr> {
    let row = shift::Entity::update_many().col_expr(shift::Column::Reminded, reminded.into());
    row.filter(shift::Column::Id.eq(shift_id)).exec(tx).await?;
    Ok(())
}
