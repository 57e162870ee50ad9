//! Check-in codes, a new one for each step of time. They are derived from the server's secret, so that none is stored.

use pingan_api::{
    Timestamp,
    volunteer::attendance::{CODE_DIGITS, CODE_SECONDS},
};
use uuid::Uuid;

use super::{MARGIN_MS, takes_place};
use crate::{
    secret::{Secret, is_same},
    volunteer::entity::shift,
};

const STEP_MS: i64 = CODE_SECONDS * 1000;
/// The code before and the one after are taken as well: reading aloud and typing take a while.
const DRIFT: i64 = 1;
/// Organisers get codes from this long ago on, for phones whose clock is a little slow.
const BEHIND_MS: i64 = 60_000;
/// Nobody needs codes of a shift that is further away.
const AHEAD_MS: i64 = 24 * 3_600_000;

/// The digits of one step: a MAC cut short as RFC 4226, section 5.3, cuts one.
fn code(secret: &Secret, shift: Uuid, step: i64) -> String {
    let mac = secret.mac("check-in", &[shift.as_bytes(), &step.to_be_bytes()]);
    let offset = usize::from(mac[mac.len() - 1] & 0xf);
    let four: [u8; 4] = mac[offset..offset + 4].try_into().expect("four bytes");
    let digits = (u32::from_be_bytes(four) & 0x7fff_ffff) % 10_u32.pow(CODE_DIGITS as u32);
    format!("{digits:0CODE_DIGITS$}")
}

/// From when and until when a shift's codes are good.
fn window(shift: &shift::Model) -> (i64, i64) {
    (shift.starts_at - MARGIN_MS, shift.ends_at + MARGIN_MS)
}

/// Whether digits open a shift's door now.
pub(super) fn is_good(secret: &Secret, shift: &shift::Model, digits: &str, now: Timestamp) -> bool {
    let (opens, closes) = window(shift);
    let now = now.as_millis();
    let step = now.div_euclid(STEP_MS);
    let near = || (step - DRIFT..=step + DRIFT).any(|step| is_same(&code(secret, shift.id, step), digits));
    takes_place(shift) && (opens..=closes).contains(&now) && near()
}

/// The codes that are still to be shown, one after another, and from when on the first is good; none where the shift does
/// not take place or lies further away.
pub(super) fn to_show(secret: &Secret, shift: &shift::Model, now: Timestamp) -> (Timestamp, String) {
    let (opens, closes) = window(shift);
    let now = now.as_millis();
    let first = opens.max(now - BEHIND_MS).div_euclid(STEP_MS);
    let is_near = (shift.starts_at - AHEAD_MS..=closes).contains(&now);
    let steps = if takes_place(shift) && is_near { first..closes.div_euclid(STEP_MS) + 1 } else { first..first };
    let codes = steps.map(|step| code(secret, shift.id, step)).collect();
    (Timestamp::from_millis(first * STEP_MS), codes)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::code;
    use crate::secret::Secret;

    #[test]
    fn each_step_of_each_shift_has_a_code_of_its_own() {
        let secret = Secret::from_text("test");
        let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let codes: Vec<String> = (0..20).map(|step| code(&secret, one, step)).collect();
        assert!(codes.iter().all(|code| code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit())));
        assert_eq!(codes[7], code(&secret, one, 7));
        let differ = |a: &[String], b: &[String]| a.iter().zip(b).filter(|(a, b)| a != b).count();
        assert!(differ(&codes[1..], &codes) > 15);
        let others: Vec<String> = (0..20).map(|step| code(&secret, other, step)).collect();
        assert!(differ(&codes, &others) > 15);
        let elsewhere: Vec<String> = (0..20).map(|step| code(&Secret::from_text("other"), one, step)).collect();
        assert!(differ(&codes, &elsewhere) > 15);
    }
}
