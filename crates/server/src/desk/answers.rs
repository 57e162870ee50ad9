//! Standard answers: read by desks, written by editors.

use axum::{Json, extract::State as Ext, http::StatusCode};
use pingan_api::{
    ProblemCode, Timestamp,
    audit::{Action, ObjectKind},
    desk::{ActKind, AnswerQuery, ListAnswers, NewAnswer, RemoveAnswer, StandardAnswer, UpdateAnswer},
    id::AnswerId,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::{entity::standard_answer as row, store};
use crate::{
    access::Actor,
    audit::{self, Line},
    cases::word,
    db::insert_new,
    error::{Answer, AppError},
    extract::{Body, Key, Param, Query},
    state::State,
};

pub(super) async fn list(Ext(state): Ext<State>, Query(query): Query<AnswerQuery>) -> Answer<ListAnswers> {
    let or_any = |column: row::Column, word: Option<&str>| match word {
        Some(word) => Condition::any().add(column.is_null()).add(column.eq(word)),
        None => Condition::all(),
    };
    let mut condition = Condition::all()
        .add(or_any(row::Column::Kind, query.kind.map(|kind| kind.as_str())))
        .add(or_any(row::Column::Category, query.category.map(|category| category.as_str())));
    if let Some(act) = query.act {
        condition = condition.add(row::Column::Act.eq(act.as_str()));
    }
    let rows = store::answers(state.db.reads(), condition).await?;
    let mut answers = rows.into_iter().map(view).collect::<Result<Vec<_>, _>>()?;
    // Stable: within the same degree the titles stay in order.
    answers.sort_by_key(|answer| (answer.answer.category.is_none(), answer.answer.kind.is_none()));
    Ok(Json(answers))
}

pub(super) async fn create(
    Ext(state): Ext<State>,
    actor: Actor,
    Key(key): Key,
    Body(new): Body<NewAnswer>,
) -> Result<(StatusCode, Json<StandardAnswer>), AppError> {
    let body_hash = state.secret.key("standard answer", &[&serde_json::to_vec(&new).map_err(AppError::broken)?]);
    let NewAnswer { act, kind, category, title, words } = new;
    let at = state.now();
    let row = row::Model {
        id: Uuid::now_v7(),
        idempotency_key: key.0,
        body_hash,
        act: act.to_string(),
        kind: kind.map(|kind| kind.to_string()),
        category: category.map(|category| category.to_string()),
        title: title.trim().to_owned(),
        words: words.trim().to_owned(),
        changed_at: at.as_millis(),
        removed_at: None,
    };
    let kept: Result<row::Model, AppError> = state
        .db
        .write(move |tx| {
            Box::pin(async move {
                if insert_new::<row::Entity, _>(tx, row.clone()).await? {
                    audit::record(tx, &actor, at, saved(act).on(ObjectKind::Answer, row.id)).await?;
                    return Ok(row);
                }
                let before = row::Entity::find().filter(row::Column::IdempotencyKey.eq(row.idempotency_key)).one(tx);
                let before = before.await?.ok_or_else(|| AppError::broken("an answer is gone"))?;
                if before.body_hash == row.body_hash {
                    Ok(before)
                } else {
                    Err(ProblemCode::IdempotencyKeyReused.into())
                }
            })
        })
        .await;
    Ok((StatusCode::CREATED, Json(view(kept?)?)))
}

pub(super) async fn update(
    Ext(state): Ext<State>,
    actor: Actor,
    Param(id): Param<AnswerId>,
    Body(new): Body<NewAnswer>,
) -> Answer<UpdateAnswer> {
    let NewAnswer { act, kind, category, title, words } = new;
    let at = state.now();
    let changes = row::ActiveModel {
        act: Set(act.to_string()),
        kind: Set(kind.map(|kind| kind.to_string())),
        category: Set(category.map(|category| category.to_string())),
        title: Set(title.trim().to_owned()),
        words: Set(words.trim().to_owned()),
        changed_at: Set(at.as_millis()),
        ..Default::default()
    };
    change(&state, id, changes, (actor, at, saved(act))).await?;
    let row = row::Entity::find_by_id(id.0).one(state.db.reads()).await?;
    Ok(Json(view(row.ok_or(ProblemCode::NotFound)?)?))
}

pub(super) async fn remove(Ext(state): Ext<State>, actor: Actor, Param(id): Param<AnswerId>) -> Answer<RemoveAnswer> {
    let at = state.now();
    let changes = row::ActiveModel { removed_at: Set(Some(at.as_millis())), ..Default::default() };
    change(&state, id, changes, (actor, at, Line::new(Action::RemoveAnswer))).await?;
    Ok(Json(()))
}

/// One that was removed is not there.
async fn change(
    state: &State,
    id: AnswerId,
    changes: row::ActiveModel,
    (actor, at, line): (Actor, Timestamp, Line),
) -> Result<(), AppError> {
    state
        .db
        .write(move |tx| {
            Box::pin(async move {
                let there = row::Entity::update_many().set(changes).filter(row::Column::Id.eq(id.0));
                if there.filter(row::Column::RemovedAt.is_null()).exec(tx).await?.rows_affected == 0 {
                    return Err(AppError::from(ProblemCode::NotFound));
                }
                Ok(audit::record(tx, &actor, at, line.on(ObjectKind::Answer, id)).await?)
            })
        })
        .await
}

/// What it says is in its row, where it can be changed, and not in the log.
fn saved(act: ActKind) -> Line {
    Line::new(Action::SaveAnswer).with("act", act)
}

fn view(row: row::Model) -> Result<StandardAnswer, AppError> {
    Ok(StandardAnswer {
        id: AnswerId(row.id),
        answer: NewAnswer {
            act: word(&row.act)?,
            kind: row.kind.as_deref().map(word).transpose()?,
            category: row.category.as_deref().map(word).transpose()?,
            title: row.title,
            words: row.words,
        },
        changed_at: Timestamp::from_millis(row.changed_at),
    })
}
