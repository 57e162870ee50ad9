//! `POST /api/v1/account/delete`: the account goes, and everything personal with it. Cases stay, without the person; lines
//! of the log stay, and name an id that is nobody's any more.

use axum::{
    Json,
    extract::State as Ext,
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use pingan_api::audit::{Action, ObjectKind};

use super::store;
use crate::{
    access::{Actor, clear_cookie},
    audit::{Line, record},
    cases,
    error::AppError,
    inbox,
    live::{self, Change},
    photos,
    state::State,
    voices, volunteer,
};

pub(super) async fn delete(Ext(state): Ext<State>, actor: Actor, headers: HeaderMap) -> Result<Response, AppError> {
    let at = state.now();
    let (left, told) = state
        .db
        .write(move |tx| {
            Box::pin(async move {
                // Before the account is locked, as whoever signs up does.
                let notices = volunteer::forget(tx, actor.account.0, at).await?;
                let row = store::account_for_update(tx, actor.account.0).await?;
                let shares = store::shares_of(tx, row.id).await?;
                let left = cases::forget(tx, &shares).await?;
                inbox::forget_account(tx, row.id).await?;
                store::delete_account(tx, &row, at.as_millis()).await?;
                record(tx, &actor, at, Line::new(Action::DeleteAccount).on(ObjectKind::Account, actor.account)).await?;
                let told = notices.iter().map(|notice| notice.account).collect::<Vec<_>>();
                inbox::tell_accounts(tx, notices, at.as_millis()).await?;
                Ok::<_, AppError>((left, told))
            })
        })
        .await?;
    if !told.is_empty() {
        live::publish(&state, Change { accounts: told, ..Change::default() });
    }
    // Rows went first: what is left of a file that cannot be deleted now is found by the next sweep.
    for photo in left.photos {
        warn(photos::drop_files(&state, photo).await);
    }
    for voice in left.voices {
        warn(voices::drop_file(&state, voice).await);
    }
    Ok(([(header::SET_COOKIE, clear_cookie(&headers))], Json(())).into_response())
}

fn warn(dropped: Result<(), AppError>) {
    if let Err(error) = dropped {
        tracing::warn!(%error, "a file of a deleted account is left to the next sweep");
    }
}
