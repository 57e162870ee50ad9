//! `POST /api/v1/cases/acts`: what a reporter does with their own case, once per idempotency key.

use axum::{Json, extract::State as Ext, http::StatusCode};
use pingan_api::{
    ProblemCode, Timestamp,
    cases::{Act, ActReceipt, CaseNumber, Event, OwnAct, Share, Who},
    id::IdempotencyKey,
};
use sea_orm::DatabaseTransaction;

use super::{
    Rules,
    entity::{act, event, reporter},
    keys,
    move_case::{Move, move_within},
    store::{self, word},
    track, view,
};
use crate::{
    district::District,
    error::AppError,
    extract::{Body, Client, Key},
    state::State,
};

pub(super) async fn act(
    Ext(state): Ext<State>,
    Client(client): Client,
    Key(key): Key,
    Body(new): Body<OwnAct>,
) -> Result<(StatusCode, Json<ActReceipt>), AppError> {
    let (share, case) = track::open(&state, &client, &new.key).await?;
    if word::<Share>(&share.share)? != Share::Reporter {
        return Err(ProblemCode::NotPossibleNow.into());
    }
    let body_hash = keys::body_hash(&state.secret, "act", &new);
    let acting = Acting {
        number: view::number(case.number)?,
        share,
        key,
        body_hash,
        version: new.version,
        act: new.act,
        at: state.now(),
    };
    let rules = state.rules();
    let changes = rules.changes.clone();
    let acted = state.db.write(move |tx| Box::pin(async move { act_within(tx, &rules, acting).await })).await?;
    changes.publish(&state);
    Ok((StatusCode::CREATED, Json(acted)))
}

struct Acting {
    number: CaseNumber,
    share: reporter::Model,
    key: IdempotencyKey,
    body_hash: String,
    version: u32,
    act: Act,
    at: Timestamp,
}

/// Answers what came of it, now or when it was done before.
async fn act_within(tx: &DatabaseTransaction, rules: &Rules, acting: Acting) -> Result<ActReceipt, AppError> {
    let Acting { number, share, key, body_hash, version, act, at } = acting;
    let case = store::case_for_update(tx, keys::number_column(number)).await?;
    let case = case.ok_or_else(|| AppError::broken("a share has no case"))?;
    // Behind the case's lock: of two that come at once, the second finds what the first did.
    if let Some(done) = store::act(tx, key.0).await? {
        if done.body_hash != body_hash {
            return Err(ProblemCode::IdempotencyKeyReused.into());
        }
        let step = store::step(tx, done.case_id, done.step).await?;
        return acted(&rules.district, number, &step);
    }
    if u32::try_from(case.version).ok() != Some(version) {
        return Err(ProblemCode::ChangedMeanwhile.into());
    }
    let words = Some(act.words().trim()).filter(|words| !words.is_empty()).map(str::to_owned);
    let step = Move { words, ..Move::new(number, act.event(), Who::Reporter) };
    move_within(tx, rules, step, at).await?;
    let step = store::last_step(tx, case.id).await?;
    let mut errors = store::claim_for_reporter(tx, &share, step.seq, act.photos()).await?;
    if !errors.is_empty() {
        errors.iter_mut().for_each(|error| error.field.insert_str(0, "act."));
        return Err(errors.into());
    }
    let row = act::Model {
        idempotency_key: key.0,
        body_hash,
        case_id: case.id,
        step: step.seq,
        reporter_id: share.id,
        rating: act.rating().map(i16::from),
        unit: case.holder.clone(),
        created_at: at.as_millis(),
    };
    store::insert_act(tx, row).await?;
    acted(&rules.district, number, &step)
}

/// As things stood after the step, so that a repeat gets the same answer whatever has happened since.
fn acted(district: &District, number: CaseNumber, step: &event::Model) -> Result<ActReceipt, AppError> {
    let event = step.event.as_deref().ok_or_else(|| AppError::broken("an act without an event"))?;
    Ok(ActReceipt {
        number,
        event: word::<Event>(event)?,
        at: Timestamp::from_millis(step.at),
        state: word(&step.to_state)?,
        next: view::next_after(district, step)?,
        version: u32::try_from(step.seq).map_err(AppError::broken)?,
    })
}
