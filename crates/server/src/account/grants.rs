//! `/api/v1/grants`: who has which role where, given and ended by whoever may on those units.

use axum::{Json, extract::State as Ext, http::StatusCode};
use pingan_api::{
    Issue, ProblemCode, Timestamp, Validate,
    account::{EndGrant, Grant, GrantQuery, GrantedRole, ListGrants, NewGrant, Permission},
    audit::{Action, ObjectKind},
    id::{AccountId, GrantId, UnitId},
    page::{DEFAULT_LIMIT, Page},
};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::{
    codes::read_phone,
    entity::{account, grant},
    open::{NewAccount, open, phone_of},
    store,
};
use crate::{
    access::Actor,
    audit::{Line, record},
    cases::word,
    cursor,
    district::District,
    error::{Answer, AppError},
    extract::{Body, Key, Param, Query},
    secret::Secret,
    state::State,
};

pub(super) async fn list(Ext(state): Ext<State>, actor: Actor, Query(query): Query<GrantQuery>) -> Answer<ListGrants> {
    query.validate()?;
    let district = state.district();
    if let Some(unit) = &query.unit {
        actor.may_see(Permission::GrantRoles, unit, &district)?;
    }
    // On one unit of the query and below, or on all that the actor grants on.
    let within = |unit: &UnitId| match &query.unit {
        Some(asked) => district.is_within(unit, asked),
        None => actor.holds(Permission::GrantRoles, unit, &district),
    };
    let units: Vec<&str> =
        district.units().iter().filter(|unit| within(&unit.id)).map(|unit| unit.id.0.as_str()).collect();
    let after = query.cursor.as_ref().map(cursor::read).transpose()?;
    let limit = query.limit.unwrap_or(DEFAULT_LIMIT) as usize;
    let mut rows = store::grants(state.db.reads(), &query, &units, after, limit as u64 + 1).await?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).map(|(row, _)| cursor::write(row.granted_at, row.id));
    let items = rows.into_iter().map(|(row, account)| granted(&state.secret, &district, row, account));
    Ok(Json(Page { items: items.collect::<Result<_, _>>()?, next }))
}

fn granted(
    secret: &Secret,
    district: &District,
    row: grant::Model,
    account: Option<account::Model>,
) -> Result<GrantedRole, AppError> {
    let unit = UnitId(row.unit);
    Ok(GrantedRole {
        // An account that is gone has no number.
        phone: account
            .as_ref()
            .map(|account| phone_of(secret, account))
            .transpose()?
            .map_or_else(String::new, |phone| phone.masked()),
        name: account.map(|account| account.name).unwrap_or_default(),
        account: AccountId(row.account_id),
        granted_at: Timestamp::from_millis(row.granted_at),
        ended_at: row.ended_at.map(Timestamp::from_millis),
        grant: Grant { id: GrantId(row.id), role: word(&row.role)?, unit_name: district.name(&unit), unit },
    })
}

pub(super) async fn give(
    Ext(state): Ext<State>,
    actor: Actor,
    Key(key): Key,
    Body(new): Body<NewGrant>,
) -> Result<(StatusCode, Json<GrantedRole>), AppError> {
    let district = state.district();
    if district.unit(&new.unit).is_none() {
        return Err(AppError::field("unit", Issue::UnknownUnit));
    }
    actor.may(Permission::GrantRoles, &new.unit, &district)?;
    let phone = read_phone(&new.phone)?;
    let json = serde_json::to_vec(&new).map_err(AppError::broken)?;
    let body_hash = state.secret.key("body", &[b"grant", &json]);
    let (secret, at) = (state.secret.clone(), state.now());
    let (row, account) = state
        .db
        .write(move |tx| {
            Box::pin(async move {
                if let Some(row) = store::grant_by_key(tx, key.0).await? {
                    if row.body_hash != body_hash {
                        return Err(ProblemCode::IdempotencyKeyReused.into());
                    }
                    return with_account(tx, row).await;
                }
                // Whoever never signed in has not agreed to anything yet, and is asked then.
                let account = NewAccount { phone, name: new.name.trim().to_owned(), consent: 0, at };
                let account = open(tx, &secret, account).await?;
                let held = store::live_grants(tx, account.0).await?;
                if held.iter().any(|held| held.role == new.role.as_str() && held.unit == new.unit.0) {
                    return Err(AppError::field("role", Issue::Repeated));
                }
                let row = grant::Model {
                    id: Uuid::now_v7(),
                    account_id: account.0,
                    role: new.role.to_string(),
                    unit: new.unit.0.clone(),
                    idempotency_key: key.0,
                    body_hash,
                    granted_by: Some(actor.account.0),
                    granted_at: at.as_millis(),
                    ended_by: None,
                    ended_at: None,
                };
                if !store::insert_grant(tx, row.clone()).await? {
                    // The same request, at the same moment: the client asks again and finds it.
                    return Err(ProblemCode::Unavailable.into());
                }
                let line = Line::new(Action::GrantRole).on(ObjectKind::Account, account).at_unit(&new.unit);
                record(tx, &actor, at, line.with("role", new.role)).await?;
                with_account(tx, row).await
            })
        })
        .await?;
    Ok((StatusCode::CREATED, Json(granted(&state.secret, &district, row, account)?)))
}

async fn with_account(
    db: &impl ConnectionTrait,
    row: grant::Model,
) -> Result<(grant::Model, Option<account::Model>), AppError> {
    let account = store::account_if_any(db, row.account_id).await?;
    Ok((row, account))
}

pub(super) async fn end(Ext(state): Ext<State>, actor: Actor, Param(id): Param<GrantId>) -> Answer<EndGrant> {
    let (district, at) = (state.district(), state.now());
    let seen = district.clone();
    let (row, account) = state
        .db
        .write(move |tx| {
            Box::pin(async move {
                let row = store::grant_for_update(tx, id.0).await?.ok_or(ProblemCode::NotFound)?;
                let unit = UnitId(row.unit.clone());
                actor.may_see(Permission::GrantRoles, &unit, &seen)?;
                if row.account_id == actor.account.0 {
                    return Err(ProblemCode::NotAllowed.into());
                }
                if row.ended_at.is_some() {
                    return with_account(tx, row).await;
                }
                store::end_grant(tx, row.id, Some(actor.account.0), at.as_millis()).await?;
                let line = Line::new(Action::EndRole).on(ObjectKind::Account, row.account_id).at_unit(&unit);
                record(tx, &actor, at, line.with("role", &row.role)).await?;
                with_account(tx, grant::Model { ended_at: Some(at.as_millis()), ..row }).await
            })
        })
        .await?;
    granted(&state.secret, &district, row, account).map(Json)
}
