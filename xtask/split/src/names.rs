//! What program and bindings need not say to one another: wasm-bindgen ends the name of each import with sixteen digits of
//! a hash, which no compression makes smaller, names what calls closures by whole paths, and binds what nobody calls.

use std::collections::{HashMap, HashSet};

use anyhow::{Context, Result, bail};

/// How such a name begins: of an import, or of an export that calls a closure (Rust's v0 mangling).
const BEGINNINGS: [&str; 3] = ["__wbg_", "__wbindgen_", MANGLED];
const MANGLED: &str = "_RINv";
const DIGITS: usize = 16;

/// What names the bindings, and the chunks' loaders, in each import.
const MODULES: [(&str, &str); 2] = [("./app_bg.js", "b"), (LINK, "s")];
const LINK: &str = "./__wasm_split.js";
/// How the cutter names the loader of a chunk.
const LOADER: &str = "__wasm_split_load_";

/// Bindings and program with the long names replaced by short ones.
pub(crate) struct Shortened {
    pub(crate) bindings: String,
    pub(crate) program: Vec<u8>,
    /// The short name of each long one.
    pub(crate) names: HashMap<String, String>,
}

pub(crate) fn shorten(bindings: &str, program: &[u8]) -> Result<Shortened> {
    let mut short = HashMap::new();
    let mut shortened = String::new();
    let mut rest = bindings;
    while let Some(start) = BEGINNINGS.iter().filter_map(|beginning| rest.find(beginning)).min() {
        let (before, from) = rest.split_at(start);
        let end = from.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(from.len());
        let (name, after) = from.split_at(end);
        shortened.push_str(before);
        if is_hashed(name) || name.starts_with(MANGLED) {
            let number = short.len();
            let name = short.entry(name.to_owned()).or_insert_with(|| format!("_{number}"));
            shortened.push_str(name);
        } else {
            shortened.push_str(name);
        }
        rest = after;
    }
    shortened.push_str(rest);
    let program = rename_exports(&rename_imports(program, &short)?, &short)?;
    Ok(Shortened { bindings: name_modules(&shortened), program, names: short })
}

/// The loaders come as one object, once, and the modules under their short names.
fn name_modules(bindings: &str) -> String {
    let mut named = String::new();
    let mut loaders = false;
    for line in bindings.lines() {
        if line.starts_with("import * as import") && line.contains(LINK) {
            if !loaders {
                named.push_str(&format!("import loaders from \"{LINK}\"\n"));
            }
            loaders = true;
            continue;
        }
        let table = line.trim_start().split_once(": ").and_then(|(module, import)| {
            MODULES
                .iter()
                .find(|(long, _)| module == format!("\"{long}\""))
                .map(|(long, short)| (*long, *short, import))
        });
        match table {
            Some((LINK, short, _)) if !named.contains(": loaders,") => {
                named.push_str(&format!("        \"{short}\": loaders,"));
            }
            Some((LINK, ..)) => continue,
            Some((_, short, import)) => named.push_str(&format!("        \"{short}\": {import}")),
            None => named.push_str(line),
        }
        named.push('\n');
    }
    named
}

fn is_hashed(name: &str) -> bool {
    name.rsplit_once('_').is_some_and(|(_, hash)| hash.len() == DIGITS && hash.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// Whatever leptos can stream to a server comes with it, and is exported, so that it cannot be seen to be unused.
const NEVER_CALLED: &str = "intounderlying";

/// Gives the program without the exports that nobody calls; the optimiser then drops what only they used.
pub(crate) fn drop_exports(program: &[u8]) -> Result<Vec<u8>> {
    rewrite(program, EXPORTS, |content, section| {
        let mut exports = Reader { bytes: content, at: 0 };
        let mut kept = Vec::new();
        for _ in 0..exports.number()? {
            let start = exports.at;
            let name = String::from_utf8_lossy(exports.name()?).into_owned();
            exports.byte()?;
            exports.number()?;
            if !name.contains(NEVER_CALLED) {
                kept.push(&content[start..exports.at]);
            }
        }
        write_number(section, kept.len());
        kept.iter().for_each(|export| section.extend_from_slice(export));
        Ok(())
    })
}

/// Gives the bindings without those that the program, optimised by now, does not import.
pub(crate) fn drop_bindings(bindings: &str, program: &[u8]) -> Result<String> {
    let mut imported = HashSet::new();
    rewrite(program, IMPORTS, |content, _| {
        let mut imports = Reader { bytes: content, at: 0 };
        for _ in 0..imports.number()? {
            imports.name()?;
            imported.insert(String::from_utf8_lossy(imports.name()?).into_owned());
            imports.skip_description()?;
        }
        Ok(())
    })?;
    let mut kept = String::new();
    let mut dropping = false;
    for line in bindings.lines() {
        let binding = line.strip_prefix(BINDING).and_then(|line| line.split_once(": ")).map(|(name, _)| name);
        let is_binding =
            binding.is_some_and(|name| name.starts_with('_') && name[1..].bytes().all(|b| b.is_ascii_digit()));
        if is_binding && binding.is_some_and(|name| !imported.contains(name)) {
            dropping = !line.ends_with(',');
        } else if !dropping {
            // What only tidies up after what is gone would keep it.
            if !line.starts_with("if (Symbol.dispose)") {
                kept.push_str(&line.replace("new FinalizationRegistry(", "/* @__PURE__ */ new FinalizationRegistry("));
                kept.push('\n');
            }
        } else {
            dropping = !line.starts_with(BINDING_END);
        }
    }
    Ok(kept)
}

/// How deep wasm-bindgen indents an import's binding, and the line that ends it.
pub(crate) const BINDING: &str = "        ";
pub(crate) const BINDING_END: &str = "        }";

/// Before the first section: the magic number and the version.
const HEADER: usize = 8;
/// Sections of a module (WebAssembly 1.0, 5.5.2).
const CUSTOM: u8 = 0;
const IMPORTS: u8 = 2;
const EXPORTS: u8 = 7;

/// The imports: of each its module, its name, and what it is.
fn rename_imports(program: &[u8], short: &HashMap<String, String>) -> Result<Vec<u8>> {
    rewrite(program, IMPORTS, |content, section| {
        let mut imports = Reader { bytes: content, at: 0 };
        let count = imports.number()?;
        write_number(section, count);
        for _ in 0..count {
            let module = imports.name()?;
            let known = MODULES.iter().find(|(long, _)| long.as_bytes() == module);
            write_bytes(section, known.map_or(module, |(_, short)| short.as_bytes()));
            let name = imports.name()?;
            let name = name.strip_prefix(LOADER.as_bytes()).unwrap_or(name);
            write_bytes(section, short_name(name, short));
            let start = imports.at;
            imports.skip_description()?;
            section.extend_from_slice(&content[start..imports.at]);
        }
        Ok(())
    })
}

/// The exports: of each its name, and what it is.
fn rename_exports(program: &[u8], short: &HashMap<String, String>) -> Result<Vec<u8>> {
    rewrite(program, EXPORTS, |content, section| {
        let mut exports = Reader { bytes: content, at: 0 };
        let count = exports.number()?;
        write_number(section, count);
        for _ in 0..count {
            write_bytes(section, short_name(exports.name()?, short));
            let start = exports.at;
            exports.byte()?;
            exports.number()?;
            section.extend_from_slice(&content[start..exports.at]);
        }
        Ok(())
    })
}

fn short_name<'a>(name: &'a [u8], short: &'a HashMap<String, String>) -> &'a [u8] {
    std::str::from_utf8(name).ok().and_then(|name| short.get(name)).map_or(name, |short| short.as_bytes())
}

/// Gives the program without its custom sections: the linker's notes, which only cutting needs, outweigh the program.
pub(crate) fn drop_custom(program: &[u8]) -> Result<Vec<u8>> {
    let mut copy = program.get(..HEADER).context("no module")?.to_vec();
    let mut reader = Reader { bytes: program, at: HEADER };
    while reader.at < program.len() {
        let id = reader.byte()?;
        let content = reader.name()?;
        if id != CUSTOM {
            copy.push(id);
            write_bytes(&mut copy, content);
        }
    }
    Ok(copy)
}

/// Copies a module with one section made anew by `make`, from its old content.
fn rewrite(program: &[u8], wanted: u8, mut make: impl FnMut(&[u8], &mut Vec<u8>) -> Result<()>) -> Result<Vec<u8>> {
    let mut copy = program.get(..HEADER).context("no module")?.to_vec();
    let mut reader = Reader { bytes: program, at: HEADER };
    while reader.at < program.len() {
        let id = reader.byte()?;
        let content = reader.name()?;
        copy.push(id);
        if id == wanted {
            let mut section = Vec::new();
            make(content, &mut section)?;
            write_bytes(&mut copy, &section);
        } else {
            write_bytes(&mut copy, content);
        }
    }
    Ok(copy)
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn byte(&mut self) -> Result<u8> {
        let byte = *self.bytes.get(self.at).context("the module ends early")?;
        self.at += 1;
        Ok(byte)
    }

    /// LEB128.
    fn number(&mut self) -> Result<usize> {
        let mut number = 0;
        for shift in (0..).step_by(7).take(5) {
            let byte = self.byte()?;
            number |= usize::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        bail!("a number in the module is too long")
    }

    fn name(&mut self) -> Result<&'a [u8]> {
        let length = self.number()?;
        let name = self.bytes.get(self.at..self.at + length).context("the module ends early")?;
        self.at += length;
        Ok(name)
    }

    fn skip_description(&mut self) -> Result<()> {
        match self.byte()? {
            0 => drop(self.number()?),
            1 => {
                self.byte()?;
                self.skip_limits()?;
            }
            2 => self.skip_limits()?,
            3 => {
                self.byte()?;
                self.byte()?;
            }
            4 => {
                self.byte()?;
                self.number()?;
            }
            kind => bail!("an import of a kind {kind} that this tool does not know"),
        }
        Ok(())
    }

    fn skip_limits(&mut self) -> Result<()> {
        let has_most = self.byte()? & 1 != 0;
        self.number()?;
        if has_most {
            self.number()?;
        }
        Ok(())
    }
}

fn write_number(bytes: &mut Vec<u8>, mut number: usize) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn write_bytes(bytes: &mut Vec<u8>, content: &[u8]) {
    write_number(bytes, content.len());
    bytes.extend_from_slice(content);
}

#[cfg(test)]
mod tests {
    use super::{Shortened, drop_bindings, drop_custom, drop_exports, name_modules, shorten};

    #[test]
    fn custom_sections_go_and_the_others_stay() {
        let program = b"\0asm\x01\0\0\0\x00\x04\x03abc\x07\x05\x01\x01f\x00\x00\x00\x02\x01x";
        assert_eq!(drop_custom(program).unwrap(), b"\0asm\x01\0\0\0\x07\x05\x01\x01f\x00\x00");
    }

    #[test]
    fn a_binding_that_is_not_imported_goes() {
        let program = b"\0asm\x01\0\0\0\x02\x11\x01\x0a./app_bg.j\x02_1\x00\x00";
        let bindings = "    const import0 = {\n        _0: function() { return handleError(function (arg0) {\n            arg0.abort();\n        }, arguments); },\n        _1: function(arg0) {\n            return arg0;\n        },\n    };\n";
        let kept = drop_bindings(bindings, program).unwrap();
        assert_eq!(
            kept,
            "    const import0 = {\n        _1: function(arg0) {\n            return arg0;\n        },\n    };\n"
        );
    }

    #[test]
    fn an_export_that_nobody_calls_goes() {
        let program = b"\0asm\x01\0\0\0\x07\x1b\x02\x01f\x00\x00\x13intounderlyingsink_\x00\x01";
        assert_eq!(drop_exports(program).unwrap(), b"\0asm\x01\0\0\0\x07\x05\x01\x01f\x00\x00");
    }

    #[test]
    fn a_hashed_import_gets_a_short_name_on_both_sides() {
        let import = b"\x0b./app_bg.js\x1a__wbg_log_0123456789abcdef\x00\x00";
        let mut program = b"\0asm\x01\0\0\0\x01\x04\x01\x60\0\0\x02".to_vec();
        let mut section = vec![1];
        section.extend_from_slice(import);
        program.push(section.len() as u8);
        program.extend_from_slice(&section);
        let Shortened { bindings, program: renamed, .. } = shorten(
            "const import0 = { __wbg_log_0123456789abcdef: function() { __wbg_get_imports(); } }; wasm.__wbindgen_malloc",
            &program,
        )
        .unwrap();
        assert_eq!(bindings, "const import0 = { _0: function() { __wbg_get_imports(); } }; wasm.__wbindgen_malloc\n");
        assert!(renamed.ends_with(b"\x01b\x02_0\x00\x00"));
        assert_eq!(renamed.len(), program.len() - 34);
    }

    #[test]
    fn the_loaders_are_one_object_under_a_short_name() {
        let bindings = "import * as import1 from \"./__wasm_split.js\"\nimport * as import2 from \"./__wasm_split.js\"\n    return {\n        \"./app_bg.js\": import0,\n        \"./__wasm_split.js\": import1,\n        \"./__wasm_split.js\": import2,\n    };\n";
        assert_eq!(
            name_modules(bindings),
            "import loaders from \"./__wasm_split.js\"\n    return {\n        \"b\": import0,\n        \"s\": loaders,\n    };\n"
        );
    }
}
