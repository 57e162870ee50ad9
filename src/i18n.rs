//! The app's two languages: every text by its key, the words of the contract's enums, and moments as people say them.

use std::{fmt::Display, sync::LazyLock};

use leptos::prelude::*;
use pingan_api::district::Name;

pub mod moment;

include!(concat!(env!("OUT_DIR"), "/words.rs"));

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lang {
    Zh,
    En,
}

impl Lang {
    /// The BCP 47 tag, also what the device remembers.
    pub const fn tag(self) -> &'static str {
        match self {
            Lang::Zh => "zh-CN",
            Lang::En => "en",
        }
    }

    pub const fn other(self) -> Lang {
        match self {
            Lang::Zh => Lang::En,
            Lang::En => Lang::Zh,
        }
    }
}

/// A fixed text. In a view it follows the language without more ado: `{t::home_title}`. A function pointer, so
/// that all of them share one piece of rendering code.
pub type Words = fn() -> &'static str;

/// What a variant of the contract is called.
pub trait Label: Copy {
    fn label(self) -> &'static str;
}

static LANG: LazyLock<ArcRwSignal<Lang>> = LazyLock::new(|| ArcRwSignal::new(Lang::Zh));

/// The language now; reactive.
pub fn lang() -> Lang {
    LANG.get()
}

/// Only [`crate::session::Device`] calls this: it remembers the choice as well.
pub fn set_lang(lang: Lang) {
    LANG.set(lang);
}

fn pick(zh: &'static str, en: &'static str) -> &'static str {
    match lang() {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

/// A name in the language of the app.
pub fn name(name: &Name) -> String {
    match lang() {
        Lang::Zh => name.zh.clone(),
        Lang::En => name.en.clone(),
    }
}

/// Puts values in the place of `{name}`s.
fn fill(text: &str, values: &[(&str, &dyn Display)]) -> String {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((name, after)) = after.split_once('}') else { break };
        if let Some((_, value)) = values.iter().find(|(key, _)| *key == name) {
            filled.push_str(&value.to_string());
        }
        rest = after;
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::fill;

    #[test]
    fn values_take_their_places() {
        assert_eq!(fill("{n} 人在 {place}", &[("place", &"铜花"), ("n", &3)]), "3 人在 铜花");
        assert_eq!(fill("plain", &[]), "plain");
    }
}
