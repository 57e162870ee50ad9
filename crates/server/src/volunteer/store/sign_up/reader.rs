//! What a reader of shifts is shown of them and of the reader's own places.

use std::collections::HashMap;

use pingan_api::volunteer::SignUpState;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::Expr,
};
use uuid::Uuid;

use super::{Column, Entity, HOLDS_PLACE, LIVE, Model, WAITS, shift};
use crate::{cases::entity::case, error::AppError, volunteer::entity::team};

/// What is live of somebody in some shifts.
pub(in crate::volunteer) async fn own(
    db: &impl ConnectionTrait,
    account: Uuid,
    shift_ids: &[Uuid],
) -> Result<Vec<Model>, DbErr> {
    let rows = Entity::find().filter(Column::AccountId.eq(account));
    rows.filter(Column::ShiftId.is_in(shift_ids.iter().copied())).filter(Expr::cust(LIVE)).all(db).await
}

/// Places that accounts have or are offered at some moment of a span of time.
pub(in crate::volunteer) async fn holding(
    db: &impl ConnectionTrait,
    accounts: &[Uuid],
    (from, to): (i64, i64),
) -> Result<Vec<Model>, DbErr> {
    Entity::find()
        .filter(Column::AccountId.is_in(accounts.iter().copied()))
        .filter(Expr::cust(HOLDS_PLACE))
        .filter(Column::StartsAt.lt(to))
        .filter(Column::EndsAt.gt(from))
        .all(db)
        .await
}

/// Where those of some rows that wait stand in the lines of their posts, from 1, by post. They are one person's, who
/// waits for a post once.
pub(in crate::volunteer) async fn places(
    db: &impl ConnectionTrait,
    rows: &[Model],
) -> Result<HashMap<Uuid, u16>, AppError> {
    let mut up_to = Condition::any();
    for row in rows.iter().filter(|row| row.state == SignUpState::Waiting.as_str()) {
        let of_post = Condition::all().add(Column::PostId.eq(row.post_id));
        up_to = up_to.add(of_post.add(Column::Turn.lte(row.turn)));
    }
    if up_to.is_empty() {
        return Ok(HashMap::new());
    }
    let counts: Vec<(Uuid, i64)> = Entity::find()
        .select_only()
        .column(Column::PostId)
        .column_as(Column::Id.count(), "place")
        .filter(Expr::cust(WAITS))
        .filter(up_to)
        .group_by(Column::PostId)
        .into_tuple()
        .all(db)
        .await?;
    let place = |(post_id, place)| Ok((post_id, u16::try_from(place).map_err(AppError::broken)?));
    counts.into_iter().map(place).collect()
}

pub(in crate::volunteer) async fn shifts(db: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Vec<shift::Model>, DbErr> {
    shift::Entity::find().filter(shift::Column::Id.is_in(ids.iter().copied())).all(db).await
}

pub(in crate::volunteer) async fn titles(
    db: &impl ConnectionTrait,
    shift_ids: &[Uuid],
) -> Result<HashMap<Uuid, String>, DbErr> {
    let titles: Vec<(Uuid, String)> = shift::Entity::find()
        .select_only()
        .columns([shift::Column::Id, shift::Column::Title])
        .filter(shift::Column::Id.is_in(shift_ids.iter().copied()))
        .into_tuple()
        .all(db)
        .await?;
    Ok(titles.into_iter().collect())
}

pub(in crate::volunteer) async fn team_names(
    db: &impl ConnectionTrait,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, String>, DbErr> {
    let names: Vec<(Uuid, String)> = team::Entity::find()
        .select_only()
        .columns([team::Column::Id, team::Column::Name])
        .filter(team::Column::Id.is_in(ids.iter().copied()))
        .into_tuple()
        .all(db)
        .await?;
    Ok(names.into_iter().collect())
}

/// The number of a case as kept, and whether the public sees it.
pub(in crate::volunteer) async fn case_number(
    db: &impl ConnectionTrait,
    id: Uuid,
) -> Result<Option<(i32, bool)>, DbErr> {
    let columns = [case::Column::Number, case::Column::IsPublic];
    case::Entity::find_by_id(id).select_only().columns(columns).into_tuple().one(db).await
}

/// Somebody's sign-ups: what is live of shifts that have not ended, soonest first, or where they had a place in those
/// that have, newest first; behind a mark if one is given.
pub(in crate::volunteer) async fn page(
    db: &impl ConnectionTrait,
    account: Uuid,
    (past, now): (bool, i64),
    mark: Option<(i64, Uuid)>,
    limit: u64,
) -> Result<Vec<Model>, DbErr> {
    let place = Expr::tuple([Expr::col(Column::StartsAt), Expr::col(Column::Id)]);
    let behind = mark.map(|(at, id)| {
        let mark = Expr::tuple([at.into(), id.into()]);
        if past { place.lt(mark) } else { place.gt(mark) }
    });
    let mut rows = Entity::find().filter(Column::AccountId.eq(account));
    if let Some(behind) = behind {
        rows = rows.filter(behind);
    }
    let rows = if past {
        let had = rows.filter(Column::State.eq(SignUpState::Confirmed.as_str())).filter(Column::EndsAt.lte(now));
        had.order_by_desc(Column::StartsAt).order_by_desc(Column::Id)
    } else {
        let live = rows.filter(Expr::cust(LIVE)).filter(Column::EndsAt.gt(now));
        live.order_by_asc(Column::StartsAt).order_by_asc(Column::Id)
    };
    rows.limit(limit).all(db).await
}
