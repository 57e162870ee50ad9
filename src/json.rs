//! The contract's JSON, read and written by the browser's own parser: a parser of our own, and above all its words for
//! what can be wrong, would be a fifth of the first screen.

#[cfg(target_family = "wasm")]
mod read;
#[cfg(target_family = "wasm")]
mod write;

use serde::{Serialize, de::DeserializeOwned};

/// It is no JSON, or not of the form that is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable;

#[cfg(target_family = "wasm")]
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, Unreadable> {
    T::deserialize(read::Value::parse(text)?)
}

/// Fails for a map whose keys are no text, which the contract has nowhere.
#[cfg(target_family = "wasm")]
pub fn write<T: Serialize + ?Sized>(value: &T) -> Result<String, Unreadable> {
    write::text(&value.serialize(write::Writer)?)
}

/// The tests run without a browser.
#[cfg(not(target_family = "wasm"))]
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, Unreadable> {
    serde_json::from_str(text).map_err(|_| Unreadable)
}

#[cfg(not(target_family = "wasm"))]
pub fn write<T: Serialize + ?Sized>(value: &T) -> Result<String, Unreadable> {
    serde_json::to_string(value).map_err(|_| Unreadable)
}

impl std::fmt::Display for Unreadable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("unreadable")
    }
}

impl std::error::Error for Unreadable {}

impl serde::de::Error for Unreadable {
    fn custom<T: std::fmt::Display>(_: T) -> Self {
        Self
    }
}

impl serde::ser::Error for Unreadable {
    fn custom<T: std::fmt::Display>(_: T) -> Self {
        Self
    }
}
