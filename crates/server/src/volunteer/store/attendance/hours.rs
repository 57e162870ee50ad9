//! The statements about hours and certificates.

use std::collections::HashMap;

use pingan_api::volunteer::Attendance;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait,
};
use uuid::Uuid;

use crate::{
    db::insert_new,
    volunteer::entity::{
        certificate, shift,
        sign_up::{self, Column},
        volunteer,
    },
};

/// Sign-ups of somebody who came to a shift that is over, or who went home from it.
fn done(now: i64) -> Condition {
    let over = Condition::any().add(Column::EndsAt.lte(now)).add(Column::CheckedOutAt.is_not_null());
    Condition::all().add(Column::Attendance.eq(Attendance::Present.as_str())).add(over)
}

/// What an account attended, the oldest first, each with the kind of its team; of the time from one moment on and before
/// another, if that is said.
pub(in crate::volunteer) async fn attended(
    db: &impl ConnectionTrait,
    account: Uuid,
    during: Option<(i64, i64)>,
    now: i64,
) -> Result<Vec<(sign_up::Model, String)>, DbErr> {
    let mut those = done(now).add(Column::AccountId.eq(account));
    if let Some((from, to)) = during {
        those = those.add(Column::StartsAt.gte(from)).add(Column::StartsAt.lt(to));
    }
    let shifts = sign_up::Entity::find().select_only().column(Column::ShiftId).filter(those.clone()).into_query();
    let kinds = shift::Entity::find().select_only().columns([shift::Column::Id, shift::Column::Kind]);
    let kinds: Vec<(Uuid, String)> = kinds.filter(shift::Column::Id.in_subquery(shifts)).into_tuple().all(db).await?;
    let kinds: HashMap<Uuid, String> = kinds.into_iter().collect();
    let rows = sign_up::Entity::find().filter(those).order_by_asc(Column::StartsAt).all(db).await?;
    let with_kind = |row: sign_up::Model| kinds.get(&row.shift_id).cloned().map(|kind| (row, kind));
    Ok(rows.into_iter().filter_map(with_kind).collect())
}

/// Those who live in a community and came to a shift that began at a moment or later, with what they registered.
pub(in crate::volunteer) async fn helpers(
    db: &impl ConnectionTrait,
    community: &str,
    since: i64,
    now: i64,
) -> Result<Vec<(sign_up::Model, volunteer::Model)>, DbErr> {
    let live_there = || volunteer::Entity::find().filter(volunteer::Column::Community.eq(community));
    let accounts = live_there().select_only().column(volunteer::Column::AccountId).into_query();
    let those = done(now).add(Column::StartsAt.gte(since)).add(Column::AccountId.in_subquery(accounts));
    let rows = sign_up::Entity::find().filter(those).all(db).await?;
    let people: HashMap<Uuid, volunteer::Model> =
        live_there().all(db).await?.into_iter().map(|row| (row.account_id, row)).collect();
    let with_person = |row: sign_up::Model| {
        let person = people.get(&row.account_id?)?.clone();
        Some((row, person))
    };
    Ok(rows.into_iter().filter_map(with_person).collect())
}

/// An account's certificates, the newest first.
pub(in crate::volunteer) async fn certificates(
    db: &impl ConnectionTrait,
    account: Uuid,
) -> Result<Vec<certificate::Model>, DbErr> {
    let rows = certificate::Entity::find().filter(certificate::Column::AccountId.eq(account));
    let rows = rows.order_by_desc(certificate::Column::IssuedAt).order_by_desc(certificate::Column::Number);
    rows.all(db).await
}

pub(in crate::volunteer) async fn certificate(
    db: &impl ConnectionTrait,
    number: &str,
) -> Result<Option<certificate::Model>, DbErr> {
    certificate::Entity::find_by_id(number).one(db).await
}

pub(in crate::volunteer) async fn certificate_by_key(
    db: &impl ConnectionTrait,
    key: Uuid,
) -> Result<Option<certificate::Model>, DbErr> {
    certificate::Entity::find().filter(certificate::Column::IdempotencyKey.eq(key)).one(db).await
}

/// Answers whether number and key are new.
pub(in crate::volunteer) async fn insert_certificate(
    tx: &DatabaseTransaction,
    row: certificate::Model,
) -> Result<bool, DbErr> {
    insert_new::<certificate::Entity, _>(tx, row).await
}
