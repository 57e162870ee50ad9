//! Whistles: several units called to one case, each to check in by a deadline.

mod store;

use pingan_api::{
    ProblemCode, Timestamp,
    cases::{CallView, WhistleView},
    id::{UnitId, WhistleId},
};
use sea_orm::{ConnectionTrait, DatabaseTransaction};
use uuid::Uuid;

use super::entity::{whistle as row, whistle_call as call};
use crate::{district::District, error::AppError};

/// Units to be called.
pub struct NewWhistle {
    pub case: Uuid,
    pub caller: UnitId,
    /// The lead first.
    pub units: Vec<UnitId>,
    pub at: Timestamp,
    pub due_at: Timestamp,
}

/// Calls them.
pub async fn blow(tx: &DatabaseTransaction, new: NewWhistle) -> Result<(), AppError> {
    let id = Uuid::now_v7();
    let whistle = row::Model {
        id,
        case_id: new.case,
        caller: new.caller.0,
        at: new.at.as_millis(),
        due_at: new.due_at.as_millis(),
        ended_at: None,
    };
    let calls = (0..).zip(new.units).map(|(position, unit)| call::Model {
        whistle_id: id,
        unit: unit.0,
        case_id: new.case,
        position,
        due_at: new.due_at.as_millis(),
        awaited: true,
        checked_in_at: None,
        returned_at: None,
        reason: None,
    });
    Ok(store::insert(tx, whistle, calls.collect()).await?)
}

/// A unit came: its call is answered if it was awaited. Answers whether it was.
pub async fn arrive(tx: &DatabaseTransaction, case: Uuid, unit: &str, at: Timestamp) -> Result<bool, AppError> {
    Ok(store::answer(tx, case, unit, at.as_millis(), None).await?)
}

/// A unit sends its call back.
pub async fn decline(
    tx: &DatabaseTransaction,
    case: Uuid,
    unit: &str,
    reason: String,
    at: Timestamp,
) -> Result<(), AppError> {
    match store::answer(tx, case, unit, at.as_millis(), Some(reason)).await? {
        true => Ok(()),
        false => Err(ProblemCode::NotPossibleNow.into()),
    }
}

/// The case goes on without the units that were called: nobody is awaited any more.
pub async fn end(tx: &DatabaseTransaction, case: Uuid, at: Timestamp) -> Result<(), AppError> {
    Ok(store::end(tx, case, at.as_millis()).await?)
}

/// Units of a whistle that has not ended, each with whether it is still awaited.
pub async fn called(db: &impl ConnectionTrait, case: Uuid) -> Result<Vec<(UnitId, bool)>, AppError> {
    Ok(store::open_calls(db, case).await?.into_iter().map(|call| (UnitId(call.unit), call.awaited)).collect())
}

/// Everything that was ever called to a case, newest first.
pub async fn of_case(db: &impl ConnectionTrait, district: &District, case: Uuid) -> Result<Vec<WhistleView>, AppError> {
    let whistles = store::of_case(db, case).await?;
    let view = |(whistle, calls): (row::Model, Vec<call::Model>)| WhistleView {
        id: WhistleId(whistle.id),
        at: Timestamp::from_millis(whistle.at),
        caller: district.name(&UnitId(whistle.caller)),
        due_at: Timestamp::from_millis(whistle.due_at),
        ended_at: whistle.ended_at.map(Timestamp::from_millis),
        calls: calls.into_iter().map(|call| call_view(district, call)).collect(),
    };
    Ok(whistles.into_iter().map(view).collect())
}

fn call_view(district: &District, call: call::Model) -> CallView {
    let unit = UnitId(call.unit);
    CallView {
        unit_name: district.name(&unit),
        unit,
        lead: call.position == 0,
        checked_in_at: call.checked_in_at.map(Timestamp::from_millis),
        returned_at: call.returned_at.map(Timestamp::from_millis),
        reason: call.reason,
    }
}
