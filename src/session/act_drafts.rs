//! What somebody of the staff has begun to say about cases and not sent, for when a page is lost. It is theirs alone, stays
//! for a week, and goes when they sign out.

use std::cell::RefCell;

use pingan_api::{Timestamp, id::AccountId};

use super::storage;
use crate::i18n::moment;

/// Where they lie: the newest first, one a line, each with whose it is, what it is about and when it was written.
const NAME: &str = "pa.act-drafts";
/// More than anybody works on in a week; the oldest go.
const KEPT: usize = 40;
const KEPT_MS: i64 = 7 * 86_400_000;

thread_local! {
    /// What the browser would not keep lasts as long as the page.
    static REFUSED: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// `about` names it among the account's, without spaces; `draft` is one line.
pub fn keep(account: AccountId, about: &str, draft: &str) {
    put(&with(&lines(), account, about, draft, moment::now()));
}

pub fn read(account: AccountId, about: &str) -> Option<String> {
    let (kept, now) = (lines(), moment::now());
    // Whoever was here before did not sign out on this device.
    let own = join(own(&kept, account, now));
    if own != kept {
        put(&own);
    }
    find(&own, about)
}

pub fn remove(account: AccountId, about: &str) {
    put(&without(&lines(), account, about, moment::now()));
}

/// Nobody is signed in any more.
pub fn forget() {
    put("");
}

fn lines() -> String {
    REFUSED.with_borrow(Clone::clone).or_else(|| storage::read(NAME)).unwrap_or_default()
}

fn put(lines: &str) {
    if lines.is_empty() {
        storage::remove(NAME);
    } else {
        storage::write(NAME, lines);
    }
    let is_kept = storage::read(NAME).unwrap_or_default() == lines;
    REFUSED.set((!is_kept).then(|| lines.to_owned()));
}

struct Line<'a> {
    account: &'a str,
    about: &'a str,
    written: i64,
    draft: &'a str,
}

fn parts(line: &str) -> Option<Line<'_>> {
    let mut parts = line.splitn(4, ' ');
    Some(Line {
        account: parts.next()?,
        about: parts.next()?,
        written: parts.next()?.parse().ok()?,
        draft: parts.next()?,
    })
}

/// An account's lines that are not too old.
fn own(kept: &str, account: AccountId, now: Timestamp) -> Vec<&str> {
    let account = account.to_string();
    let is_own = |line: Line<'_>| line.account == account && now.as_millis() - line.written < KEPT_MS;
    kept.lines().filter(|line| parts(line).is_some_and(is_own)).collect()
}

fn without(kept: &str, account: AccountId, about: &str, now: Timestamp) -> String {
    let mut own = own(kept, account, now);
    own.retain(|line| parts(line).is_some_and(|line| line.about != about));
    join(own)
}

fn with(kept: &str, account: AccountId, about: &str, draft: &str, now: Timestamp) -> String {
    let first = format!("{account} {about} {} {draft}", now.as_millis());
    let others = without(kept, account, about, now);
    join(std::iter::once(first.as_str()).chain(others.lines()).take(KEPT).collect())
}

fn join(lines: Vec<&str>) -> String {
    lines.join("\n")
}

fn find(own: &str, about: &str) -> Option<String> {
    own.lines().filter_map(parts).find(|line| line.about == about).map(|line| line.draft.to_owned())
}

#[cfg(test)]
mod tests {
    use pingan_api::{Timestamp, id::AccountId};
    use uuid::Uuid;

    use super::{KEPT, KEPT_MS, find, join, own, with, without};

    const ME: AccountId = AccountId(Uuid::from_u128(1));
    const OTHER: AccountId = AccountId(Uuid::from_u128(2));

    fn at(ms: i64) -> Timestamp {
        Timestamp::from_millis(ms)
    }

    #[test]
    fn the_last_draft_of_each_is_found() {
        let kept = with("", ME, "1/note/", r#"{"words":"a b"}"#, at(5));
        let kept = with(&kept, ME, "2/note/", "{}", at(6));
        let kept = with(&kept, ME, "1/note/", r#"{"words":"a b c"}"#, at(7));
        assert_eq!(find(&kept, "1/note/").as_deref(), Some(r#"{"words":"a b c"}"#));
        assert_eq!(find(&kept, "2/note/").as_deref(), Some("{}"));
        assert_eq!(find(&kept, "1/ask/"), None);
        let kept = without(&kept, ME, "1/note/", at(8));
        assert_eq!((find(&kept, "1/note/"), kept.lines().count()), (None, 1));
        assert_eq!(without(&kept, ME, "2/note/", at(8)), "");
    }

    #[test]
    fn a_draft_is_its_writers_alone() {
        let kept = with("", OTHER, "1/note/", "{}", at(5));
        assert_eq!(join(own(&kept, ME, at(6))), "");
        let kept = with(&kept, ME, "2/note/", "{}", at(6));
        assert_eq!(join(own(&kept, OTHER, at(6))), "");
    }

    #[test]
    fn drafts_stay_for_a_week_and_not_all_of_them() {
        let kept = with("", ME, "1/note/", "{}", at(0));
        assert_eq!(own(&kept, ME, at(KEPT_MS - 1)).len(), 1);
        assert!(own(&kept, ME, at(KEPT_MS)).is_empty());
        let many = (0..99).fold(String::new(), |kept, n| with(&kept, ME, &format!("{n}/note/"), "{}", at(n)));
        assert_eq!(many.lines().count(), KEPT);
        assert!(find(&many, "98/note/").is_some());
    }
}
