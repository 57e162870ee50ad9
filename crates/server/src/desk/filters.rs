//! The queries that an account keeps under a name.

use axum::{Json, extract::State as Ext, http::StatusCode};
use pingan_api::{
    FieldError, Issue, ProblemCode,
    desk::{ListFilters, NewFilter, RemoveFilter, SavedFilter, settings::MAX_FILTERS},
    id::{AccountId, FilterId},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::{entity::filter as row, store};
use crate::{
    access::Actor,
    db::insert_new,
    error::{Answer, AppError},
    extract::{Body, Key, Param},
    state::State,
};

pub(super) async fn list(Ext(state): Ext<State>, actor: Actor) -> Answer<ListFilters> {
    of(&state, actor.account).await.map(Json)
}

pub(crate) async fn of(state: &State, account: AccountId) -> Result<Vec<SavedFilter>, AppError> {
    let rows = store::filters(state.db.reads(), account).await?;
    rows.into_iter().map(view).collect()
}

pub(super) async fn save(
    Ext(state): Ext<State>,
    actor: Actor,
    Key(key): Key,
    Body(new): Body<NewFilter>,
) -> Result<(StatusCode, Json<SavedFilter>), AppError> {
    let json = serde_json::to_vec(&new).map_err(AppError::broken)?;
    let row = row::Model {
        id: Uuid::now_v7(),
        idempotency_key: key.0,
        body_hash: state.secret.key("filter", &[actor.account.0.as_bytes(), &json]),
        account_id: actor.account.0,
        name: new.name.trim().to_owned(),
        query: serde_json::to_string(&new.query).map_err(AppError::broken)?,
    };
    let account = actor.account;
    let kept: Result<row::Model, AppError> = state
        .db
        .write(move |tx| {
            Box::pin(async move {
                let before = row::Entity::find().filter(row::Column::IdempotencyKey.eq(row.idempotency_key));
                if let Some(before) = before.one(tx).await? {
                    return match before.body_hash == row.body_hash {
                        true => Ok(before),
                        false => Err(ProblemCode::IdempotencyKeyReused.into()),
                    };
                }
                if store::filters(tx, account).await?.len() >= MAX_FILTERS {
                    let limit = u32::try_from(MAX_FILTERS).unwrap_or(u32::MAX);
                    return Err(vec![FieldError::limited("name", Issue::TooMany, limit)].into());
                }
                insert_new::<row::Entity, _>(tx, row.clone()).await?;
                Ok(row)
            })
        })
        .await;
    Ok((StatusCode::CREATED, Json(view(kept?)?)))
}

pub(super) async fn remove(Ext(state): Ext<State>, actor: Actor, Param(id): Param<FilterId>) -> Answer<RemoveFilter> {
    let account = actor.account;
    let removed: Result<bool, AppError> =
        state.db.write(move |tx| Box::pin(async move { Ok(store::remove_filter(tx, account, id.0).await?) })).await;
    if removed? { Ok(Json(())) } else { Err(ProblemCode::NotFound.into()) }
}

fn view(row: row::Model) -> Result<SavedFilter, AppError> {
    let query = serde_json::from_str(&row.query).map_err(AppError::broken)?;
    Ok(SavedFilter { id: FilterId(row.id), name: row.name, query })
}
