//! Building the app: Trunk with its tools on the path, once per change of the sources.

use std::fs;
use std::path::PathBuf;
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

/// Whom the app is built for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum For {
    /// Engines that take the split build, from Chromium 96 and iOS 15 on: half the time, while one works on the app.
    Today,
    /// Older ones as well.
    Everyone,
}

/// Brings `dist` up to date, with its compressed twins. What was built for everyone does for today's engines too.
pub(crate) fn build(checkout: &Checkout, whom: For) -> Result<()> {
    let toolbox = Toolbox::prepare(checkout)?;
    heading("App");
    pages::write(checkout)?;
    let stamp = checkout.scratch().join("app.stamp");
    let fingerprint = checkout.fingerprint(&SOURCES)?;
    let stamps = [For::Everyone, For::Today].map(|whom| format!("{fingerprint} {whom:?}"));
    let enough = match whom {
        For::Everyone => &stamps[..1],
        For::Today => &stamps[..],
    };
    let built = checkout.dist().join("index.html").is_file();
    if built && fs::read_to_string(&stamp).is_ok_and(|last| enough.contains(&last)) {
        report("sources", "unchanged since the last build");
        return Ok(());
    }

    let whole = match whom {
        For::Everyone => whole(checkout, &toolbox)?,
        For::Today => None,
    };
    report("sources", "changed: trunk build --release (the first time takes some minutes)");
    let mut trunk = trunk(checkout, &toolbox)?;
    if let Some(whole) = whole {
        trunk.env("PINGAN_WHOLE_PROGRAM", whole);
    }
    process::run(trunk.args(["build", "--release"]))?;
    bundle::compress(&checkout.dist())?;
    fs::create_dir_all(checkout.scratch())?;
    fs::write(&stamp, format!("{fingerprint} {whom:?}")).context("remembering what was built")
}

/// The program in one piece of plain WebAssembly; Trunk's last hook puts it beside the split one.
fn whole(checkout: &Checkout, toolbox: &Toolbox) -> Result<Option<PathBuf>> {
    let Some(mut cargo) = toolbox.wasm_cargo() else { return Ok(None) };
    report("old engines", "cargo build for plain WebAssembly (the first time takes some minutes)");
    let target = checkout.target.join("whole");
    process::run(
        cargo
            .args(["build", "--release", "--target=wasm32-unknown-unknown", "--bin", "app", "--features", "whole"])
            .arg("--target-dir")
            .arg(&target)
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", "-Ctarget-cpu=mvp")
            .current_dir(&checkout.root),
    )?;
    Ok(Some(target.join("wasm32-unknown-unknown/release/app.wasm")))
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
