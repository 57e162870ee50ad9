//! What every page may know of the outbox without opening it: that something waits, and where what was sent is read.
//! In `localStorage`, whose changes every other tab is told of.

use pingan_api::id::IdempotencyKey;

use crate::{i18n::moment, session::storage};

/// How many wait, and a word that changes with every change.
pub const WAITING: &str = "pa.outbox";
/// What was sent last, one a line: key, the page to read about it, and `earlier` if a try before the last edit arrived.
const SENT: &str = "pa.outbox.sent";
/// More than anyone has pages open of.
const SENT_KEPT: usize = 30;

/// Something waited to be sent when the outbox was last changed.
pub fn something_waits() -> bool {
    storage::read(WAITING).is_some_and(|mark| !mark.starts_with("0 "))
}

pub(super) fn waiting(count: usize) {
    storage::write(WAITING, &format!("{count} {}", moment::now().as_millis()));
}

/// Where what was sent is read about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sent {
    pub(super) path: String,
    /// Not what was last written arrived, but what was tried before that.
    pub(super) earlier: bool,
}

pub(super) fn sent(key: IdempotencyKey, sent: &Sent) {
    let line = format!("{key} {}{}", sent.path, if sent.earlier { " earlier" } else { "" });
    let before = storage::read(SENT).unwrap_or_default();
    let lines: Vec<&str> = std::iter::once(line.as_str()).chain(before.lines()).take(SENT_KEPT).collect();
    storage::write(SENT, &lines.join("\n"));
}

pub(super) fn find_sent(key: IdempotencyKey) -> Option<Sent> {
    find(&storage::read(SENT)?, &key.to_string())
}

fn find(lines: &str, key: &str) -> Option<Sent> {
    lines.lines().find_map(|line| {
        let mut words = line.split(' ');
        let is_this = words.next() == Some(key);
        let path = words.next().filter(|_| is_this)?.to_owned();
        Some(Sent { path, earlier: words.next().is_some() })
    })
}

#[cfg(test)]
mod tests {
    use super::{Sent, find};

    #[test]
    fn what_was_sent_is_found_by_its_key() {
        let lines = "a /receipt/1 earlier\nb /receipt/2";
        assert_eq!(find(lines, "a"), Some(Sent { path: "/receipt/1".into(), earlier: true }));
        assert_eq!(find(lines, "b"), Some(Sent { path: "/receipt/2".into(), earlier: false }));
        assert_eq!(find(lines, "c"), None);
    }
}
