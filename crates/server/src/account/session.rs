//! Sessions: begun at sign-in, found by the token of the cookie, kept alive by use.

use pingan_api::{
    account::Role,
    id::{AccountId, GrantId, SessionId, UnitId},
};
use sea_orm::{DatabaseTransaction, DbErr};
use uuid::Uuid;

use super::{device::Device, entity, store};
use crate::{
    access::{Actor, Held},
    cases::word,
    error::AppError,
    secret::{Secret, random},
    state::State,
};

const HOUR_MS: i64 = 3_600_000;

/// A session ends when it was not used for so long.
pub const LIFE_MS: i64 = 90 * 24 * HOUR_MS;

/// How long a second factor counts once it was shown: a working day.
pub const SECOND_FACTOR_MS: i64 = 12 * HOUR_MS;

/// A session's use is written down no more often than this.
const RENEWED_EVERY_MS: i64 = HOUR_MS;

/// The session of a request.
pub(crate) struct Known {
    pub(crate) actor: Actor,
    /// Its use should be written down, and its cookie sent anew.
    pub(crate) grown_old: bool,
}

/// The session that a token opens, if it has not ended.
pub(crate) async fn find(state: &State, token: &str) -> Result<Option<Known>, AppError> {
    let (reads, now) = (state.db.reads(), state.now().as_millis());
    let Some(row) = store::session_by_token(reads, &token_hash(&state.secret, token)).await? else { return Ok(None) };
    if row.expires_at <= now {
        return Ok(None);
    }
    let grants = store::live_grants(reads, row.account_id).await?;
    let grants = grants.into_iter().map(held).collect::<Result<Vec<_>, _>>()?;
    let second_factor = now < row.second_factor_until;
    let actor = Actor::new(AccountId(row.account_id), SessionId(row.id), second_factor, grants);
    Ok(Some(Known { actor, grown_old: now - row.seen_at >= RENEWED_EVERY_MS }))
}

fn held(row: entity::grant::Model) -> Result<Held, AppError> {
    Ok(Held { id: GrantId(row.id), role: word::<Role>(&row.role)?, unit: UnitId(row.unit) })
}

/// Lets a session go on from now.
pub(crate) async fn renew(state: &State, session: SessionId) -> Result<(), AppError> {
    let now = state.now().as_millis();
    state.db.write(move |tx| Box::pin(store::renew_session(tx, session.0, now, now + LIFE_MS))).await
}

/// A session about to begin.
pub struct NewSession {
    pub account: AccountId,
    pub device: Device,
    pub second_factor: bool,
    pub at: pingan_api::Timestamp,
}

/// Begins a session; answers it and its token, which is kept nowhere else.
pub async fn begin(
    tx: &DatabaseTransaction,
    secret: &Secret,
    NewSession { account, device, second_factor, at }: NewSession,
) -> Result<(SessionId, String), DbErr> {
    let token = random_token();
    let at = at.as_millis();
    let row = entity::session::Model {
        id: Uuid::now_v7(),
        account_id: account.0,
        token_hash: token_hash(secret, &token),
        system: device.system.to_string(),
        browser: device.browser.to_string(),
        created_at: at,
        seen_at: at,
        expires_at: at + LIFE_MS,
        second_factor_until: if second_factor { at + SECOND_FACTOR_MS } else { 0 },
    };
    let id = SessionId(row.id);
    store::insert_session(tx, row).await?;
    Ok((id, token))
}

/// 256 random bits in hexadecimal.
fn random_token() -> String {
    random::<32>().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn token_hash(secret: &Secret, token: &str) -> String {
    secret.key("session", &[token.as_bytes()])
}
