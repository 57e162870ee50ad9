//! Debian's packages, for a machine where we are root; elsewhere the missing package is named instead.

use std::path::Path;
use std::process::Command;
use std::sync::Once;

use anyhow::{Result, bail};

use crate::process;

/// Gets `packages`, or says that a person has to.
pub(crate) fn install(packages: &[&str], what: &str) -> Result<()> {
    if !can_install() {
        bail!("{what} is missing: install it (on Debian: apt-get install {})", packages.join(" "));
    }
    // A fresh image has no package lists; once per run is enough.
    static UPDATE: Once = Once::new();
    let mut updated = Ok(());
    UPDATE.call_once(|| updated = process::run(apt_get().args(["update", "-q"])));
    updated?;
    process::run(apt_get().args(["install", "-q", "-y", "--no-install-recommends"]).args(packages))
}

fn can_install() -> bool {
    Path::new("/etc/debian_version").exists() && process::find("apt-get").is_some() && is_root()
}

pub(crate) fn is_root() -> bool {
    process::output(Command::new("id").arg("-u")).is_ok_and(|id| id == "0")
}

fn apt_get() -> Command {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}
