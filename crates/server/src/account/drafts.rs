//! `/api/v1/account/drafts`: what was filled in and not sent, one draft a kind.

use axum::{Json, extract::State as Ext};
use pingan_api::{
    Timestamp,
    account::drafts::{KeepDraft, KeptDraft, ListDrafts, NewDraft},
};
use uuid::Uuid;

use super::{entity::draft, store};
use crate::{
    access::Actor,
    cases::word,
    error::{Answer, AppError},
    extract::Body,
    secret::Secret,
    state::State,
};

pub(super) async fn keep(
    Ext(state): Ext<State>,
    actor: Actor,
    Body(NewDraft { kind, content }): Body<NewDraft>,
) -> Answer<KeepDraft> {
    let account = actor.account.0;
    let row = draft::Model {
        account_id: account,
        kind: kind.as_str().to_owned(),
        sealed: state.secret.seal("draft", account.as_bytes(), content.as_bytes()),
        changed_at: state.now().as_millis(),
    };
    let forget = content.is_empty();
    let kept: Result<(), AppError> = state
        .db
        .write(move |tx| {
            Box::pin(async move {
                match forget {
                    true => store::forget_draft(tx, account, &row.kind).await?,
                    false => store::keep_draft(tx, row).await?,
                }
                Ok(())
            })
        })
        .await;
    kept.map(Json)
}

pub(super) async fn list(Ext(state): Ext<State>, actor: Actor) -> Answer<ListDrafts> {
    Ok(Json(of(&state, actor.account.0).await?))
}

pub(super) async fn of(state: &State, account: Uuid) -> Result<Vec<KeptDraft>, AppError> {
    let rows = store::drafts(state.db.reads(), account).await?;
    rows.into_iter().map(|row| view(&state.secret, row)).collect()
}

fn view(secret: &Secret, row: draft::Model) -> Result<KeptDraft, AppError> {
    let opened = secret.open("draft", row.account_id.as_bytes(), &row.sealed);
    let content = opened.and_then(|bytes| String::from_utf8(bytes).ok());
    Ok(KeptDraft {
        kind: word(&row.kind)?,
        content: content.ok_or_else(|| AppError::broken("a sealed draft does not open: was the secret changed?"))?,
        changed_at: Timestamp::from_millis(row.changed_at),
    })
}
