//! `POST /api/v1/cases/mine`: the cases whose codes a device holds, in the order of its keys.

use std::collections::HashMap;

use axum::{Json, extract::State as Ext};
use pingan_api::cases::{CaseKey, CaseKeys, MyCase, MyCases, Share};

use super::{
    entity::{case, reporter},
    keys, store,
    track::look_up,
    view::{self, SummaryRow},
};
use crate::{
    error::{Answer, AppError},
    extract::{Body, Client},
    state::State,
    throttle::{Subject, Throttle},
};

/// Keys that one device may hold of one case: its own and a neighbour's. More would be guesses, and all of a request's
/// wrong keys count as one wrong try.
const PER_CASE: usize = 2;

pub(super) async fn mine(
    Ext(state): Ext<State>,
    Client(client): Client,
    Body(CaseKeys { keys: sent }): Body<CaseKeys>,
) -> Answer<MyCases> {
    let found = opened(&state, &client, &sent).await?;
    let district = state.district();
    let mut cases = Vec::new();
    for (share, case) in found {
        let share: Share = store::word(&share.share)?;
        let eye = view::eye(&state.secret, &case, share);
        let summary = SummaryRow::from(&case).summary(&district, eye, None)?;
        cases.push(MyCase { summary, share, next: view::next(&district, &case)? });
    }
    Ok(Json(cases))
}

/// The shares that keys open, in the order of the keys. Judged in one try.
pub(super) async fn opened(
    state: &State,
    client: &str,
    sent: &[CaseKey],
) -> Result<Vec<(reporter::Model, case::Model)>, AppError> {
    let hashes: Vec<String> = distinct(sent).map(|key| look_up(state, key)).collect();
    if hashes.is_empty() {
        return Ok(Vec::new());
    }
    let throttle = Throttle::new(&state.secret, client, Subject::Any, state.now());
    let asked = hashes.clone();
    let left_out = sent.len() > hashes.len();
    let found = state
        .db
        .write(move |tx| {
            Box::pin(async move {
                throttle.admit(tx).await?;
                let found = store::shares_by_code(tx, &asked).await?;
                if left_out || found.len() < asked.len() {
                    throttle.failed(tx).await?;
                }
                Ok::<_, AppError>(found)
            })
        })
        .await?;
    let mut found: HashMap<_, _> =
        found.into_iter().map(|(share, case)| (share.code_hash.clone(), (share, case))).collect();
    Ok(hashes.iter().filter_map(|hash| found.remove(hash)).collect())
}

/// Each key once, and at most [`PER_CASE`] of a number.
fn distinct(sent: &[CaseKey]) -> impl Iterator<Item = &CaseKey> {
    let mut seen: HashMap<String, Vec<&str>> = HashMap::new();
    sent.iter().filter(move |key| {
        let codes = seen.entry(keys::spelled(&key.number)).or_default();
        let is_new = codes.len() < PER_CASE && !codes.contains(&key.code.as_str());
        if is_new {
            codes.push(&key.code);
        }
        is_new
    })
}
