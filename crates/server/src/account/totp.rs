//! Time-based one-time passwords: RFC 6238 with SHA-1, six digits and steps of thirty seconds, which every authenticator
//! knows.

use hmac::{Hmac, KeyInit, Mac};
use pingan_api::Timestamp;
use sha1::Sha1;

/// Bytes of a key: as many as SHA-1 gives (RFC 4226, section 4).
pub(super) const KEY: usize = 20;

const STEP_MS: i64 = 30_000;

/// A code of the step before or after is taken as well: clocks differ, and people type slowly.
const DRIFT: i64 = 1;

pub(super) fn step_at(now: Timestamp) -> i64 {
    now.as_millis().div_euclid(STEP_MS)
}

/// The six digits of one step.
pub(super) fn code(key: &[u8], step: i64) -> String {
    let mut mac = Hmac::<Sha1>::new_from_slice(key).expect("HMAC takes a key of any length");
    mac.update(&step.to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let offset = usize::from(hash[KEY - 1] & 0xf);
    let four: [u8; 4] = hash[offset..offset + 4].try_into().expect("four bytes");
    format!("{:06}", (u32::from_be_bytes(four) & 0x7fff_ffff) % 1_000_000)
}

/// The step that digits belong to, if it is near now and after `last`, the last one that was taken.
pub(super) fn step_of(key: &[u8], digits: &str, now: Timestamp, last: Option<i64>) -> Option<i64> {
    let now = step_at(now);
    (now - DRIFT..=now + DRIFT)
        .filter(|step| last.is_none_or(|last| *step > last))
        .find(|step| crate::secret::is_same(&code(key, *step), digits))
}

/// RFC 4648 without padding, as authenticators take keys.
pub(super) fn base32(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let bits = bytes.chunks(5).flat_map(|chunk| {
        let mut five = [0; 8];
        five[3..3 + chunk.len()].copy_from_slice(chunk);
        let n = u64::from_be_bytes(five);
        let characters = (chunk.len() * 8).div_ceil(5);
        (0..characters).map(move |i| ALPHABET[(n >> (35 - 5 * i) & 31) as usize] as char)
    });
    bits.collect()
}

#[cfg(test)]
mod tests {
    use pingan_api::Timestamp;

    use super::{base32, code, step_at, step_of};

    const RFC_KEY: &[u8] = b"12345678901234567890";

    /// RFC 6238, appendix B: the last six of its eight digits.
    #[test]
    fn codes_are_those_of_the_standard() {
        for (seconds, digits) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
        ] {
            assert_eq!(code(RFC_KEY, step_at(Timestamp::from_millis(seconds * 1000))), digits, "{seconds}");
        }
    }

    /// RFC 4648, section 10.
    #[test]
    fn base32_is_that_of_the_standard() {
        for (plain, encoded) in [
            ("", ""),
            ("f", "MY"),
            ("fo", "MZXQ"),
            ("foo", "MZXW6"),
            ("foob", "MZXW6YQ"),
            ("fooba", "MZXW6YTB"),
            ("foobar", "MZXW6YTBOI"),
        ] {
            assert_eq!(base32(plain.as_bytes()), encoded, "{plain}");
        }
    }

    #[test]
    fn a_code_is_good_for_a_step_around_and_once() {
        let now = Timestamp::from_millis(3_000_000);
        let step = step_at(now);
        for (off, good) in [(-2, false), (-1, true), (0, true), (1, true), (2, false)] {
            let found = step_of(RFC_KEY, &code(RFC_KEY, step + off), now, None);
            assert_eq!(found, good.then_some(step + off), "{off}");
        }
        assert_eq!(step_of(RFC_KEY, &code(RFC_KEY, step), now, Some(step)), None);
        assert_eq!(step_of(RFC_KEY, &code(RFC_KEY, step - 1), now, Some(step)), None);
        assert_eq!(step_of(RFC_KEY, &code(RFC_KEY, step + 1), now, Some(step)), Some(step + 1));
        assert_eq!(step_of(RFC_KEY, "", now, None), None);
    }
}
