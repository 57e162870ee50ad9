//! Building the server with the app's files inside.

use std::path::PathBuf;

use anyhow::Result;

use crate::checkout::Checkout;
use crate::process::{self, heading, report};

/// Builds the program that `start` runs and the browser tests drive, and says where it is.
pub(crate) fn build(checkout: &Checkout) -> Result<PathBuf> {
    heading("Server");
    report("pingan-server", "cargo build (the first time takes some minutes)");
    process::run(
        process::cargo()
            .args(["build", "--package", "pingan-server", "--profile", "server"])
            .current_dir(&checkout.root),
    )?;
    let program = format!("pingan-server{}", std::env::consts::EXE_SUFFIX);
    Ok(checkout.target.join("server").join(program))
}
