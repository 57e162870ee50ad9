//! Makes sure that the folder whose files are embedded exists, and turns the words of the pages that the server draws
//! itself into Rust: one function a key, one match an enum of the contract.

use std::{env, fmt::Write, fs, path::Path};

use words::{Labels, Words, placeholders};

#[path = "../../locales/words.rs"]
mod words;

/// Whole keys, and beginnings of keys where they end with `_`; the rest of `locales/` is the app's.
const KEYS: [&str; 13] = [
    "plain_",
    "month_",
    "time_date_at",
    "time_full_date",
    "inbox_text",
    "inbox_text_link",
    "inbox_offered_until",
    "inbox_shift_text",
    "inbox_shift_text_link",
    "account_code_text",
    "certificate_pdf_",
    "volunteer_calendar_name",
    "volunteer_calendar_bring",
];

fn main() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let dist = here.join("../../dist");
    fs::create_dir_all(&dist).expect("the folder of the built app can be made");
    println!("cargo:rerun-if-changed={}", dist.display());

    let (zh, en, mut faults) = words::read_both("../../locales");
    let mut rust = String::new();
    write_words(&mut rust, &zh, &en);
    write_labels(&mut rust, &zh, &en, &mut faults);
    for fault in faults {
        println!("cargo::error={fault}");
    }
    let out = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    fs::write(Path::new(&out).join("words.rs"), rust).expect("OUT_DIR can be written");
}

fn write_words(rust: &mut String, zh: &Words, en: &Words) {
    rust.push_str("pub(crate) mod t {\nuse super::{Lang, fill};\nuse std::fmt::Display;\n");
    let is_ours = |key: &str| KEYS.iter().any(|ours| key == *ours || ours.ends_with('_') && key.starts_with(ours));
    let ours = zh.iter().filter(|(key, _)| is_ours(key));
    for (key, zh) in ours {
        let Some(en) = en.get(key) else { continue };
        let names = placeholders(zh);
        let inputs: String = names.iter().map(|name| format!(", {name}: impl Display")).collect();
        let pairs: Vec<String> = names.iter().map(|name| format!("({name:?}, &{name})")).collect();
        let (answer, body) = match pairs.is_empty() {
            true => ("&'static str", format!("lang.pick({zh:?}, {en:?})")),
            false => ("String", format!("fill(lang.pick({zh:?}, {en:?}), &[{}])", pairs.join(", "))),
        };
        let name = key.strip_prefix("plain_").unwrap_or(key);
        writeln!(rust, "/// {zh:?} · {en:?}\npub(crate) fn {name}(lang: Lang{inputs}) -> {answer} {{ {body} }}")
            .expect("a String takes everything");
    }
    rust.push_str("}\n");
}

fn write_labels(rust: &mut String, zh: &Words, en: &Words, faults: &mut Vec<String>) {
    let mut labels = Labels {
        zh,
        en,
        function: "fn label(self, lang: Lang)",
        pick: "lang.pick",
        known: Vec::new(),
        faults: Vec::new(),
    };
    macro_rules! label {
        ($section:literal, $($path:ident)::+) => {
            let variants = pingan_api::$($path)::+::ALL.iter();
            let variants = variants.map(|variant| (format!("{variant:?}"), variant.as_str()));
            labels.write(rust, $section, stringify!($($path)::+), variants);
        };
    }
    label!("kind", cases::CaseKind);
    label!("category", cases::Category);
    label!("question", cases::Question);
    label!("choice", cases::Choice);
    label!("state", cases::State);
    label!("event", cases::Event);
    label!("next", cases::Next);
    label!("unit_kind", district::UnitKind);
    label!("problem", problem::ProblemCode);
    label!("issue", problem::Issue);
    label!("volunteer_word", volunteer::VolunteerWord);
    label!("team_kind", volunteer::TeamKind);
    faults.append(&mut labels.faults);
}
