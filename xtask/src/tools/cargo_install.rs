//! Tools that cargo builds from their sources: each version goes to a folder of its own in the user's cache, once.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::checkout::Checkout;
use crate::process::{self, report};

/// The newest one that Rust 1.95 compiles.
const TRUNK: &str = "0.21.14";

/// Gives the folder with `trunk`.
pub(super) fn trunk(checkout: &Checkout) -> Result<PathBuf> {
    // Trunk waits for other programs nearly all of its time: unoptimised, it builds in a third of the time and runs as well.
    install(checkout, "trunk", "trunk", TRUNK, "0", true)
}

/// Gives the folder with `wasm-bindgen`, in the very version that the app is linked with: the two talk in a format of their own.
pub(super) fn wasm_bindgen(checkout: &Checkout) -> Result<PathBuf> {
    let version = locked_version(checkout, "wasm-bindgen")?;
    // Its lock file asks for crates that no longer resolve, so it is built without.
    install(checkout, "wasm-bindgen-cli", "wasm-bindgen", &version, "1", false)
}

fn install(
    checkout: &Checkout,
    package: &str,
    program: &str,
    version: &str,
    opt_level: &str,
    locked: bool,
) -> Result<PathBuf> {
    let root = checkout.cache.join(format!("{program}-{version}"));
    let folder = root.join("bin");
    let name = format!("{program} {version}");
    if folder.join(format!("{program}{}", std::env::consts::EXE_SUFFIX)).is_file() {
        report(&name, "here");
        return Ok(folder);
    }

    report(&name, "missing: cargo install (some minutes, once per user)");
    fs::create_dir_all(&root)?;
    let mut command = process::cargo();
    command
        .args(["install", package, "--version", version, "--no-track", "--root"])
        .arg(&root)
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "256")
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", opt_level)
        .env("CARGO_PROFILE_RELEASE_DEBUG", "0")
        // The project's own build folder would keep all of its object files.
        .env_remove("CARGO_TARGET_DIR")
        .current_dir(&root);
    if locked {
        command.arg("--locked");
    }
    process::run(&mut command)?;
    Ok(folder)
}

fn locked_version(checkout: &Checkout, package: &str) -> Result<String> {
    let lock = fs::read_to_string(checkout.root.join("Cargo.lock")).context("reading Cargo.lock")?;
    let entry = format!("name = \"{package}\"\nversion = \"");
    let version = lock.split_once(&entry).and_then(|(_, rest)| rest.split_once('"')).map(|(version, _)| version);
    version.map(str::to_owned).with_context(|| format!("Cargo.lock holds no {package}"))
}
