//! `POST /api/v1/cases`: a new case, once per idempotency key.

use axum::{Json, extract::State as Ext, http::StatusCode, response::IntoResponse};
use pingan_api::{
    ProblemCode, Timestamp,
    cases::{CaseKind, NewCase, Receipt, Share, State as CaseState, clock},
    id::IdempotencyKey,
};
use uuid::Uuid;

use super::{
    entity::{case, reporter},
    keys,
    move_case::ground_of,
    place, reach, store, view,
};
use crate::{
    access::{Actor, MaybeActor},
    account,
    desk::blocks,
    device::Device,
    error::AppError,
    extract::{Body, Key},
    live::{self, Change},
    state::State,
};

/// Draws of a number before giving up; with ten million cases one draw in nine is taken.
const DRAWS: usize = 20;

pub(super) async fn create(
    Ext(state): Ext<State>,
    device: Device,
    MaybeActor(actor): MaybeActor,
    Key(key): Key,
    Body(case): Body<NewCase>,
) -> Result<impl IntoResponse, AppError> {
    let receipt = create_for(&state, &device, actor, case, key).await?;
    Ok((StatusCode::CREATED, device.keep(), Json(receipt)))
}

/// A case that a resident sends, by whatever page: refused from a device or an account that is blocked, and taken into the
/// account of whoever is signed in.
pub(crate) async fn create_for(
    state: &State,
    device: &Device,
    actor: Option<Actor>,
    case: NewCase,
    key: IdempotencyKey,
) -> Result<Receipt, AppError> {
    let at = state.now();
    blocks::refuse(state, &device.key, actor.as_ref().map(|actor| actor.account), at).await?;
    let receipt = create_case_from(state, Some(&device.key), case, key, at).await?;
    account::keep(state, actor, key).await?;
    Ok(receipt)
}

/// The same for a case that comes from no device.
pub async fn create_case(state: &State, new: NewCase, key: IdempotencyKey, at: Timestamp) -> Result<Receipt, AppError> {
    create_case_from(state, None, new, key, at).await
}

/// Keeps a case that was validated, or answers what was answered to the same key and body before.
async fn create_case_from(
    state: &State,
    device: Option<&str>,
    new: NewCase,
    key: IdempotencyKey,
    at: Timestamp,
) -> Result<Receipt, AppError> {
    let district = state.district();
    let located = new.place.as_ref().map(|place| place::locate(&district, place)).transpose()?;
    let holder = place::first_holder(&district, &new, located.as_ref())?;
    let body_hash = keys::body_hash(&state.secret, "case", &new);
    let (coarse_lat_e4, coarse_lon_e4) = located.as_ref().map(|place| place::coarse_e4(place.coarse)).unzip();
    let (lat_e7, lon_e7) = located.as_ref().and_then(|place| place.exact).map(place::exact_e7).unzip();
    let first_state = CaseState::Submitted;
    let due_at = clock::due(&state.calendar(), new.kind, new.category, first_state, at).map(Timestamp::as_millis);
    let landmark = new.place.as_ref().and_then(|place| place.landmark.as_deref()).map(str::trim);
    let mut row = case::Model {
        id: Uuid::now_v7(),
        number: 0,
        kind: new.kind.to_string(),
        category: new.category.map(|category| category.to_string()),
        state: first_state.to_string(),
        is_public: new.kind.can_be_public() && first_state.is_public(),
        holder: Some(holder.0.clone()),
        about: new.about.as_ref().filter(|_| new.kind == CaseKind::Opinion).map(|about| about.0.clone()),
        grid: located.as_ref().map(|place| place.grid.id.0.clone()),
        community: located.as_ref().map(|place| place.grid.community.0.clone()),
        street: located.as_ref().map(|place| place.grid.street.0.clone()),
        source: located.as_ref().map(|place| place.source.to_string()),
        datum: located.as_ref().map(|place| place.datum.to_string()),
        lat_e7,
        lon_e7,
        accuracy_m: new.place.as_ref().and_then(|place| place.accuracy_m).map(|m| i32::try_from(m).unwrap_or(i32::MAX)),
        landmark: landmark.filter(|text| !text.is_empty()).map(str::to_owned),
        coarse_lat_e4,
        coarse_lon_e4,
        text: new.text.trim().to_owned(),
        answers: serde_json::to_string(&new.answers).map_err(AppError::broken)?,
        thumb_photo: new.photos.first().map(|photo| photo.0),
        joined: 0,
        asked_from: None,
        reopened: false,
        disputed: false,
        rejection_appealed: false,
        created_at: at.as_millis(),
        changed_at: at.as_millis(),
        due_at,
        version: 0,
        hidden: false,
        climbed_from: None,
        last_holder: holder.0,
        overdue_since: None,
        merged_into: None,
        split_from: None,
        accepted_at: None,
        resolved_at: None,
        closed_at: None,
    };
    for _ in 0..DRAWS {
        let number = keys::draw_number();
        row.number = keys::number_column(number);
        let share = reporter::Model {
            id: Uuid::now_v7(),
            case_id: row.id,
            share: Share::Reporter.to_string(),
            idempotency_key: key.0,
            body_hash: body_hash.clone(),
            code_hash: String::new(),
            code_from: None,
            text: String::new(),
            step: 0,
            created_at: at.as_millis(),
            device: device.map(str::to_owned),
        };
        let code = keys::code_of(&state.secret, &share);
        let share = reporter::Model { code_hash: keys::code_hash(&state.secret, number, &code), ..share };
        let raised = store::Raised {
            case: row.clone(),
            share: share.clone(),
            phone: reach::left(&state.secret, share.id, new.contact.as_ref()),
            photos: new.photos.clone(),
            voice: new.voice,
        };
        match state.db.write(move |tx| Box::pin(store::raise(tx, raised))).await {
            Ok(step) => {
                let change = Change::new(row.id, None, row.holder.as_deref()).seen_by(ground_of(&row));
                live::publish(state, change);
                return view::receipt(&state.secret, &district, &row, &share, &step);
            }
            Err(store::Refused::NumberTaken) => {}
            Err(store::Refused::KeyOrCodeTaken) => {
                if let Some(receipt) = repeated(state, key, &body_hash).await? {
                    return Ok(receipt);
                }
            }
            Err(store::Refused::Failed(error)) => return Err(error),
        }
    }
    Err(AppError::broken("no free case number was drawn"))
}

/// The answer given before to this key; none if the key is new.
pub(super) async fn repeated(state: &State, key: IdempotencyKey, body_hash: &str) -> Result<Option<Receipt>, AppError> {
    let Some(share) = store::share_by_key(state.db.reads(), key.0).await? else { return Ok(None) };
    if share.body_hash != body_hash {
        return Err(ProblemCode::IdempotencyKeyReused.into());
    }
    receipt_for(state, &share).await.map(Some)
}

/// What was answered to a key, for whoever proves in another way that it is theirs.
pub(crate) async fn receipt_of(state: &State, key: IdempotencyKey) -> Result<Option<Receipt>, AppError> {
    match store::share_by_key(state.db.reads(), key.0).await? {
        Some(share) => receipt_for(state, &share).await.map(Some),
        None => Ok(None),
    }
}

async fn receipt_for(state: &State, share: &reporter::Model) -> Result<Receipt, AppError> {
    let case = store::case_by_id(state.db.reads(), share.case_id).await?;
    let step = store::step(state.db.reads(), share.case_id, share.step).await?;
    view::receipt(&state.secret, &state.district(), &case, share, &step)
}
