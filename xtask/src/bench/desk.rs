//! The desk's pages over many cases, on SQLite and on PostgreSQL: what the server takes for each, without a network.

use std::path::Path;

use anyhow::Result;

use crate::postgres::Cluster;
use crate::process::{self, heading, report};

/// What a page of the queue may take on the server.
const MARK: &str = "mark to beat: 50 ms a page";

pub(super) fn measure(program: &Path, cases: u32) -> Result<()> {
    on(program, cases, "SQLite", None)?;
    let cluster = Cluster::start()?;
    on(program, cases, "PostgreSQL", Some(cluster.url()))
}

fn on(program: &Path, cases: u32, database: &str, url: Option<String>) -> Result<()> {
    heading(&format!("The desk over {cases} cases on {database}; median and slowest of 40; {MARK}"));
    let data = std::env::temp_dir().join(format!("pingan-desk-{}-{database}", std::process::id()));
    let mut command = process::clean(program);
    command.args(["measure-desk", "--cases", &cases.to_string(), "--data"]).arg(&data);
    if let Some(url) = url {
        command.args(["--database-url", &url]);
    }
    let measured = process::output(&mut command);
    let _ = std::fs::remove_dir_all(&data);
    for line in measured?.lines() {
        let mut parts = line.split('\t');
        let (Some(name), Some(median), Some(slowest)) = (parts.next(), parts.next(), parts.next()) else { continue };
        report(name, &format!("{median:>7} ms  slowest {slowest} ms"));
    }
    Ok(())
}
