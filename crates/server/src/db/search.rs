//! Words of cases, looked up by pairs of characters: Chinese has no spaces, and its words are mostly of two characters.
//! SQLite has them in an FTS5 table, PostgreSQL in a `tsvector` of the `simple` configuration. The pairs are made here
//! and written in ASCII, so that neither database's idea of a letter matters.

use std::fmt::Write;

use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement, sea_query::Expr};

/// Made by the migration.
pub(crate) async fn create_table(db: &impl ConnectionTrait) -> Result<(), DbErr> {
    let sql = match db.get_database_backend() {
        DbBackend::Postgres => {
            "CREATE TABLE case_search (number INTEGER PRIMARY KEY, words TSVECTOR NOT NULL); \
             CREATE INDEX case_search_words ON case_search USING GIN (words)"
        }
        _ => "CREATE VIRTUAL TABLE case_search USING fts5 (words, content = '', contentless_delete = 1)",
    };
    db.execute_unprepared(sql).await.map(|_| ())
}

pub(crate) async fn drop_table(db: &impl ConnectionTrait) -> Result<(), DbErr> {
    db.execute_unprepared("DROP TABLE case_search").await.map(|_| ())
}

/// Puts a case's words in the place of those before. The digits of its number are among them.
pub(crate) async fn index(db: &impl ConnectionTrait, number: i32, texts: &[&str]) -> Result<(), DbErr> {
    let mut words = cuts(&format!("{number:09}"));
    for text in texts {
        // A word that no text has keeps a phrase from reaching over the end of one text into the next.
        words.push_str(" x ");
        words.push_str(&cuts(text));
    }
    let backend = db.get_database_backend();
    let sql = match backend {
        DbBackend::Postgres => {
            "INSERT INTO case_search (number, words) VALUES ($1, to_tsvector('simple', $2)) \
             ON CONFLICT (number) DO UPDATE SET words = excluded.words"
        }
        _ => "INSERT OR REPLACE INTO case_search (rowid, words) VALUES ($1, $2)",
    };
    db.execute_raw(Statement::from_sql_and_values(backend, sql, [number.into(), words.into()])).await.map(|_| ())
}

/// A condition on `cases.number`: the text stands somewhere in the case's words, or in its number. None for a text
/// without a pair of letters or digits, which nothing is found by.
pub fn matches(backend: DbBackend, text: &str) -> Option<Expr> {
    let runs = runs(text).into_iter().filter(|run| run.len() > 1);
    let phrases: Vec<String> = runs.map(|run| pairs(&run).join(" ")).collect();
    if phrases.is_empty() {
        return None;
    }
    Some(match backend {
        DbBackend::Postgres => {
            let query: Vec<String> = phrases.iter().map(|phrase| phrase.replace(' ', " <-> ")).collect();
            let query = query.join(" & ");
            let sql = "cases.number IN (SELECT s.number FROM case_search s WHERE s.words @@ to_tsquery('simple', $1))";
            Expr::cust_with_values(sql, [query])
        }
        _ => {
            let query: Vec<String> = phrases.iter().map(|phrase| format!("\"{phrase}\"")).collect();
            let sql = "cases.number IN (SELECT s.rowid FROM case_search s WHERE s.words MATCH ?)";
            Expr::cust_with_values(sql, [query.join(" AND ")])
        }
    })
}

/// All pairs of all runs, between runs a word that breaks phrases.
fn cuts(text: &str) -> String {
    let runs: Vec<String> = runs(text).iter().map(|run| pairs(run).join(" ")).collect();
    runs.join(" x ")
}

/// What stands between spaces and punctuation, in small letters and half width.
fn runs(text: &str) -> Vec<Vec<char>> {
    let narrow = |c: char| match c {
        '！'..='～' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        c => c,
    };
    let mut runs = vec![Vec::new()];
    for c in text.chars().map(narrow).flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            runs.last_mut().expect("there is always one").push(c);
        } else if runs.last().is_some_and(|run| !run.is_empty()) {
            runs.push(Vec::new());
        }
    }
    runs.retain(|run| !run.is_empty());
    runs
}

/// Each two neighbours as one word; a lone character as itself.
fn pairs(run: &[char]) -> Vec<String> {
    let word = |chars: &[char]| {
        chars.iter().fold(String::from("c"), |mut word, c| {
            write!(word, "{:05x}", *c as u32).expect("a String takes everything");
            word
        })
    };
    if run.len() == 1 { vec![word(run)] } else { run.windows(2).map(word).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_into_pairs_within_its_runs() {
        assert_eq!(cuts("水管，A1"), "c06c3407ba1 x c0006100031");
        assert_eq!(cuts("水 管"), "c06c34 x c07ba1");
        assert_eq!(cuts("ＡＢＣ"), cuts("abc"));
        assert_eq!(cuts("，。"), "");
    }

    #[test]
    fn what_has_no_pair_finds_nothing() {
        assert!(matches(DbBackend::Sqlite, "水 管").is_none());
        assert!(matches(DbBackend::Sqlite, "水管 漏").is_some());
    }
}
