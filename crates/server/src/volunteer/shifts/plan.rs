//! `POST /api/v1/volunteer/shifts` and `/series`: the same shift on one day or several, once per idempotency key.

use std::sync::Arc;

use axum::{Json, extract::State as Ext, http::StatusCode};
use pingan_api::{
    FieldError, Issue, ProblemCode, Timestamp,
    volunteer::{NewSeries, NewShift, Shift, ShiftState, shift::MAX_DAYS_AHEAD},
};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DatabaseTransaction};
use serde::Serialize;
use uuid::Uuid;

use super::{case, gone, line, new_post, planning_team, prefixed, shown, written};
use crate::{
    access::Actor,
    audit,
    db::insert_new,
    district::District,
    error::AppError,
    extract::{Body, Key},
    state::State,
    volunteer::{entity::shift, store::shift as store},
};

pub(super) async fn one(
    Ext(state): Ext<State>,
    actor: Actor,
    Key(key): Key,
    Body(new): Body<NewShift>,
) -> Result<(StatusCode, Json<Shift>), AppError> {
    let plan = Plan {
        district: state.district(),
        key: key.0,
        body_hash: hash(&state, &actor, "shift", &new)?,
        actor,
        starts: vec![new.starts_at],
        new,
        within: "",
        at: state.now(),
    };
    carry_out(&state, plan).await
}

pub(super) async fn series(
    Ext(state): Ext<State>,
    actor: Actor,
    Key(key): Key,
    Body(new): Body<NewSeries>,
) -> Result<(StatusCode, Json<Shift>), AppError> {
    let plan = Plan {
        district: state.district(),
        key: key.0,
        body_hash: hash(&state, &actor, "series", &new)?,
        actor,
        starts: new.starts(),
        new: new.shift,
        within: "shift.",
        at: state.now(),
    };
    carry_out(&state, plan).await
}

/// Nobody gets another's draft by their key.
fn hash(state: &State, actor: &Actor, what: &str, body: &impl Serialize) -> Result<String, AppError> {
    let json = serde_json::to_vec(body).map_err(AppError::broken)?;
    Ok(state.secret.key("body", &[what.as_bytes(), actor.account.0.as_bytes(), &json]))
}

/// Everything that goes into the transaction.
struct Plan {
    district: Arc<District>,
    actor: Actor,
    key: Uuid,
    body_hash: String,
    new: NewShift,
    /// When each begins, the first one first.
    starts: Vec<Timestamp>,
    /// What leads the shift's fields in the body.
    within: &'static str,
    at: Timestamp,
}

/// A repeat is answered however late it comes, and whatever has become of the team.
async fn carry_out(state: &State, plan: Plan) -> Result<(StatusCode, Json<Shift>), AppError> {
    let actor = plan.actor.clone();
    let before = repeated(state.db.reads(), plan.key, &plan.body_hash).await?;
    let id = match before {
        Some(id) => id,
        None => {
            plan.check()?;
            state.db.write(move |tx| Box::pin(async move { plan.run(tx).await })).await?
        }
    };
    Ok((StatusCode::CREATED, shown(state, &actor, id).await?))
}

/// What the same request made before.
async fn repeated(db: &impl ConnectionTrait, key: Uuid, body_hash: &str) -> Result<Option<Uuid>, AppError> {
    let Some(row) = store::shift_by_key(db, key).await? else { return Ok(None) };
    if row.body_hash == body_hash { Ok(Some(row.id)) } else { Err(ProblemCode::IdempotencyKeyReused.into()) }
}

impl Plan {
    fn fault(&self, field: &str, issue: Issue) -> AppError {
        AppError::field(self.field(field), issue)
    }

    fn field(&self, field: &str) -> String {
        format!("{}{field}", self.within)
    }

    fn check(&self) -> Result<(), AppError> {
        let errors = self.new.validate_at(self.at).err().unwrap_or_default();
        let mut errors = prefixed(self.within, errors);
        for (n, _) in self.new.posts.iter().enumerate().filter(|(_, post)| post.id.is_some()) {
            errors.push(FieldError::new(self.field(&format!("posts[{n}].id")), Issue::Invalid));
        }
        let furthest = self.at.as_millis() + MAX_DAYS_AHEAD * 86_400_000;
        if self.starts.iter().skip(1).any(|start| start.as_millis() > furthest) {
            errors.push(FieldError::new("until", Issue::TooFar));
        }
        if errors.is_empty() { Ok(()) } else { Err(errors.into()) }
    }

    /// Answers the first shift.
    async fn run(self, tx: &DatabaseTransaction) -> Result<Uuid, AppError> {
        let (district, actor, new) = (&self.district, &self.actor, &self.new);
        let team = planning_team(tx, district, actor, new.team, self.field("team")).await?;
        let grid = district.grid_at(new.position);
        let grid = grid.ok_or_else(|| self.fault("position", Issue::OutsideDistrict))?;
        let case = match new.case {
            Some(number) => {
                let seen = case::hazard(tx, district, actor, number).await?;
                Some(seen.ok_or_else(|| self.fault("case", Issue::Invalid))?)
            }
            None => None,
        };
        let series = (self.starts.len() > 1).then(Uuid::now_v7);
        let length = new.ends_at.as_millis() - new.starts_at.as_millis();
        let state = if new.publish { ShiftState::Published } else { ShiftState::Draft };
        let columns = written(new, &team, grid);
        let ids: Vec<Uuid> = self.starts.iter().map(|_| Uuid::now_v7()).collect();
        let row = |id: &Uuid, key: Uuid, start: &Timestamp| shift::ActiveModel {
            id: Set(*id),
            idempotency_key: Set(key),
            body_hash: Set(self.body_hash.clone()),
            starts_at: Set(start.as_millis()),
            ends_at: Set(start.as_millis() + length),
            state: Set(state.to_string()),
            series_id: Set(series),
            case_id: Set(case),
            cancelled_because: Set(None),
            taken: Set(0),
            waiting: Set(0),
            reminded: Set(0),
            version: Set(1),
            created_by: Set(actor.account.0),
            created_at: Set(self.at.as_millis()),
            ..columns.clone()
        };
        let mut all = ids.iter().zip(&self.starts);
        let (first, start) = all.next().ok_or_else(|| AppError::broken("a series without a shift"))?;
        if !insert_new::<shift::Entity, _>(tx, row(first, self.key, start)).await? {
            // The same request came twice at once, and the other one was first.
            return repeated(tx, self.key, &self.body_hash).await?.ok_or_else(gone);
        }
        store::insert_shifts(tx, all.map(|(id, start)| row(id, Uuid::new_v4(), start)).collect()).await?;
        let posts_of = |id: &Uuid| {
            let id = *id;
            (0..).zip(&new.posts).map(move |(ord, post)| new_post(id, ord, post))
        };
        store::insert_posts(tx, ids.iter().flat_map(posts_of).collect()).await?;
        for id in &ids {
            audit::record(tx, actor, self.at, line("plan", *id, &team)).await?;
        }
        Ok(*first)
    }
}
