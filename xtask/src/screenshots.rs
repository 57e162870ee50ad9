//! `cargo xtask screenshots`: pictures of every page in every look, for docs/screens.

use anyhow::Result;

use crate::app::For;
use crate::checkout::Checkout;
use crate::process::{self, heading};
use crate::tools::chromium;
use crate::{app, server};

/// The Playwright configuration that takes pictures in the place of tests.
const CONFIG: &str = "tests/screens/playwright.config.ts";

pub(crate) fn run(checkout: &Checkout) -> Result<()> {
    let chromium = chromium()?;
    app::build(checkout, For::Today)?;
    let server = server::build(checkout)?;
    heading("Screenshots");
    process::run(
        process::clean(checkout.root.join("node_modules/.bin/playwright"))
            .args(["test", "--config", CONFIG])
            .env("CHROMIUM", chromium)
            .env("PINGAN_SERVER", server)
            .env_remove("DATABASE_URL")
            .current_dir(&checkout.root),
    )
}
