//! `POST /api/v1/account/codes`, and the judging of a code. All limits are counted in the database.

use axum::{Json, extract::State as Ext};
use pingan_api::{
    Problem, ProblemCode, Timestamp,
    account::{
        CodeSent, NewCode, Phone, Purpose, SendCode,
        sign_in::{CODE_DIGITS, CODE_SECONDS, CODE_TRIES, CODES_A_DAY, RESEND_SECONDS},
    },
};
use sea_orm::{DatabaseTransaction, DbErr};
use uuid::Uuid;

use super::{entity::one_time_code, open::phone_key, store};
use crate::{
    db::Db,
    error::{Answer, AppError},
    extract::{Body, Client},
    secret::{Secret, is_same, random},
    state::State,
    texts::{Kind, Text, Texter, Texts},
    throttle::{Subject, Throttle},
    words::{Lang, t},
};

const DAY_MS: i64 = 24 * 3_600_000;

/// How long a right code stays good for whoever still reads what to agree to.
const READING_MS: i64 = 15 * 60_000;

/// The same for every number, whether or not it has an account.
pub(super) async fn send(
    Ext(state): Ext<State>,
    Client(client): Client,
    Body(NewCode { phone, purpose }): Body<NewCode>,
) -> Answer<SendCode> {
    let phone = read_phone(&phone)?;
    let code = draw();
    let row = one_time_code::Model {
        id: Uuid::now_v7(),
        phone_key: phone_key(&state.secret, &phone),
        purpose: purpose.to_string(),
        code_hash: code_hash(&state.secret, &phone, purpose, &code),
        tries: 0,
        created_at: state.now().as_millis(),
        expires_at: state.now().as_millis() + i64::from(CODE_SECONDS) * 1000,
        used: false,
    };
    let id = row.id;
    // One client asks for codes of many numbers no faster than it may guess.
    let throttle = Throttle::new(&state.secret, &format!("codes {client}"), Subject::Any, state.now());
    let lock = lock_of(&state.secret, &phone);
    state
        .db
        .write(move |tx| {
            Box::pin(async move {
                throttle.admit(tx).await?;
                throttle.failed(tx).await?;
                Db::lock(tx, lock).await?;
                if let Some(seconds) =
                    wait(&store::codes_since(tx, &row.phone_key, row.created_at - DAY_MS).await?, row.created_at)
                {
                    return Err(
                        Problem { retry_after: Some(seconds), ..Problem::new(ProblemCode::TooManyTries) }.into()
                    );
                }
                store::insert_code(tx, row).await?;
                Ok::<_, AppError>(())
            })
        })
        .await?;
    let words = t::account_code_text(Lang::Zh, &code, CODE_SECONDS / 60);
    let text = Text { id, phone: phone.as_str(), kind: Kind::Code, words: &words, code: &code };
    if let Err(error) = state.texts().send(text).await {
        tracing::warn!(message = %id, %error, "a code was not sent");
        // What was not sent does not count.
        state.db.write(move |tx| Box::pin(async move { store::delete_code(tx, id).await })).await?;
        return Err(ProblemCode::Unavailable.into());
    }
    let shown = matches!(state.texts(), Texts::Shown).then_some(code);
    Ok(Json(CodeSent { resend_after: RESEND_SECONDS, good_for: CODE_SECONDS, demo_code: shown }))
}

/// Seconds until another code may be sent; none if at once. `times` are those of the last day, oldest first.
fn wait(times: &[i64], now: i64) -> Option<u32> {
    let after_last = times.last().map(|last| last + i64::from(RESEND_SECONDS) * 1000);
    let a_day_ago = times.len().checked_sub(CODES_A_DAY as usize).map(|first| times[first] + DAY_MS);
    let until = after_last.max(a_day_ago).filter(|until| *until > now)?;
    u32::try_from((until - now).div_euclid(1000) + i64::from((until - now) % 1000 > 0)).ok()
}

/// What a code turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Judged {
    /// With the id of its row, to be used or held.
    Right(Uuid),
    Wrong,
    /// There is none that could be right.
    Spent,
}

/// Judges a code. Of several that were sent only the last counts. A wrong one is counted in the transaction, which must
/// therefore be committed.
pub(super) async fn judge(
    tx: &DatabaseTransaction,
    secret: &Secret,
    phone: &Phone,
    purpose: Purpose,
    digits: &str,
    now: Timestamp,
) -> Result<Judged, DbErr> {
    Db::lock(tx, lock_of(secret, phone)).await?;
    let last = store::last_code(tx, &phone_key(secret, phone), purpose.as_str()).await?;
    let tries = i32::try_from(CODE_TRIES).unwrap_or(i32::MAX);
    let Some(row) = last.filter(|row| !row.used && row.tries < tries && now.as_millis() < row.expires_at) else {
        return Ok(Judged::Spent);
    };
    if is_same(&code_hash(secret, phone, purpose, digits), &row.code_hash) {
        return Ok(Judged::Right(row.id));
    }
    store::count_try(tx, row.id).await?;
    Ok(if row.tries + 1 < tries { Judged::Wrong } else { Judged::Spent })
}

/// The code is used up.
pub(super) async fn use_up(tx: &DatabaseTransaction, id: Uuid) -> Result<(), DbErr> {
    store::use_code(tx, id).await
}

/// The code was right and its owner is still reading: it stays good a while.
pub(super) async fn hold(tx: &DatabaseTransaction, id: Uuid, now: Timestamp) -> Result<(), DbErr> {
    store::extend_code(tx, id, now.as_millis() + READING_MS).await
}

pub(super) fn read_phone(typed: &str) -> Result<Phone, AppError> {
    typed.parse().map_err(|_| AppError::field("phone", pingan_api::Issue::InvalidPhone))
}

/// Uniform over all codes: the bias of the remainder is below one in 10¹³.
fn draw() -> String {
    format!("{:0CODE_DIGITS$}", u64::from_be_bytes(random()) % 10_u64.pow(CODE_DIGITS as u32))
}

fn code_hash(secret: &Secret, phone: &Phone, purpose: Purpose, digits: &str) -> String {
    secret.key("one-time code", &[phone.as_str().as_bytes(), purpose.as_str().as_bytes(), digits.as_bytes()])
}

/// Requests about one number stand in line.
fn lock_of(secret: &Secret, phone: &Phone) -> i64 {
    let mac = secret.mac("phone lock", &[phone.as_str().as_bytes()]);
    i64::from_be_bytes(mac[..8].try_into().expect("a MAC has 32 bytes"))
}

#[cfg(test)]
mod tests {
    use super::{DAY_MS, draw, wait};

    #[test]
    fn one_a_minute_and_ten_a_day() {
        assert_eq!(wait(&[], 0), None);
        assert_eq!(wait(&[0], 1), Some(60));
        assert_eq!(wait(&[0], 59_999), Some(1));
        assert_eq!(wait(&[0], 60_000), None);
        let ten: Vec<i64> = (0..10).map(|n| n * 60_000).collect();
        assert_eq!(wait(&ten[..9], 600_000), None);
        assert_eq!(wait(&ten, 600_000), Some(u32::try_from((DAY_MS - 600_000) / 1000).unwrap()));
        assert_eq!(wait(&ten, DAY_MS), None);
    }

    #[test]
    fn codes_have_six_digits_and_differ() {
        let codes: Vec<String> = (0..20).map(|_| draw()).collect();
        assert!(codes.iter().all(|code| code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit())));
        assert!(codes.iter().any(|code| *code != codes[0]));
    }
}
