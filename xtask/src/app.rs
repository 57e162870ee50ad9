//! Building the app: Trunk with its tools on the path, once per change of the sources.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result};

use crate::checkout::Checkout;
use crate::process::{self, heading, report};
use crate::tools::Toolbox;
use crate::{bundle, pages};

/// Everything that can change what ends up in `dist`.
const SOURCES: [&str; 15] = [
    ".cargo/config.toml",
    "Cargo.lock",
    "Cargo.toml",
    "Trunk.toml",
    "build.rs",
    "crates/api/Cargo.toml",
    "crates/api/src",
    "index.html",
    "locales",
    "package-lock.json",
    "public",
    "src",
    "style",
    "xtask/split",
    "xtask/src/tools",
];

/// Brings `dist` up to date, with its compressed twins.
pub(crate) fn build(checkout: &Checkout) -> Result<()> {
    let toolbox = Toolbox::prepare(checkout)?;
    heading("App");
    pages::write(checkout)?;
    let stamp = checkout.scratch().join("app.stamp");
    let fingerprint = checkout.fingerprint(&SOURCES)?;
    let built = checkout.dist().join("index.html").is_file();
    if built && fs::read_to_string(&stamp).is_ok_and(|last| last == fingerprint) {
        report("sources", "unchanged since the last build");
        return Ok(());
    }

    report("sources", "changed: trunk build --release (the first time takes some minutes)");
    process::run(trunk(checkout, &toolbox)?.args(["build", "--release"]))?;
    bundle::compress(&checkout.dist())?;
    fs::create_dir_all(checkout.scratch())?;
    fs::write(&stamp, fingerprint).context("remembering what was built")
}

/// Rebuilds at each change until it is stopped; its output goes to a folder of its own, so that `dist` stays a release.
pub(crate) fn watch(checkout: &Checkout) -> Result<()> {
    let toolbox = Toolbox::prepare(checkout)?;
    heading("App");
    let output = checkout.scratch().join("watch");
    process::run(trunk(checkout, &toolbox)?.arg("serve").arg("--dist").arg(output))
}

fn trunk(checkout: &Checkout, toolbox: &Toolbox) -> Result<Command> {
    let mut trunk = toolbox.trunk()?;
    // Trunk takes the first for a yes-or-no argument and stops at the usual value, 1; with the second, its own call stack
    // buries what the compiler said.
    trunk.env_remove("NO_COLOR").env_remove("RUST_BACKTRACE").current_dir(&checkout.root);
    Ok(trunk)
}
