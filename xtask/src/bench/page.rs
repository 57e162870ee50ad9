//! Page loads on the slow-phone profile.

use anyhow::{Context, Result};
use serde_json::Value;

use super::load::Server;
use crate::checkout::Checkout;
use crate::process::{self, heading};
use crate::tools::chromium;

/// What makes each page usable: the selector of its first control.
const PAGES: [(&str, &str, &str); 2] = [("home", "/", ".snap-button input"), ("report", "/report", ".kind-tile input")];

/// Measured on the same profile: name, kB over the wire, first paint and first control in seconds.
const MARKS: [(&str, f64, f64, f64); 3] = [
    ("Signalen, report step 1", 740.0, 1.05, 7.9),
    ("FixMyStreet, report with map", 208.0, 1.42, 2.3),
    ("Leptos, router and fetch alone", 92.0, 0.79, 1.4),
];

pub(super) fn measure(checkout: &Checkout, server: &Server, runs: u32) -> Result<()> {
    let chromium = chromium()?;
    heading(&format!("Page load: 1.6 Mbps, 150 ms, 4 times slower CPU; medians of {runs}"));
    println!("  {:<34} {:>8} {:>12} {:>10} {:>8}", "page", "kB", "first paint", "usable", "shift");
    for (name, path, control) in PAGES {
        let url = format!("{}{path}", server.url);
        let output = process::output(
            process::clean("node")
                .arg("tests/bench/page-load.mjs")
                .args([&url, control, &runs.to_string()])
                .env("CHROMIUM", &chromium)
                .current_dir(&checkout.root),
        )?;
        let line = output.lines().last().context("the measurement printed nothing")?;
        let result: Value = serde_json::from_str(line).context("reading the measurement")?;
        for visit in ["cold", "warm"] {
            let figure = |key: &str| result[visit][key].as_f64().unwrap_or(f64::NAN);
            let name = format!("{name}, {visit} cache");
            row(&name, figure("bytes") / 1000.0, figure("paint") / 1000.0, figure("usable") / 1000.0);
            println!(" {:>8.3}", figure("shift"));
        }
    }
    for (name, kilobytes, paint, usable) in MARKS {
        row(name, kilobytes, paint, usable);
        println!(" {:>8}", "–");
    }
    Ok(())
}

fn row(name: &str, kilobytes: f64, paint: f64, usable: f64) {
    print!("  {name:<34} {kilobytes:>8.1} {paint:>10.2} s {usable:>8.2} s");
}
