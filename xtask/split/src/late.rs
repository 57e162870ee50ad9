//! The bindings that only chunks call go into a script of their own: the first screen would wait for them in vain.
//!
//! The program imports everything when it starts. Its table of imports therefore answers for what is not there yet with
//! a function that looks it up when it is called, which no chunk does before the script is there.

use std::collections::{BTreeSet, HashSet};

use anyhow::{Result, ensure};
use wasmparser::{KnownCustom, Name, Operator, Parser, Payload, TypeRef};

use crate::names::{BINDING, BINDING_END};

/// Where wasm-bindgen finds the functions that it binds.
const PLACEHOLDER: &str = "__wbindgen_placeholder__";

/// How the cutter names the functions by which it hands an import on to the chunks.
const HANDED_ON: &str = " local_shim";

/// The imports that the main part of the program hands on to the chunks and calls itself nowhere.
pub(crate) fn imports(main: &[u8]) -> Result<HashSet<String>> {
    let mut functions = Vec::new();
    let mut calls = Vec::new();
    let mut handing_on = HashSet::new();
    for payload in Parser::new(0).parse_all(main) {
        match payload? {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    let import = import?;
                    if let TypeRef::Func(_) | TypeRef::FuncExact(_) = import.ty {
                        functions.push((import.module == PLACEHOLDER).then(|| import.name.to_owned()));
                    }
                }
            }
            Payload::CodeSectionEntry(body) => {
                let mut called = Vec::new();
                for operator in body.get_operators_reader()? {
                    if let Operator::Call { function_index } | Operator::RefFunc { function_index } = operator? {
                        called.push(function_index as usize);
                    }
                }
                calls.push(called);
            }
            Payload::CustomSection(section) => {
                if let KnownCustom::Name(names) = section.as_known() {
                    for name in names {
                        if let Name::Function(names) = name? {
                            for naming in names {
                                let naming = naming?;
                                if naming.name.ends_with(HANDED_ON) {
                                    handing_on.insert(naming.index as usize);
                                }
                            }
                        }
                    }
                }
            }
            _ => {}
        }
    }
    let called: HashSet<usize> = calls
        .into_iter()
        .enumerate()
        .filter(|(at, _)| !handing_on.contains(&(functions.len() + at)))
        .flat_map(|(_, called)| called)
        .collect();
    let late = functions.into_iter().enumerate().filter(|(index, _)| !called.contains(index));
    Ok(late.filter_map(|(_, name)| name).collect())
}

/// Gives the bindings without the late ones, and the script of those.
pub(crate) fn cut(bindings: &str, late: &HashSet<String>) -> Result<(String, String)> {
    let mut rest = String::new();
    let mut moved = String::new();
    let mut moving = false;
    for line in bindings.lines() {
        let begins = line.strip_prefix(BINDING).and_then(|line| line.split_once(": ")).map(|(name, _)| name);
        if let Some(name) = begins.filter(|name| !name.starts_with(' ')) {
            moving = late.contains(name);
        }
        let place = if moving { &mut moved } else { &mut rest };
        place.push_str(line);
        place.push('\n');
        moving &= !line.starts_with(BINDING_END);
    }
    for (written, instead) in [
        ("\"b\": import0,", "\"b\": new Proxy(import0, { get: bound }),"),
        ("export { initSync, __wbg_init as default };", include_str!("start.js")),
    ] {
        ensure!(rest.contains(written), "the bindings have no {written}");
        rest = rest.replacen(written, instead, 1);
    }
    let mut items = items(&rest);
    // A script may read what another one exports, not write it.
    let variables: Vec<String> = items
        .iter()
        .filter(|item| item.text.starts_with("let "))
        .flat_map(|item| item.names.iter().map(|name| format!("{name} = ")))
        .collect();
    let writes = |text: &str| variables.iter().any(|variable| text.contains(variable));
    ensure!(!writes(&moved), "a late binding writes what the first script reads");
    items.iter_mut().for_each(|item| item.moves &= !writes(item.text));
    let names: HashSet<&str> = items.iter().flat_map(|item| item.names.iter().copied()).collect();
    let stays = reached(items.iter().filter(|item| !item.moves).map(|item| item.text), &items, &names);
    let wanted = reached([moved.as_str()], &items, &names);
    let goes =
        |item: &Item<'_>| item.moves && item.names.iter().any(|name| wanted.contains(name) && !stays.contains(name));
    let mut first = String::new();
    let mut script = String::new();
    let mut shared: BTreeSet<&str> = BTreeSet::new();
    for item in &items {
        if goes(item) {
            script.push_str(item.text);
        } else {
            first.push_str(item.text);
            shared.extend(item.names.iter().filter(|name| wanted.contains(*name)).copied());
        }
    }
    let list = |order: fn(&str, usize) -> String| {
        shared.iter().enumerate().map(|(nth, name)| order(name, nth)).collect::<Vec<_>>().join(", ")
    };
    let imported = list(|name, nth| format!("_{nth} as {name}"));
    let exported = list(|name, nth| format!("{name} as _{nth}"));
    first.push_str(&format!("export {{ {exported} }};\n"));
    Ok((first, format!("import {{ {imported} }} from './app.js';\n{script}export default {{\n{moved}}};\n")))
}

/// A function, a constant or a statement of a script, by itself.
struct Item<'a> {
    names: Vec<&'a str>,
    text: &'a str,
    /// It may stand in another script: it is a function, or a list of words.
    moves: bool,
}

/// The items of what wasm-bindgen writes: each begins in the first column, as does what closes it.
fn items(script: &str) -> Vec<Item<'_>> {
    let mut starts: Vec<usize> = Vec::new();
    let mut at = 0;
    for line in script.split_inclusive('\n') {
        if line.starts_with(|c: char| c.is_ascii_alphabetic()) {
            starts.push(at);
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).copied().chain([script.len()]);
    starts.iter().zip(ends).map(|(start, end)| item(&script[*start..end])).collect()
}

fn item(text: &str) -> Item<'_> {
    let (kind, rest) = text.split_once(' ').unwrap_or((text, ""));
    let names = match kind {
        "function" | "const" => words(rest).take(1).collect(),
        // Several may be declared at once, without a value.
        "let" => words(rest.split('=').next().unwrap_or(rest)).collect(),
        _ => Vec::new(),
    };
    let moves = kind == "function" || text.starts_with("const __wbindgen_enum_");
    Item { names, text, moves }
}

/// The names among `names` that the texts use, and what the functions of those names use in turn.
fn reached<'a>(
    texts: impl IntoIterator<Item = &'a str>,
    items: &[Item<'a>],
    names: &HashSet<&'a str>,
) -> HashSet<&'a str> {
    let mut found = HashSet::new();
    let mut waiting: Vec<&str> = texts.into_iter().collect();
    while let Some(text) = waiting.pop() {
        for name in words(text).filter_map(|word| names.get(word)) {
            if found.insert(*name) {
                waiting
                    .extend(items.iter().filter(|item| item.moves && item.names.contains(name)).map(|item| item.text));
            }
        }
    }
    found
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '$').filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{cut, imports};

    /// A module that imports `a` and `b`, and calls `a`; "b local_shim" calls `b`.
    const MODULE: &[u8] = b"\0asm\x01\0\0\0\x01\x04\x01`\0\0\x02;\x02\x18__wbindgen_placeholder__\x01a\0\0\x18__wbindgen_placeholder__\x01b\0\0\x03\x03\x02\0\0\x0a\x0b\x02\x04\0\x10\0\x0b\x04\0\x10\x01\x0b\0\x16\x04name\x01\x0f\x01\x03\x0cb local_shim";

    #[test]
    fn what_the_program_itself_does_not_call_is_late() {
        assert_eq!(imports(MODULE).unwrap(), HashSet::from(["b".to_owned()]));
    }

    #[test]
    fn a_late_binding_takes_along_what_only_it_needs() {
        let bindings = "function __wbg_get_imports() {\n    const import0 = {\n        __proto__: null,\n        _0: function(arg0) {\n            return both(arg0);\n        },\n        _1: function(arg0) {\n            return own(arg0, LEN, writes);\n        },\n    };\n    return {\n        \"b\": import0,\n    };\n}\nfunction both(x) {\n    return wasm.f(x);\n}\nfunction own(x) {\n    return both(x);\n}\nfunction writes(x) {\n    LEN = x;\n}\nlet module, wasm;\nlet LEN = 0;\nexport { initSync, __wbg_init as default };\n";
        let (first, late) = cut(bindings, &HashSet::from(["_1".to_owned()])).unwrap();
        assert!(
            first.contains("_0: function")
                && first.contains("function both")
                && !first.contains("own")
                && first.contains("function writes")
        );
        assert!(first.contains("export { LEN as _0, both as _1, wasm as _2, writes as _3 };"), "{first}");
        assert_eq!(
            late,
            "import { _0 as LEN, _1 as both, _2 as wasm, _3 as writes } from './app.js';\nfunction own(x) {\n    return both(x);\n}\nexport default {\n        _1: function(arg0) {\n            return own(arg0, LEN, writes);\n        },\n};\n"
        );
    }
}
