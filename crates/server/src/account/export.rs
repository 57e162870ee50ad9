//! `GET /api/v1/account/export`: everything that is kept of an account, as one ZIP file that is written while it is sent.
//! What desks keep about their work, such as notes among themselves, blocks and the log, is not the account's.

use axum::{
    body::{Body, Bytes},
    extract::State as Ext,
    http::header,
    response::{IntoResponse, Response},
};
use futures_util::{StreamExt, stream};
use pingan_api::{
    audit::{Action, ObjectKind},
    id::{PhotoId, VoiceId},
};
use serde_json::{Value, json};

use super::{drafts, me, open::phone_of, sessions::session, store, zip::Zip};
use crate::{
    access::Actor,
    audit::{Line, record},
    cases,
    desk::filters,
    error::AppError,
    inbox, photos,
    state::State,
    voices, volunteer,
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
        "notices": inbox::told_to(&state, row.id, &shares).await?,
        "filters": filters::of(&state, actor.account).await?,
        "volunteer": volunteer::exported(reads, &state.secret, row.id).await?,
    });
    let photos = cases::own_photos(reads, &shares).await?.into_iter().map(File::Photo);
    let voices = cases::own_voices(reads, &shares).await?.into_iter().map(|(id, format)| File::Voice(id, format));
    let files: Vec<File> = photos.chain(voices).collect();
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
    let sending = Sending { zip: Zip::default(), text: Some(text.into()), files: files.into_iter(), state };
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
    files: std::vec::IntoIter<File>,
    state: State,
}

enum File {
    Photo(PhotoId),
    /// With the word of its format.
    Voice(VoiceId, String),
}

impl File {
    /// Its name in the archive and its bytes. One that a desk took away since is left out; a storage that fails cuts no
    /// archive short.
    async fn read(self, state: &State) -> Option<(String, Bytes)> {
        let (name, content) = match self {
            Self::Photo(id) => (format!("photos/{id}.jpg"), photos::full(state, id).await),
            Self::Voice(id, format) => (format!("voices/{id}.{format}"), voices::whole(state, id).await),
        };
        Some((name, content.ok()??))
    }
}

/// The text first, then a file at a time, then the directory.
async fn next(sending: Option<Sending>) -> Option<(Vec<u8>, Option<Sending>)> {
    let mut sending = sending?;
    if let Some(text) = sending.text.take() {
        return Some((sending.zip.entry("account.json", &text), Some(sending)));
    }
    let Some(file) = sending.files.next() else { return Some((sending.zip.finish(), None)) };
    let read = file.read(&sending.state).await;
    let bytes = read.map(|(name, content)| sending.zip.entry(&name, &content)).unwrap_or_default();
    Some((bytes, Some(sending)))
}

pub(super) fn operation() -> Value {
    json!({
        "summary": "Everything that is kept of the account: a ZIP of JSON, photos and voice notes",
        "responses": {
            "200": { "description": "Done", "content": { "application/zip": { "schema": { "type": "string", "format": "binary" } } } },
        },
    })
}
