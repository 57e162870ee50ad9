//! `POST /api/v1/cases/track`: a case for whoever holds its code.

use axum::{Json, extract::State as Ext};
use pingan_api::{
    ProblemCode,
    cases::{CaseKey, History, Share, TrackCase, TrackedCase},
};

use super::{
    entity::{case, reporter},
    keys,
    move_case::history,
    store,
    view::{self, Reader, SummaryRow},
    whistle,
};
use crate::{
    error::{Answer, AppError},
    extract::{Body, Client},
    state::State,
    throttle::{Subject, Throttle},
    voices, volunteer,
};

pub(super) async fn track(
    Ext(state): Ext<State>,
    Client(client): Client,
    Body(key): Body<CaseKey>,
) -> Answer<TrackCase> {
    track_case(&state, &client, &key).await.map(Json)
}

/// The case that a client's key opens; a wrong key counts.
pub(crate) async fn track_case(state: &State, client: &str, key: &CaseKey) -> Result<TrackedCase, AppError> {
    let (share, case) = open(state, client, key).await?;
    tracked(state, share, case).await
}

/// Judges one try. It is judged inside a write transaction, one try of a client after another, so that tries sent all at
/// once are counted as well.
pub(super) async fn open(
    state: &State,
    client: &str,
    key: &CaseKey,
) -> Result<(reporter::Model, case::Model), AppError> {
    let hash = look_up(state, key);
    let throttle = Throttle::new(&state.secret, client, Subject::Case(&keys::spelled(&key.number)), state.now());
    let found = state
        .db
        .write(move |tx| {
            Box::pin(async move {
                throttle.admit(tx).await?;
                let found = store::shares_by_code(tx, &[hash]).await?.pop();
                match &found {
                    Some(_) => throttle.succeeded(tx).await?,
                    None => throttle.failed(tx).await?,
                }
                Ok::<_, AppError>(found)
            })
        })
        .await?;
    found.ok_or_else(|| ProblemCode::WrongNumberOrCode.into())
}

/// What the database is asked for. For a key that is malformed it is something that is never found, so that it takes
/// the same way as a wrong one.
pub(super) fn look_up(state: &State, key: &CaseKey) -> String {
    match key.parse() {
        Some((number, code)) => keys::code_hash(&state.secret, number, &code),
        None => state.secret.key("no code", &[key.number.as_bytes(), key.code.as_bytes()]),
    }
}

pub(super) async fn tracked(
    state: &State,
    reader: reporter::Model,
    case: case::Model,
) -> Result<TrackedCase, AppError> {
    let (reads, district, secret) = (state.db.reads(), state.district(), &state.secret);
    let share: Share = store::word(&reader.share)?;
    let is_reporter = share == Share::Reporter;
    let photos = store::photos(reads, case.id).await?;
    let eyes =
        Reader { secret, district: &district, case_is_public: case.is_public, is_reporter, share: Some(reader.id) };
    let sent = photos.iter().filter(|photo| photo.step.is_none() && eyes.sees(photo));
    let voice = store::voice(reads, &reader).await?;
    let steps = store::steps(reads, case.id).await?;
    Ok(TrackedCase {
        summary: SummaryRow::from(&case).summary(&district, view::eye(secret, &case, share), None)?,
        share,
        place_exact: view::exact_place(&district, &case).filter(|_| is_reporter),
        text: if is_reporter { case.text.clone() } else { reader.text },
        answers: if is_reporter { serde_json::from_str(&case.answers).map_err(AppError::broken)? } else { Vec::new() },
        about: case.about.as_ref().filter(|_| is_reporter).map(|about| district.name(&about.as_str().into())),
        photos: sent.map(|photo| eyes.photo(photo)).collect(),
        voice: voice.map(|voice| voices::describe(secret, &voice)).transpose()?,
        version: u32::try_from(case.version).map_err(AppError::broken)?,
        history: if is_reporter { history(&case)? } else { History::default() },
        steps: steps.into_iter().map(|step| view::step(&eyes, step, &photos)).collect::<Result<_, _>>()?,
        next: view::next(&district, &case)?,
        has_contact: store::has_contact(reads, reader.id).await?,
        whistles: whistle::of_case(reads, &district, case.id).await?,
        shifts: volunteer::of_case(reads, case.id).await?,
        merged_into: match case.merged_into {
            Some(into) => Some(view::number(store::case_by_id(reads, into).await?.number)?),
            None => None,
        },
        parts: match is_reporter {
            true => store::parts(reads, case.id).await?.into_iter().map(view::number).collect::<Result<_, _>>()?,
            false => Vec::new(),
        },
    })
}
