//! `GET /api/v1/audit`: the log, newest first. It covers the whole district, and so does whoever may read it.

use std::collections::BTreeMap;

use axum::{Json, extract::State as Ext};
use pingan_api::{
    ProblemCode, Timestamp, Validate,
    account::Permission,
    audit::{AuditLine, AuditQuery, ListAudit, Object},
    id::{AccountId, SessionId, UnitId},
    page::{DEFAULT_LIMIT, Page},
};

use super::{entity, store, subjects::Subjects};
use crate::{
    access::Actor,
    cases::word,
    cursor,
    error::{Answer, AppError},
    extract::Query,
    state::State,
};

pub(super) async fn list(Ext(state): Ext<State>, actor: Actor, Query(query): Query<AuditQuery>) -> Answer<ListAudit> {
    query.validate()?;
    let district = state.district();
    let root = district.root().ok_or(ProblemCode::NotAllowed)?;
    actor.may(Permission::ReadAudit, &root.id, &district)?;
    let after = query.cursor.as_ref().map(cursor::read).transpose()?;
    let limit = query.limit.unwrap_or(DEFAULT_LIMIT) as usize;
    // One more than asked tells whether there is a next page.
    let mut rows = store::lines(state.db.reads(), &query, after, limit as u64 + 1).await?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).map(|row| cursor::write(row.at, row.id));
    let read = rows.into_iter().map(|row| {
        let details = serde_json::from_str(&row.details).map_err(AppError::broken)?;
        Ok((row, details))
    });
    let rows: Vec<(entity::Model, BTreeMap<String, String>)> = read.collect::<Result<_, AppError>>()?;
    let subjects = Subjects::of(&state, &rows).await?;
    let line = |(row, details): (entity::Model, BTreeMap<String, String>)| {
        let unit = row.unit.clone().map(UnitId);
        Ok(AuditLine {
            at: Timestamp::from_millis(row.at),
            account: row.account_id.map(AccountId),
            name: row.account_id.and_then(|id| subjects.name(id)),
            subject: subjects.object(&row),
            named: subjects.named(&details),
            session: row.session_id.map(SessionId),
            action: word(&row.action)?,
            object: match (row.object_kind, row.object_id) {
                (Some(kind), Some(id)) => Some(Object { kind: word(&kind)?, id }),
                _ => None,
            },
            unit_name: unit.as_ref().map(|unit| district.name(unit)),
            unit,
            details,
        })
    };
    Ok(Json(Page { items: rows.into_iter().map(line).collect::<Result<_, AppError>>()?, next }))
}
