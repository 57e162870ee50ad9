//! Takes out of a crash report what could tell of a person or spoil the log.

/// Characters that are kept of a build or a page, and of a message.
const NAME: usize = 100;
const MESSAGE: usize = 1500;

/// So many digits could be a telephone number, the number of a case, or a place.
const DIGITS: usize = 4;

pub(super) fn name(text: &str) -> String {
    let fit = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '-' | '_' | '+' | '{' | '}' | ':');
    text.chars().filter(fit).take(NAME).collect()
}

/// The path alone, with numbers and ids masked.
pub(super) fn page(text: &str) -> String {
    let path = text.split(['?', '#']).next().unwrap_or_default();
    let masked: Vec<String> = path.split('/').map(|part| masked(&name(part))).collect();
    masked.join("/").chars().take(NAME).collect()
}

/// One line, cut off, without queries and with long numbers masked.
pub(super) fn message(text: &str) -> String {
    let mut line = String::new();
    for c in text.chars().take(MESSAGE) {
        line.push(if c.is_control() { ' ' } else { c });
    }
    let words = line.split(' ').map(|word| match word.split_once('?') {
        // What an address is asked with is nobody's business.
        Some((address, _)) if address.contains('/') => address,
        _ => word,
    });
    masked(&words.collect::<Vec<_>>().join(" "))
}

/// Runs of digits, also those grouped by single spaces, dashes or dots, are masked from [`DIGITS`] digits on.
fn masked(text: &str) -> String {
    let mut out = String::new();
    // Since the last thing that ends a run: as it was written, and how many digits.
    let (mut run, mut digits) = (String::new(), 0);
    for c in text.chars().chain(['\0']) {
        let is_digit = c.is_numeric();
        let groups = matches!(c, ' ' | '-' | '.' | '(' | ')') && run.ends_with(char::is_numeric);
        if is_digit || groups {
            run.push(c);
            digits += usize::from(is_digit);
            continue;
        }
        if digits >= DIGITS {
            let tail = run.len() - run.trim_end_matches(|c: char| !c.is_numeric()).len();
            out.push('#');
            out.push_str(&run[run.len() - tail..]);
        } else {
            out.push_str(&run);
        }
        run.clear();
        digits = 0;
        if c != '\0' {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{message, name, page};

    #[test]
    fn pages_lose_numbers_and_queries() {
        assert_eq!(page("/cases/260047113?code=ABC234#x"), "/cases/#");
        assert_eq!(page("/near/{number}"), "/near/{number}");
        assert_eq!(page("/report\n/appeal"), "/report/appeal");
        assert_eq!(page(&"/x".repeat(500)).chars().count(), 100);
    }

    #[test]
    fn messages_lose_what_could_be_a_number_of_a_person() {
        for (said, kept) in [
            ("called 13800000000 twice", "called # twice"),
            ("+86 138 0000-0000.", "+#."),
            ("１３８００００００００", "#"),
            ("index 12 of 345", "index 12 of 345"),
            ("at https://x/api/v1/home?grid=420204001 (a.js:1:99)", "at https://x/api/v1/home (a.js:1:99)"),
            ("two\nlines\r\x1b[31m", "two lines  [31m"),
            ("why? because", "why? because"),
        ] {
            assert_eq!(message(said), kept);
        }
        assert_eq!(message(&"字".repeat(9000)).chars().count(), 1500);
        assert_eq!(name("app-1a2b\n\u{202e}3c"), "app-1a2b3c");
    }
}
