//! The statements about figures.

use std::collections::{HashMap, HashSet};

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, sea_query::SelectStatement,
};
use uuid::Uuid;

use crate::cases::entity::{
    act,
    case::{self, Column},
    event, whistle, whistle_call as call,
};

/// What is counted of a case.
#[derive(Clone, FromQueryResult)]
pub(super) struct Row {
    pub(super) id: Uuid,
    pub(super) number: i32,
    pub(super) kind: String,
    pub(super) category: Option<String>,
    pub(super) state: String,
    pub(super) street: Option<String>,
    pub(super) community: Option<String>,
    pub(super) grid: Option<String>,
    pub(super) holder: Option<String>,
    pub(super) last_holder: String,
    pub(super) created_at: i64,
    pub(super) accepted_at: Option<i64>,
    pub(super) closed_at: Option<i64>,
    pub(super) due_at: Option<i64>,
    pub(super) overdue_since: Option<i64>,
    pub(super) reopened: bool,
    pub(super) disputed: bool,
    pub(super) joined: i32,
}

/// One unit called to a case.
pub(super) struct CallRow {
    pub(super) at: i64,
    pub(super) due_at: i64,
    pub(super) checked_in_at: Option<i64>,
}

pub(super) async fn rows(db: &impl ConnectionTrait, condition: Condition) -> Result<Vec<Row>, DbErr> {
    let cases = case::Entity::find().select_only().columns([
        Column::Id,
        Column::Number,
        Column::Kind,
        Column::Category,
        Column::State,
        Column::Street,
        Column::Community,
        Column::Grid,
        Column::Holder,
        Column::LastHolder,
        Column::CreatedAt,
        Column::AcceptedAt,
        Column::ClosedAt,
        Column::DueAt,
        Column::OverdueSince,
        Column::Reopened,
        Column::Disputed,
        Column::Joined,
    ]);
    cases.filter(condition).order_by_asc(Column::CreatedAt).order_by_asc(Column::Id).into_model().all(db).await
}

pub(super) async fn calls(db: &impl ConnectionTrait, condition: Condition) -> Result<Vec<CallRow>, DbErr> {
    let of_cases = call::Entity::find().filter(call::Column::CaseId.in_subquery(ids(condition.clone())));
    let calls = of_cases.all(db).await?;
    let of_cases = whistle::Entity::find().filter(whistle::Column::CaseId.in_subquery(ids(condition)));
    let blown: HashMap<Uuid, i64> = of_cases.all(db).await?.into_iter().map(|row| (row.id, row.at)).collect();
    let row = |call: call::Model| {
        let at = *blown.get(&call.whistle_id)?;
        Some(CallRow { at, due_at: call.due_at, checked_in_at: call.checked_in_at })
    };
    Ok(calls.into_iter().filter_map(row).collect())
}

/// Cases that were overdue once.
pub(super) async fn late(db: &impl ConnectionTrait, condition: Condition) -> Result<HashSet<Uuid>, DbErr> {
    let steps = event::Entity::find().select_only().column(event::Column::CaseId).distinct();
    let steps =
        steps.filter(event::Column::Event.eq("overdue")).filter(event::Column::CaseId.in_subquery(ids(condition)));
    let ids: Vec<Uuid> = steps.into_tuple().all(db).await?;
    Ok(ids.into_iter().collect())
}

/// The stars that were given from `from` on and before `to`, in milliseconds.
pub(super) async fn ratings(
    db: &impl ConnectionTrait,
    condition: Condition,
    (from, to): (i64, i64),
) -> Result<Vec<i16>, DbErr> {
    let given = act::Entity::find().select_only().column(act::Column::Rating);
    let given = given.filter(act::Column::Rating.is_not_null()).filter(act::Column::CaseId.in_subquery(ids(condition)));
    let given = given.filter(act::Column::CreatedAt.gte(from)).filter(act::Column::CreatedAt.lt(to));
    given.into_tuple().all(db).await
}

fn ids(condition: Condition) -> SelectStatement {
    case::Entity::find().select_only().column(Column::Id).filter(condition).into_query()
}
