//! The residents' words, the same that the app has: for what the server itself says to them.

use std::sync::LazyLock;

use serde_json::Value;

static WORDS: LazyLock<Value> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../../locales/zh-CN.json")).expect("the app does not build without it")
});

pub(crate) fn said(pointer: &str) -> &'static str {
    WORDS.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

pub(crate) fn said_with(pointer: &str, values: &[(&str, &str)]) -> String {
    values.iter().fold(said(pointer).to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}
