//! What a page showed last, for when there is no network. Never anybody's contact: what people may be reached under is
//! in no answer that is kept here.

use super::storage;

const PREFIX: &str = "pa.seen.";

/// Rosters hold names: they stay for as long as somebody is signed in.
pub const ROSTERS: &str = "rosters";

/// Keeps an answer under the page's name; `of` tells what exactly was asked.
pub fn keep(name: &str, of: &str, answer: &str) {
    storage::write(&key(name), &format!("{of}\n{answer}"));
}

/// The answer kept under a name, if it is to this very question.
pub fn read(name: &str, of: &str) -> Option<String> {
    let kept = storage::read(&key(name))?;
    let (asked, answer) = kept.split_once('\n')?;
    (asked == of).then(|| answer.to_owned())
}

pub fn forget(name: &str) {
    storage::remove(&key(name));
}

fn key(name: &str) -> String {
    format!("{PREFIX}{name}")
}
