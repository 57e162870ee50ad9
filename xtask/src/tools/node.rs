//! Node and its packages: style sheets, the map, wasm-opt and the browser tests come from there.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::checkout::Checkout;
use crate::process::{self, report};

const OLDEST: u32 = 20;

pub(super) fn prepare(checkout: &Checkout) -> Result<()> {
    let Ok(version) = process::output(Command::new("node").arg("--version")) else {
        bail!("Node.js is missing: install version {OLDEST} or later");
    };
    let major = version.trim_start_matches('v').split('.').next().and_then(|major| major.parse::<u32>().ok());
    if major.is_none_or(|major| major < OLDEST) {
        bail!("Node.js {version} is too old: install version {OLDEST} or later");
    }
    report("Node.js", &version);

    // Kept inside the folder it speaks of: whoever deletes that deletes the stamp with it.
    let stamp = checkout.root.join("node_modules/.pingan-stamp");
    let fingerprint = checkout.fingerprint(&["package.json", "package-lock.json"])?;
    if fs::read_to_string(&stamp).is_ok_and(|last| last == fingerprint) {
        report("Node packages", "here");
        return Ok(());
    }
    report("Node packages", "missing or changed: npm ci");
    // Chromium is the system's own.
    process::run(
        Command::new("npm")
            .args(["ci", "--no-audit", "--no-fund"])
            .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
            .current_dir(&checkout.root),
    )?;
    fs::write(stamp, fingerprint).context("remembering which Node packages are here")
}
