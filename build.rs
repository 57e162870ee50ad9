//! Turns `locales/*.json` into Rust: one constant or function a key, one match an enum of the contract, so that a
//! word missing in one language, or a variant without a word, does not build.

use std::{env, fmt::Write, fs, path::Path};

use words::{Labels, Words, placeholders};

#[path = "locales/words.rs"]
mod words;

fn main() {
    let (zh, en, mut faults) = words::read_both("locales");
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
    let mut labels = Labels { zh, en, function: "fn label(self)", pick: "pick", known: Vec::new(), faults: Vec::new() };
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
    label!("team_kind", volunteer::TeamKind);
    label!("join_policy", volunteer::JoinPolicy);
    label!("membership", volunteer::Membership);
    label!("member_act", volunteer::team::MemberAct);
    label!("qualification", volunteer::Qualification);
    label!("skill", volunteer::Skill);
    label!("availability", volunteer::Availability);
    label!("shift_state", volunteer::ShiftState);
    label!("sign_up_state", volunteer::SignUpState);
    label!("attendance", volunteer::Attendance);
    label!("mark_kind", volunteer::MarkKind);
    label!("order", volunteer::Order);
    label!("problem", problem::ProblemCode);
    label!("issue", problem::Issue);
    label!("volunteer_word", volunteer::VolunteerWord);
    for key in zh.keys().filter(|key| key.starts_with("label.") && !labels.known.contains(key)) {
        faults.push(format!("`{key}` is a word for nothing in the contract"));
    }
    faults.append(&mut labels.faults);
}
