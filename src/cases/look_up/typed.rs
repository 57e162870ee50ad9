//! What is wrong with a number or a code as typed, before the server is asked.

use pingan_api::cases::{CaseCode, CaseNumber};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NumberFault {
    /// Not nine digits.
    Length,
    /// Nine digits, and the last does not fit the others.
    Typo,
}

pub(super) fn number_fault(typed: &str) -> Option<NumberFault> {
    if typed.parse::<CaseNumber>().is_ok() {
        return None;
    }
    // Half-width and full-width digits; what the contract skips between them is no digit.
    let digits = typed.chars().filter(|c| c.is_ascii_digit() || ('０'..='９').contains(c)).count();
    Some(if digits == 9 { NumberFault::Typo } else { NumberFault::Length })
}

pub(super) fn code_fault(typed: &str) -> bool {
    typed.parse::<CaseCode>().is_err()
}

/// The number and, if it is there, the code out of what a QR code says: the link of a case, or the number alone.
pub(super) fn scanned(text: &str) -> Option<(String, Option<String>)> {
    let (before, code) = text.split_once('#').unwrap_or((text, ""));
    let number = before.trim_end_matches('/').rsplit('/').next()?.trim();
    number.parse::<CaseNumber>().ok()?;
    Some((number.to_owned(), code.parse::<CaseCode>().is_ok().then(|| code.to_owned())))
}

#[cfg(test)]
mod tests {
    use pingan_api::cases::CaseNumber;

    use super::{NumberFault, code_fault, number_fault, scanned};

    #[test]
    fn a_code_says_a_link_or_a_number_or_something_else() {
        let number = CaseNumber::from_index(16_004_711).to_string();
        let of = |text: &str| scanned(text).map(|(number, code)| (number, code.unwrap_or_default()));
        assert_eq!(
            of(&format!("https://pingan.example/cases/{number}#K7M4QX")),
            Some((number.clone(), "K7M4QX".into()))
        );
        assert_eq!(of(&format!("https://pingan.example/cases/{number}/")), Some((number.clone(), String::new())));
        assert_eq!(of(&number), Some((number.clone(), String::new())));
        assert_eq!(of("https://elsewhere.example/menu"), None);
        assert_eq!(of(""), None);
    }

    #[test]
    fn a_wrong_digit_is_told_from_a_missing_one() {
        let right = CaseNumber::from_index(16_004_711).to_string();
        let last = (right.as_bytes()[8] - b'0' + 1) % 10;
        let wrong = format!("{}{last}", &right[..8]);
        assert_eq!(number_fault(&right), None);
        assert_eq!(number_fault(&format!("{} {} {}", &right[..3], &right[3..6], &right[6..])), None);
        assert_eq!(number_fault(&wrong), Some(NumberFault::Typo));
        assert_eq!(number_fault(&right[..8]), Some(NumberFault::Length));
        assert_eq!(number_fault(""), Some(NumberFault::Length));
    }

    #[test]
    fn a_code_is_taken_as_people_type_it() {
        assert!(!code_fault("k7m 4qx"));
        assert!(!code_fault("Ｋ７Ｍ４ＱＸ"));
        assert!(code_fault("K7M4Q0"));
        assert!(code_fault("K7M4Q"));
    }
}
