//! `GET /api/v1/account/export`: everything that is kept of an account, as one ZIP file that is written while it is sent.

use axum::{
    body::{Body, Bytes},
    extract::State as Ext,
    http::header,
    response::{IntoResponse, Response},
};
use futures_util::{StreamExt, stream};
use pingan_api::{
    audit::{Action, ObjectKind},
    id::PhotoId,
};
use serde_json::{Value, json};

use super::{drafts, me, open::phone_of, sessions::session, store, zip::Zip};
use crate::{
    access::Actor,
    audit::{Line, record},
    cases,
    error::AppError,
    photos,
    state::State,
};

pub(super) async fn export(Ext(state): Ext<State>, actor: Actor) -> Result<Response, AppError> {
    let reads = state.db.reads();
    let row = store::account(reads, actor.account.0).await?;
    let sessions = store::sessions_of(reads, row.id, state.now().as_millis()).await?;
    let sessions = sessions.into_iter().map(|row| session(row, actor.session)).collect::<Result<Vec<_>, _>>()?;
    let shares = store::shares_of(reads, row.id).await?;
    let account = json!({
        "account": me::of(&state, &actor).await?,
        "phone": phone_of(&state.secret, &row)?,
        "consent": { "version": row.consent, "at": pingan_api::Timestamp::from_millis(row.consent_at) },
        "devices": sessions,
        "drafts": drafts::of(&state, row.id).await?,
        "cases": cases::told(&state, &shares).await?,
    });
    let photos = cases::own_photos(reads, &shares).await?;
    let (by, at) = (actor.clone(), state.now());
    let noted: Result<(), AppError> = state
        .db
        .write(move |tx| {
            Box::pin(async move {
                let line = Line::new(Action::ExportAccount).on(ObjectKind::Account, by.account);
                Ok(record(tx, &by, at, line).await?)
            })
        })
        .await;
    noted?;
    let text = serde_json::to_vec_pretty(&account).map_err(AppError::broken)?;
    let sending = Sending { zip: Zip::default(), text: Some(text.into()), photos: photos.into_iter(), state };
    // Who compresses asks once more after the end, which `unfold` answers with a panic.
    let zip = stream::unfold(Some(sending), next).fuse();
    let body = Body::from_stream(zip.map(Ok::<_, std::io::Error>));
    let fixed = [
        (header::CONTENT_TYPE, "application/zip"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"pingan-account.zip\""),
    ];
    Ok((fixed, body).into_response())
}

/// An archive that is being sent.
struct Sending {
    zip: Zip,
    text: Option<Bytes>,
    photos: std::vec::IntoIter<PhotoId>,
    state: State,
}

/// The text first, then a photo at a time, then the directory.
async fn next(sending: Option<Sending>) -> Option<(Vec<u8>, Option<Sending>)> {
    let mut sending = sending?;
    if let Some(text) = sending.text.take() {
        return Some((sending.zip.entry("account.json", &text), Some(sending)));
    }
    let Some(photo) = sending.photos.next() else { return Some((sending.zip.finish(), None)) };
    // One that a desk took away since is left out; a storage that fails cuts no archive short.
    let content = photos::full(&sending.state, photo).await.ok().flatten();
    let name = format!("photos/{photo}.jpg");
    let bytes = content.map(|content| sending.zip.entry(&name, &content)).unwrap_or_default();
    Some((bytes, Some(sending)))
}

pub(super) fn operation() -> Value {
    json!({
        "summary": "Everything that is kept of the account: a ZIP of JSON and photos",
        "responses": {
            "200": { "description": "Done", "content": { "application/zip": { "schema": { "type": "string", "format": "binary" } } } },
        },
    })
}
