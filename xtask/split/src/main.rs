//! Trunk's last step: cuts the linked app into the chunk of the first screen and those that are fetched when needed.
//!
//! Trunk runs it as a `post_build` hook and tells it by environment where things are. What Trunk itself made of the
//! program cannot start, since the functions behind a split point are missing from it; this takes its place.

mod chunks;
mod late;
mod names;

use std::collections::HashMap;
use std::env;
use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::thread;

use anyhow::{Context, Result, anyhow, ensure};
use wasm_bindgen_cli_support::Bindgen;
use wasm_split_cli_support::Options;

/// The program's name: `app.wasm` is what cargo links, `app.js` and `app_bg.wasm` are what Trunk stages.
const NAME: &str = "app";

/// The bindings that come with the first of the other chunks.
const LATE: &str = "late.js";

/// The build for engines that cannot take the split one.
const WHOLE: &str = "whole";

/// Names its linked program, where there is one: it takes a compiler of its own, which Trunk does not know.
const WHOLE_PROGRAM: &str = "PINGAN_WHOLE_PROGRAM";

/// What every engine of the split build understands (Chromium 96, Safari 15); with more, some refuse the file.
const FEATURES: [&str; 6] =
    ["bulk-memory", "multivalue", "mutable-globals", "nontrapping-float-to-int", "reference-types", "sign-ext"];

fn main() -> Result<()> {
    let staging = folder("TRUNK_STAGING_DIR")?;
    let release = env::var("TRUNK_PROFILE").is_ok_and(|profile| profile == "release");
    let linked = linked_program(release)?;
    let work = staging.join("split");
    let sheets = move_sheets(&staging, &work)?;
    split(&linked, &work, &sheets, release)?;
    let start = work.join("start.js");
    fs::write(&start, format!("export {{ default }} from './{NAME}.js';\nexport * from './{NAME}.js';\n"))?;
    finish_script(&start, "chrome96,safari15", release)?;
    for staged in [format!("{NAME}.js"), format!("{NAME}_bg.wasm")] {
        fs::remove_file(staging.join(&staged)).with_context(|| format!("removing Trunk's {staged}"))?;
    }
    let page = staging.join("index.html");
    let folder = settle(&work, NAME)?;
    point_to(&page, NAME, Some(&folder))?;
    let folder = match env::var_os(WHOLE_PROGRAM) {
        Some(linked) => {
            let work = staging.join(WHOLE);
            fs::create_dir_all(&work)?;
            for sheet in &sheets {
                fs::copy(staging.join(&folder).join(sheet), work.join(sheet))?;
            }
            whole(Path::new(&linked), &work, &sheets)?;
            Some(settle(&work, WHOLE)?)
        }
        None => None,
    };
    point_to(&page, WHOLE, folder.as_deref())
}

/// The same program in one piece of plain WebAssembly, for engines that do not know what splitting needs.
fn whole(linked: &Path, work: &Path, sheets: &[String]) -> Result<()> {
    bind(linked, work)?;
    let program = work.join(format!("{NAME}_bg.wasm"));
    fs::write(&program, names::drop_custom(&fs::read(&program)?)?)?;
    optimise(work, &["--mvp-features".to_owned()])?;
    let start = work.join("start.js");
    fs::write(&start, include_str!("whole.js").replace("SHEETS", &format!("{sheets:?}")))?;
    finish_script(&start, "chrome72,safari12", true)
}

/// The chunks' sheets lie beside them, so that one name stands for all that fits together. Gives their names.
fn move_sheets(staging: &Path, work: &Path) -> Result<Vec<String>> {
    fs::create_dir_all(work)?;
    let mut names = Vec::new();
    for sheet in files(&staging.join("css"))? {
        let name = sheet.file_name().context("a style sheet has a name")?.to_string_lossy().into_owned();
        // The first screen's is in the document.
        if name == "main.css" {
            fs::remove_file(sheet)?;
        } else {
            fs::rename(&sheet, work.join(&name))?;
            names.push(name);
        }
    }
    fs::remove_dir(staging.join("css"))?;
    Ok(names)
}

/// Names a folder by its content: the files name one another, so the names inside stay.
fn settle(work: &Path, name: &str) -> Result<String> {
    let settled = format!("{name}-{}", fingerprint(work)?);
    list(work)?;
    fs::rename(work, work.with_file_name(&settled))?;
    Ok(settled)
}

fn folder(variable: &str) -> Result<PathBuf> {
    env::var_os(variable).map(PathBuf::from).with_context(|| format!("{variable} is not set: Trunk runs this"))
}

fn linked_program(release: bool) -> Result<PathBuf> {
    let target = match env::var_os("CARGO_TARGET_DIR") {
        Some(target) => PathBuf::from(target),
        None => folder("TRUNK_SOURCE_DIR")?.join("target"),
    };
    let profile = if release { "release" } else { "debug" };
    Ok(target.join("wasm32-unknown-unknown").join(profile).join(format!("{NAME}.wasm")))
}

/// Cuts the program, and gives its main part the JavaScript that it needs.
fn split(linked: &Path, work: &Path, sheets: &[String], release: bool) -> Result<()> {
    let program = fs::read(linked).with_context(|| format!("reading {}", linked.display()))?;
    // Before the cut, which drops what nothing reaches: afterwards the table of functions would hold on to it.
    let program = names::drop_exports(&program)?;
    let main = work.join(format!("{NAME}.wasm"));
    let script = format!("./{NAME}.js");
    let mut options = Options::new(&program);
    options.output_dir = work;
    options.main_out_path = &main;
    options.main_module = &script;
    let loader = work.join(options.link_name);
    let cut = wasm_split_cli_support::transform(options).map_err(|error| anyhow!("splitting the app: {error:#}"))?;
    let late = late::imports(&fs::read(&main)?)?;
    let names = bind(&main, work)?;
    fs::remove_file(main)?;
    let late = late.into_iter().map(|name| names.get(&name).cloned().unwrap_or(name)).collect();
    let script = work.join(format!("{NAME}.js"));
    let (bindings, later) = late::cut(&fs::read_to_string(&script)?, &late)?;
    fs::write(script, bindings)?;
    fs::write(work.join(LATE), later)?;
    if release {
        optimise(work, &features())?;
    }
    let parts = chunks::pack(work, &cut.prefetch_map)?;
    chunks::write_loader(&loader, &parts, sheets)
}

/// Gives the short name of each long one.
fn bind(program: &Path, work: &Path) -> Result<HashMap<String, String>> {
    Bindgen::new()
        .input_path(program)
        .out_name(NAME)
        .web(true)?
        .keep_lld_exports(true)
        .demangle(false)
        .typescript(false)
        .generate(work)
        .context("binding the program to JavaScript")?;
    let (script, bound) = (work.join(format!("{NAME}.js")), work.join(format!("{NAME}_bg.wasm")));
    let shortened = names::shorten(&fs::read_to_string(&script)?, &fs::read(&bound)?)?;
    fs::write(script, shortened.bindings)?;
    fs::write(bound, names::drop_exports(&shortened.program)?)?;
    Ok(shortened.names)
}

/// There are hundreds of files, most of them small: as many at once as there are cores.
fn optimise(work: &Path, features: &[String]) -> Result<()> {
    let mut programs = files(work)?;
    programs.retain(|file| file.extension().is_some_and(|extension| extension == "wasm"));
    let waiting = Mutex::new(programs);
    let work_off = || -> Result<()> {
        loop {
            let next = waiting.lock().expect("nobody panics while holding the list").pop();
            let Some(file) = next else { return Ok(()) };
            run(Command::new("wasm-opt").arg("-Oz").args(features).arg(&file).arg("-o").arg(&file))?;
        }
    };
    thread::scope(|scope| {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let workers: Vec<_> = (0..cores).map(|_| scope.spawn(work_off)).collect();
        workers.into_iter().try_for_each(|worker| worker.join().expect("a worker does not panic"))
    })
}

/// Makes one script of what `entry` imports: each further one would cost a further wait for the network.
fn finish_script(entry: &Path, target: &str, release: bool) -> Result<()> {
    let work = entry.parent().context("a script lies in a folder")?;
    let script = work.join(format!("{NAME}.js"));
    let late = work.join(LATE);
    let program = fs::read(work.join(format!("{NAME}_bg.wasm")))?;
    let make = |from: &Path, to: &Path, bundle: bool| {
        let mut esbuild = Command::new("node_modules/.bin/esbuild");
        esbuild.arg(from).arg(format!("--outfile={}", to.display())).arg(format!("--target={target}"));
        // What Safari before 14.1 gets wrong of it (esbuild's table) is in patterns that the bindings have none of.
        esbuild.arg("--supported:destructuring=true");
        esbuild.args(["--format=esm", "--allow-overwrite", "--log-level=error"]);
        esbuild.args(bundle.then_some("--bundle")).args(release.then_some("--minify"));
        run(&mut esbuild)
    };
    for bindings in [&script, &late] {
        if bindings.is_file() {
            fs::write(bindings, names::drop_bindings(&fs::read_to_string(bindings)?, &program)?)?;
        }
    }
    make(entry, &script, true)?;
    if late.is_file() {
        make(&late, &late, false)?;
    }
    for file in files(work)? {
        if file != script && file != late && file.extension().is_some_and(|extension| extension == "js") {
            fs::remove_file(file)?;
        }
    }
    Ok(())
}

fn features() -> [String; 6] {
    FEATURES.map(|feature| format!("--enable-{feature}"))
}

fn run(command: &mut Command) -> Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    let status = command.status().with_context(|| format!("starting {name}"))?;
    ensure!(status.success(), "{name} ended with {status}");
    Ok(())
}

fn fingerprint(work: &Path) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    for file in files(work)? {
        let content = fs::read(&file)?;
        hasher.write(file.strip_prefix(work)?.as_os_str().as_encoded_bytes());
        hasher.write_usize(content.len());
        hasher.write(&content);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

/// Names all files in one, for the service worker.
fn list(work: &Path) -> Result<()> {
    let mut names = Vec::new();
    for file in files(work)? {
        names.push(format!("\"{}\"", file.strip_prefix(work)?.display()));
    }
    Ok(fs::write(work.join("files.json"), format!("[{}]", names.join(",")))?)
}

/// All files below a folder, sorted.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let below = if path.is_dir() { files(&path)? } else { vec![path] };
        found.extend(below);
    }
    found.sort();
    Ok(found)
}

/// Has the page load a build from its folder, or know that there is none.
fn point_to(page: &Path, name: &str, folder: Option<&str>) -> Result<()> {
    let html = fs::read_to_string(page)?;
    let named = format!("'/{name}/'");
    ensure!(html.contains(&named), "the page does not name {named}");
    let folder = folder.map(|folder| format!("'/{folder}/'")).unwrap_or("''".to_owned());
    Ok(fs::write(page, html.replace(&named, &folder))?)
}
