//! Reads the two languages for the build scripts of the app and of the server, which turn keys into Rust.

use std::{collections::BTreeMap, fmt::Write, fs, path::Path};

use serde_json::Value;

/// Keys joined by `_`, with their text.
pub(crate) type Words = BTreeMap<String, String>;

/// Keys that begin so belong to the enums of the contract: `label.state.closed`.
const LABELS: &str = "label";

/// Both languages, zh-CN and en, out of the folder of the locales, with what is wrong between them.
pub(crate) fn read_both(folder: &str) -> (Words, Words, Vec<String>) {
    let (zh, en) = (read(&format!("{folder}/zh-CN.json")), read(&format!("{folder}/en.json")));
    let mut faults = Vec::new();
    for (here, there, missing) in [(&zh, &en, "locales/en.json"), (&en, &zh, "locales/zh-CN.json")] {
        for key in here.keys().filter(|key| !there.contains_key(*key)) {
            faults.push(format!("{missing} lacks `{key}`"));
        }
    }
    for (key, text) in &zh {
        if en.get(key).is_some_and(|other| placeholders(other) != placeholders(text)) {
            faults.push(format!("the two languages name different placeholders in `{key}`"));
        }
    }
    (zh, en, faults)
}

fn read(path: &str) -> Words {
    println!("cargo::rerun-if-changed={}", Path::new(path).display());
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let tree: Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"));
    let mut words = Words::new();
    flatten(path, &tree, "", &mut words);
    words
}

fn flatten(path: &str, node: &Value, prefix: &str, words: &mut Words) {
    match node {
        Value::Object(fields) => {
            for (name, field) in fields {
                let separator = if prefix == LABELS || prefix.starts_with("label.") { "." } else { "_" };
                let key = if prefix.is_empty() { name.clone() } else { format!("{prefix}{separator}{name}") };
                flatten(path, field, &key, words);
            }
        }
        Value::String(text) => {
            let twice = words.insert(prefix.to_owned(), text.clone()).is_some();
            assert!(!twice, "{path}: two keys make `{prefix}`");
        }
        _ => panic!("{path}: `{prefix}` is neither text nor a group"),
    }
}

/// The names between braces, sorted, each once.
pub(crate) fn placeholders(text: &str) -> Vec<&str> {
    let mut names: Vec<&str> = text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|p| p.0).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Writes how the enums of the contract are called: one match an enum.
pub(crate) struct Labels<'a> {
    pub(crate) zh: &'a Words,
    pub(crate) en: &'a Words,
    /// What stands before the answer's type, and what chooses between two texts.
    pub(crate) function: &'static str,
    pub(crate) pick: &'static str,
    /// The keys that were asked for.
    pub(crate) known: Vec<String>,
    pub(crate) faults: Vec<String>,
}

impl Labels<'_> {
    /// `variants` are those of the enum at `path`, each as Rust and as the contract write it.
    pub(crate) fn write<'v>(
        &mut self,
        rust: &mut String,
        section: &str,
        path: &str,
        variants: impl Iterator<Item = (String, &'v str)>,
    ) {
        let Labels { function, pick, .. } = *self;
        let mut arms = String::new();
        for (variant, word) in variants {
            let key = format!("label.{section}.{word}");
            match (self.zh.get(&key), self.en.get(&key)) {
                (Some(zh), Some(en)) => {
                    writeln!(arms, "Self::{variant} => {pick}({zh:?}, {en:?}),").expect("a String takes everything");
                }
                _ => self.faults.push(format!("no word for `{key}`")),
            }
            self.known.push(key);
        }
        let path = path.replace(' ', "");
        writeln!(
            rust,
            "impl Label for pingan_api::{path} {{ {function} -> &'static str {{ match self {{\n{arms}}} }} }}"
        )
        .expect("a String takes everything");
    }
}
