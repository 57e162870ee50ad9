//! The statements about who came. Hours are in `hours`, figures in `figures`.

pub(in crate::volunteer) mod figures;
pub(in crate::volunteer) mod hours;

use pingan_api::volunteer::{Attendance, SignUpState};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait, Select,
};
use uuid::Uuid;

use crate::{
    db::insert_new,
    volunteer::entity::{attendance_mark, shift, sign_up},
};

/// Words of the states in which a sign-up has not ended.
fn live() -> impl Iterator<Item = &'static str> {
    SignUpState::ALL.iter().filter(|state| state.is_live()).map(|state| state.as_str())
}

/// Everyone whom a roster names: who has a place or waits for one, and who was marked.
pub(in crate::volunteer) async fn on_roster(
    db: &impl ConnectionTrait,
    shift: Uuid,
) -> Result<Vec<sign_up::Model>, DbErr> {
    let named = Condition::any()
        .add(sign_up::Column::State.is_in(live()))
        .add(sign_up::Column::Attendance.ne(Attendance::Unknown.as_str()));
    let rows = sign_up::Entity::find().filter(sign_up::Column::ShiftId.eq(shift)).filter(named);
    rows.order_by_asc(sign_up::Column::Turn).order_by_asc(sign_up::Column::Id).all(db).await
}

/// What an account has in a shift and has not ended.
pub(in crate::volunteer) async fn live_of(
    db: &impl ConnectionTrait,
    shift: Uuid,
    account: Uuid,
) -> Result<Option<sign_up::Model>, DbErr> {
    of_account(shift, account).filter(sign_up::Column::State.is_in(live())).one(db).await
}

/// Whether an organiser has refused an account in a shift.
pub(in crate::volunteer) async fn was_refused(
    db: &impl ConnectionTrait,
    shift: Uuid,
    account: Uuid,
) -> Result<bool, DbErr> {
    let refused = sign_up::Column::State.eq(SignUpState::Refused.as_str());
    Ok(of_account(shift, account).filter(refused).one(db).await?.is_some())
}

fn of_account(shift: Uuid, account: Uuid) -> Select<sign_up::Entity> {
    let rows = sign_up::Entity::find().filter(sign_up::Column::AccountId.eq(account));
    rows.filter(sign_up::Column::ShiftId.eq(shift))
}

/// Shifts for which an account is signed up and that begin by one moment and end after another, the first to begin first.
pub(in crate::volunteer) async fn shifts_around(
    db: &impl ConnectionTrait,
    account: Uuid,
    (begun_by, ended_after): (i64, i64),
) -> Result<Vec<shift::Model>, DbErr> {
    let signed_up = sign_up::Entity::find()
        .select_only()
        .column(sign_up::Column::ShiftId)
        .filter(sign_up::Column::AccountId.eq(account))
        .filter(sign_up::Column::State.is_in(live()))
        .filter(sign_up::Column::StartsAt.lte(begun_by))
        .filter(sign_up::Column::EndsAt.gte(ended_after))
        .into_query();
    let shifts = shift::Entity::find().filter(shift::Column::Id.in_subquery(signed_up));
    shifts.order_by_asc(shift::Column::StartsAt).all(db).await
}

/// Writes down whether and how somebody came.
pub(in crate::volunteer) async fn save(tx: &DatabaseTransaction, row: sign_up::Model) -> Result<(), DbErr> {
    let changes = sign_up::ActiveModel {
        state: Set(row.state),
        offered_until: Set(row.offered_until),
        ended_at: Set(row.ended_at),
        walk_in: Set(row.walk_in),
        attendance: Set(row.attendance),
        attended_by: Set(row.attended_by),
        checked_in_at: Set(row.checked_in_at),
        checked_out_at: Set(row.checked_out_at),
        minutes: Set(row.minutes),
        corrected_because: Set(row.corrected_because),
        ..Default::default()
    };
    sign_up::Entity::update_many().set(changes).filter(sign_up::Column::Id.eq(row.id)).exec(tx).await?;
    Ok(())
}

/// Answers false for a mark that was taken in before.
pub(in crate::volunteer) async fn insert_mark(
    tx: &DatabaseTransaction,
    row: attendance_mark::Model,
) -> Result<bool, DbErr> {
    insert_new::<attendance_mark::Entity, _>(tx, row).await
}
