//! A Chromium for the browser tests: the one that is named, one that is installed, or Debian's.

use std::env;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};

use super::debian;
use crate::process::{self, report};

const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

pub(crate) fn chromium() -> Result<PathBuf> {
    if let Some(path) = env::var_os("CHROMIUM").map(PathBuf::from) {
        ensure!(path.is_file(), "CHROMIUM names {}, which is not a file", path.display());
        return Ok(path);
    }
    let installed = || NAMES.into_iter().find_map(process::find);
    if let Some(path) = installed() {
        report("Chromium", "here");
        return Ok(path);
    }
    report("Chromium", "missing: apt-get install chromium");
    // The fonts are for the screenshots: without them every character is the same box.
    debian::install(&["chromium", "fonts-noto-cjk"], "Chromium")?;
    installed().context("Chromium was installed and is not on the path; name it with CHROMIUM")
}
