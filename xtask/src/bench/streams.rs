//! Many live streams on one server: what they cost in memory, and how soon they tell.

use anyhow::{Context, Result};
use serde_json::Value;

use super::load::Server;
use crate::checkout::Checkout;
use crate::process::{self, heading, report};

pub(super) fn measure(checkout: &Checkout, server: &Server, streams: u32) -> Result<()> {
    heading(&format!("{streams} live streams on one server, listeners on the same cores"));
    let output = process::output(
        process::clean("node")
            .arg("tests/bench/streams.mjs")
            .args([&server.url, &server.pid().to_string(), &streams.to_string()])
            .current_dir(&checkout.root),
    )?;
    let line = output.lines().last().context("the measurement printed nothing")?;
    let result: Value = serde_json::from_str(line).context("reading the measurement")?;
    let figure = |key: &str| result[key].as_f64().unwrap_or(f64::NAN);
    report("memory", &format!("{:.1} kB a stream, {:.0} MB in all", figure("kb_each"), figure("rss_mb")));
    report("opened", &format!("{:.0} /s", figure("opened_per_s")));
    report("act to event", &format!("p50 {:.1} ms  p99 {:.1} ms", figure("p50"), figure("p99")));
    report("all on one case", &format!("the last hears after {:.0} ms", figure("fan")));
    Ok(())
}
