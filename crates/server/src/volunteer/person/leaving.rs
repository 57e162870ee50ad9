//! What an account takes along of its volunteering, and what it leaves behind.

use pingan_api::Timestamp;
use sea_orm::{ConnectionTrait, DatabaseTransaction};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{registration, store};
use crate::{
    error::AppError,
    inbox::AccountNotice,
    secret::Secret,
    volunteer::{
        entity::{certificate, qualification, shift, sign_up, team, team_member},
        sign_ups, view,
    },
};

/// Everything that is kept of an account as a volunteer; null where it never was one.
pub(crate) async fn exported(db: &impl ConnectionTrait, secret: &Secret, account: Uuid) -> Result<Value, AppError> {
    let Some(row) = store::volunteer(db, account).await? else { return Ok(Value::Null) };
    let kept = store::kept(db, account).await?;
    Ok(json!({
        "registration": registration(secret, &row)?,
        "registered_at": Timestamp::from_millis(row.registered_at),
        "ended_at": row.ended_at.map(Timestamp::from_millis),
        "teams": kept.teams.iter().map(membership).collect::<Vec<_>>(),
        "qualifications": kept.qualifications.iter().map(granted).collect::<Vec<_>>(),
        "sign_ups": kept.sign_ups.iter().map(signed_up).collect::<Vec<_>>(),
        "certificates": kept.certificates.iter().map(certified).collect::<Result<Vec<_>, _>>()?,
    }))
}

fn membership((row, team): &(team_member::Model, team::Model)) -> Value {
    let since = Timestamp::from_millis(row.since);
    json!({ "team": row.team_id, "name": team.name, "membership": row.membership, "since": since })
}

fn granted(row: &qualification::Model) -> Value {
    let at = Timestamp::from_millis(row.granted_at);
    json!({ "qualification": row.qualification, "team": row.team_id, "granted_at": at })
}

fn signed_up((row, shift): &(sign_up::Model, shift::Model)) -> Value {
    let at = Timestamp::from_millis;
    json!({
        "shift": shift.id,
        "title": shift.title,
        "place": shift.place,
        "starts_at": at(shift.starts_at),
        "ends_at": at(shift.ends_at),
        "name": row.name,
        "friend": row.friend,
        "state": row.state,
        "signed_up_at": at(row.created_at),
        "ended_at": row.ended_at.map(at),
        "attendance": row.attendance,
        "checked_in_at": row.checked_in_at.map(at),
        "checked_out_at": row.checked_out_at.map(at),
        "minutes": view::minutes(row),
        "corrected_because": row.corrected_because,
    })
}

fn certified(row: &certificate::Model) -> Result<Value, AppError> {
    let kinds: Value = serde_json::from_str(&row.kinds).map_err(AppError::broken)?;
    Ok(json!({
        "number": row.number,
        "name": row.name,
        "from": row.from_day,
        "to": row.to_day,
        "minutes": row.minutes,
        "shifts": row.shifts,
        "kinds": kinds,
        "issued_at": Timestamp::from_millis(row.issued_at),
    }))
}

/// Before an account goes: gives up what is to come, and takes the person out of what was. Answers who is to be told of a
/// free place, at the end of the transaction. The caller has not locked the account yet: whoever signs up locks the
/// registration first, as here, and then the account by naming it in a row. In two orders the two might wait for one
/// another, and PostgreSQL would end one of them.
pub(crate) async fn forget(
    tx: &DatabaseTransaction,
    account: Uuid,
    now: Timestamp,
) -> Result<Vec<AccountNotice>, AppError> {
    store::volunteer_for_update(tx, account).await?;
    let notices = sign_ups::end_all(tx, account, now).await?;
    store::forget(tx, account).await?;
    Ok(notices)
}
