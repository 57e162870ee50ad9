//! Pages over many rows, on SQLite and on PostgreSQL: what the server takes for each, without a network.

use std::path::Path;

use anyhow::Result;

use crate::postgres::Cluster;
use crate::process::{self, heading, report};

/// The desk over so many cases.
pub(super) fn desk(program: &Path, cases: u32) -> Result<()> {
    let title = format!("The desk over {cases} cases; median and slowest of 40; mark to beat: 50 ms a page");
    on_both(program, &title, &["measure-desk", "--cases", &cases.to_string()])
}

/// A week of so many shifts, and signing up for them.
pub(super) fn volunteers(program: &Path, shifts: u32, sign_ups: u32) -> Result<()> {
    let title = format!(
        "A week of {shifts} shifts with {sign_ups} sign-ups; median and slowest in ms; mark to beat: 500 sign-ups a second"
    );
    let (shifts, sign_ups) = (shifts.to_string(), sign_ups.to_string());
    on_both(program, &title, &["measure-volunteers", "--shifts", &shifts, "--sign-ups", &sign_ups])
}

fn on_both(program: &Path, title: &str, command: &[&str]) -> Result<()> {
    on(program, title, command, "SQLite", None)?;
    let cluster = Cluster::start()?;
    on(program, title, command, "PostgreSQL", Some(cluster.url()))
}

fn on(program: &Path, title: &str, arguments: &[&str], database: &str, url: Option<String>) -> Result<()> {
    heading(&format!("{title} ({database})"));
    let data = std::env::temp_dir().join(format!("pingan-measure-{}-{database}", std::process::id()));
    let mut command = process::clean(program);
    command.args(arguments).arg("--data").arg(&data);
    if let Some(url) = url {
        command.args(["--database-url", &url]);
    }
    let measured = process::output(&mut command);
    let _ = std::fs::remove_dir_all(&data);
    for line in measured?.lines() {
        let mut parts = line.split('\t');
        let (Some(name), Some(median), Some(slowest)) = (parts.next(), parts.next(), parts.next()) else { continue };
        report(name, &format!("{median:>7}  slowest {slowest}"));
    }
    Ok(())
}
