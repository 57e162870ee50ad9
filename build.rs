//! Turns `locales/*.json` into Rust: one constant or function a key, one match an enum of the contract, so that a
//! word missing in one language, or a variant without a word, does not build.

use std::{collections::BTreeMap, env, fmt::Write, fs, path::Path};

use serde_json::Value;

/// Keys joined by `_`, with their text.
type Words = BTreeMap<String, String>;

/// Keys that begin so belong to the enums of the contract: `label.state.closed`.
const LABELS: &str = "label";

fn main() {
    let zh = read("locales/zh-CN.json");
    let en = read("locales/en.json");
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
    let mut rust = String::new();
    write_words(&mut rust, &zh, &en);
    write_labels(&mut rust, &zh, &en, &mut faults);
    if !faults.is_empty() {
        for fault in faults {
            println!("cargo::error={fault}");
        }
        return;
    }
    let out = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    fs::write(Path::new(&out).join("words.rs"), rust).expect("OUT_DIR can be written");
}

fn read(path: &str) -> Words {
    println!("cargo::rerun-if-changed={path}");
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
fn placeholders(text: &str) -> Vec<&str> {
    let mut names: Vec<&str> = text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|p| p.0).collect();
    names.sort_unstable();
    names.dedup();
    names
}

fn write_words(rust: &mut String, zh: &Words, en: &Words) {
    rust.push_str(
        "/// Every text of the app by its key; a constant where it is fixed, a function where it is filled in.\n",
    );
    rust.push_str("#[allow(non_upper_case_globals)]\npub mod t {\nuse super::{Words, fill, pick};\n");
    for (key, zh) in zh.iter().filter(|(key, _)| !key.starts_with("label.")) {
        let Some(en) = en.get(key) else { continue };
        let names = placeholders(zh);
        writeln!(rust, "/// {zh:?} · {en:?}").expect("a String takes everything");
        if names.is_empty() {
            writeln!(rust, "pub const {key}: Words = || pick({zh:?}, {en:?});").expect("a String takes everything");
            continue;
        }
        let inputs: Vec<String> = names.iter().map(|name| format!("{name}: impl std::fmt::Display")).collect();
        let pairs: Vec<String> = names.iter().map(|name| format!("({name:?}, &{name})")).collect();
        writeln!(
            rust,
            "pub fn {key}({}) -> String {{ fill(pick({zh:?}, {en:?}), &[{}]) }}",
            inputs.join(", "),
            pairs.join(", ")
        )
        .expect("a String takes everything");
    }
    rust.push_str("}\n");
}

fn write_labels(rust: &mut String, zh: &Words, en: &Words, faults: &mut Vec<String>) {
    let mut known = Vec::new();
    macro_rules! label {
        ($section:literal, $($path:ident)::+) => {{
            let mut arms = String::new();
            for variant in pingan_api::$($path)::+::ALL {
                let key = format!("label.{}.{}", $section, variant.as_str());
                match (zh.get(&key), en.get(&key)) {
                    (Some(zh), Some(en)) => writeln!(arms, "Self::{variant:?} => pick({zh:?}, {en:?}),")
                        .expect("a String takes everything"),
                    _ => faults.push(format!("no word for `{key}`")),
                }
                known.push(key);
            }
            writeln!(
                rust,
                "impl Label for pingan_api::{} {{ fn label(self) -> &'static str {{ match self {{\n{arms}}} }} }}",
                stringify!($($path)::+).replace(' ', ""),
            )
            .expect("a String takes everything");
        }};
    }
    label!("kind", cases::CaseKind);
    label!("category", cases::Category);
    label!("question", cases::Question);
    label!("choice", cases::Choice);
    label!("state", cases::State);
    label!("event", cases::Event);
    label!("next", cases::Next);
    label!("share", cases::Share);
    label!("place_source", cases::PlaceSource);
    label!("team_role", district::TeamRole);
    label!("unit_kind", district::UnitKind);
    label!("ground", cases::Ground);
    label!("act", desk::ActKind);
    label!("view", desk::View);
    label!("clock", desk::ClockFilter);
    label!("role", account::Role);
    label!("system", account::System);
    label!("browser", account::Browser);
    label!("action", audit::Action);
    label!("object", audit::ObjectKind);
    label!("problem", problem::ProblemCode);
    label!("issue", problem::Issue);
    for key in zh.keys().filter(|key| key.starts_with("label.") && !known.contains(key)) {
        faults.push(format!("`{key}` is a word for nothing in the contract"));
    }
}
