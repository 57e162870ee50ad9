//! `cargo xtask test`: every check there is, one part after the other, all of them even when one fails.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use clap::ValueEnum;
use signal_hook::consts::SIGINT;

use crate::app::For;
use crate::checkout::Checkout;
use crate::postgres::Cluster;
use crate::process::{self, heading, report};
use crate::tools::{self, Compiler, chromium};
use crate::{app, bundle, server};

#[derive(clap::Args)]
pub(crate) struct Options {
    /// Only these parts, separated by commas
    #[arg(long, value_enum, value_delimiter = ',', value_name = "PARTS")]
    only: Vec<Part>,
    /// Passed on to Playwright, for instance the name of one spec
    #[arg(last = true)]
    playwright: Vec<String>,
}

/// In the order in which they run: the quick ones first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Formatting
    Fmt,
    /// Lints, for the machine and for wasm
    Clippy,
    /// Unit and property tests
    Unit,
    /// The server through its API, on SQLite and on PostgreSQL
    Http,
    /// The bundle against its budget
    Size,
    /// The app as a person uses it, in Chromium
    Browser,
    /// The main stories in the kernels of old phones and in WebKit
    Engines,
}

pub(crate) fn run(checkout: &Checkout, options: &Options) -> Result<()> {
    // Ctrl-C reaches the running child by itself; this process stays to stop the database and to clean up.
    let interrupted = Arc::new(AtomicBool::new(false));
    signal_hook::flag::register(SIGINT, Arc::clone(&interrupted))?;

    let mut results = Vec::new();
    for part in Part::value_variants() {
        // It brings a build and browsers of its own: only where it is asked for.
        let is_wanted = if options.only.is_empty() { *part != Part::Engines } else { options.only.contains(part) };
        if !is_wanted {
            continue;
        }
        let started = Instant::now();
        let result = part.run(checkout, options);
        if interrupted.load(Ordering::SeqCst) {
            bail!("interrupted");
        }
        if let Err(error) = &result {
            eprintln!("\nerror: {error:#}");
        }
        results.push((part, result.is_ok(), started.elapsed()));
    }

    heading("Summary");
    for (part, passed, took) in &results {
        let state = if *passed { "passed" } else { "FAILED" };
        report(&format!("{part:?}").to_lowercase(), &format!("{state} in {}", seconds(*took)));
    }
    let failed = results.iter().filter(|(_, passed, _)| !passed).count();
    println!("\n{} passed, {failed} failed", results.len() - failed);
    if failed > 0 {
        bail!("not everything passed");
    }
    Ok(())
}

impl Part {
    fn run(self, checkout: &Checkout, options: &Options) -> Result<()> {
        match self {
            Self::Fmt => {
                heading("Formatting");
                cargo(checkout, &["fmt", "--all", "--check"])
            }
            Self::Clippy => clippy(checkout),
            Self::Unit => {
                heading("Unit and property tests");
                cargo(checkout, &["test", "--workspace", "--lib", "--bins"])
            }
            Self::Http => http(checkout),
            Self::Size => {
                app::build(checkout, For::Today)?;
                bundle::check_size(checkout)
            }
            Self::Browser => browser(checkout, &options.playwright),
            Self::Engines => engines(checkout, &options.playwright),
        }
    }
}

fn clippy(checkout: &Checkout) -> Result<()> {
    heading("Lints");
    cargo(checkout, &["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"])?;
    if Compiler::prepare()? == Compiler::Debian {
        report("lints for wasm", "left out: Debian's compiler for wasm comes without clippy");
        return Ok(());
    }
    let wasm = ["clippy", "--package", "pingan-app", "--target", "wasm32-unknown-unknown", "--", "-D", "warnings"];
    cargo(checkout, &wasm)
}

fn http(checkout: &Checkout) -> Result<()> {
    // Every selection of packages resolves features anew: with the same one as above nothing is compiled twice.
    let tests = ["test", "--workspace", "--test", "*"];
    heading("Server tests on SQLite");
    let mut on_sqlite = process::cargo();
    process::run(on_sqlite.args(tests).env_remove("PINGAN_TEST_DATABASE_URL").current_dir(&checkout.root))?;
    heading("Server tests on PostgreSQL");
    let cluster = Cluster::start()?;
    let mut on_postgres = process::cargo();
    process::run(on_postgres.args(tests).env("PINGAN_TEST_DATABASE_URL", cluster.url()).current_dir(&checkout.root))
}

fn browser(checkout: &Checkout, arguments: &[String]) -> Result<()> {
    let chromium = chromium()?;
    app::build(checkout, For::Today)?;
    let server = server::build(checkout)?;
    heading("Browser tests");
    process::run(playwright(checkout, &server).args(arguments).env("CHROMIUM", chromium))
}

fn engines(checkout: &Checkout, arguments: &[String]) -> Result<()> {
    app::build(checkout, For::Everyone)?;
    let server = server::build(checkout)?;
    heading("Tests in other engines");
    let engines = tools::engines(checkout)?;
    process::run(
        playwright(checkout, &server)
            .args(["--config", "tests/engines/playwright.config.ts"])
            .args(arguments)
            .env("PINGAN_ENGINES", engines),
    )
}

fn playwright(checkout: &Checkout, server: &Path) -> Command {
    let mut playwright = process::clean(checkout.root.join("node_modules/.bin/playwright"));
    playwright
        .arg("test")
        .env("PINGAN_SERVER", server)
        // Each test server has a folder of its own, and no test writes to a database that happens to be named here.
        .env_remove("DATABASE_URL")
        .current_dir(&checkout.root);
    playwright
}

fn cargo(checkout: &Checkout, arguments: &[&str]) -> Result<()> {
    process::run(process::cargo().args(arguments).current_dir(&checkout.root))
}

fn seconds(duration: Duration) -> String {
    format!("{} s", duration.as_secs_f32().ceil())
}
