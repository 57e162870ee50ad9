//! Numbers, codes and their hashes.

use pingan_api::cases::{CaseCode, CaseNumber, number::NUMBERS};
use uuid::Uuid;

use super::entity::reporter;
use crate::secret::Secret;

/// A number drawn at random; whether it is free, the database says.
pub(super) fn draw_number() -> CaseNumber {
    // 62 of the low bits of a UUIDv4 are random.
    let random = Uuid::new_v4().as_u128() as u64 & (u64::MAX >> 2);
    CaseNumber::from_index(u32::try_from(random % u64::from(NUMBERS)).expect("the remainder is small"))
}

/// The code of a share, derived and not stored, so that a repeated create answers the same one.
pub(crate) fn code_of(secret: &Secret, share: &reporter::Model) -> CaseCode {
    new_code(secret, share.code_from.unwrap_or(share.id))
}

/// The code of a share that is about to be made.
pub(super) fn new_code(secret: &Secret, reporter: Uuid) -> CaseCode {
    let mac = secret.mac("code", &[reporter.as_bytes()]);
    CaseCode::from_random(mac[..8].try_into().expect("a MAC has 32 bytes"))
}

/// One spelling of what was typed as a number, so that spaces and full-width digits do not make other numbers of it.
pub(super) fn spelled(typed: &str) -> String {
    typed.parse().map_or_else(|_| typed.to_owned(), |number: CaseNumber| number.to_string())
}

/// What finds a share by the number and code that somebody typed.
pub(super) fn code_hash(secret: &Secret, number: CaseNumber, code: &CaseCode) -> String {
    secret.key("code hash", &[&number.as_u32().to_be_bytes(), code.as_str().as_bytes()])
}

/// What stands in the place of a code's hash once the person has left. No code has such a one: number and code open
/// nothing any more.
pub(super) fn gone_hash(share: Uuid) -> String {
    format!("{GONE}{share}")
}

/// Whoever had the share has left: nobody is to be told there.
pub(crate) fn is_gone(share: &reporter::Model) -> bool {
    share.code_hash.starts_with(GONE)
}

const GONE: &str = "gone-";

/// Tells whether a key comes with the body that it came with before. `what` keeps a create and a join apart.
pub(super) fn body_hash(secret: &Secret, what: &str, body: &impl serde::Serialize) -> String {
    let json = serde_json::to_vec(body).expect("a body of the contract is plain data");
    secret.key("body", &[what.as_bytes(), &json])
}

/// Numbers in the database are signed; all nine digits fit.
pub(crate) fn number_column(number: CaseNumber) -> i32 {
    i32::try_from(number.as_u32()).expect("nine digits fit in 31 bits")
}
