//! Trunk's last step: cuts the linked app into the chunk of the first screen and those that are fetched when needed.
//!
//! Trunk runs it as a `post_build` hook and tells it by environment where things are. What Trunk itself made of the
//! program cannot start, since the functions behind a split point are missing from it; this takes its place.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, anyhow, ensure};
use wasm_bindgen_cli_support::Bindgen;
use wasm_split_cli_support::Options;

/// The program's name: `app.wasm` is what cargo links, `app.js` and `app_bg.wasm` are what Trunk stages.
const NAME: &str = "app";

/// What every engine of the split build understands (Chromium 96, Safari 15); with more, some refuse the file.
const FEATURES: [&str; 6] =
    ["bulk-memory", "multivalue", "mutable-globals", "nontrapping-float-to-int", "reference-types", "sign-ext"];

fn main() -> Result<()> {
    let staging = folder("TRUNK_STAGING_DIR")?;
    let release = env::var("TRUNK_PROFILE").is_ok_and(|profile| profile == "release");
    let linked = linked_program(release)?;
    let work = staging.join("split");
    split(&linked, &work)?;
    if release {
        optimise(&work)?;
    }
    // The chunks name one another, so the folder carries the content's hash and the names inside stay.
    let name = format!("{NAME}-{}", fingerprint(&work)?);
    list(&work)?;
    fs::rename(&work, staging.join(&name))?;
    for staged in [format!("{NAME}.js"), format!("{NAME}_bg.wasm")] {
        fs::remove_file(staging.join(&staged)).with_context(|| format!("removing Trunk's {staged}"))?;
    }
    point_to(&staging.join("index.html"), &name)
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

/// Cuts the program and gives its main part the JavaScript that it needs.
fn split(linked: &Path, work: &Path) -> Result<()> {
    let program = fs::read(linked).with_context(|| format!("reading {}", linked.display()))?;
    fs::create_dir_all(work)?;
    let main = work.join(format!("{NAME}.wasm"));
    let script = format!("./{NAME}.js");
    let mut options = Options::new(&program);
    options.output_dir = work;
    options.main_out_path = &main;
    options.main_module = &script;
    wasm_split_cli_support::transform(options).map_err(|error| anyhow!("splitting the app: {error:#}"))?;
    Bindgen::new()
        .input_path(&main)
        .web(true)?
        .keep_lld_exports(true)
        .demangle(false)
        .typescript(false)
        .generate(work)
        .context("binding the main part to JavaScript")?;
    fs::remove_file(main)?;
    Ok(())
}

fn optimise(work: &Path) -> Result<()> {
    for file in files(work)? {
        if file.extension().is_some_and(|extension| extension == "wasm") {
            let status = Command::new("wasm-opt")
                .arg("-Oz")
                .args(FEATURES.map(|feature| format!("--enable-{feature}")))
                .arg(&file)
                .arg("-o")
                .arg(&file)
                .status()
                .context("starting wasm-opt")?;
            ensure!(status.success(), "wasm-opt refused {}", file.display());
        }
    }
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
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let below = if path.is_dir() { files(&path)? } else { vec![path] };
        found.extend(below.into_iter().map(|path| (path, ())));
    }
    Ok(found.into_keys().collect())
}

/// Has the page load the program from its new folder.
fn point_to(page: &Path, folder: &str) -> Result<()> {
    let html = fs::read_to_string(page)?;
    let mut pointed = html.clone();
    for file in [format!("{NAME}.js"), format!("{NAME}_bg.wasm")] {
        pointed = pointed.replace(&format!("/{file}"), &format!("/{folder}/{file}"));
    }
    ensure!(pointed != html, "the page names no {NAME}.js: is `filehash` off in Trunk.toml?");
    Ok(fs::write(page, pointed)?)
}
