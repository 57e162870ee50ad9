//! Page loads on the slow-phone profile.

use anyhow::{Context, Result};
use serde_json::Value;

use super::load::Server;
use crate::checkout::Checkout;
use crate::process::{self, heading};
use crate::tools::chromium;

/// A page that is measured.
struct Page {
    path: &'static str,
    /// The selector of the control that makes it usable.
    control: &'static str,
    /// What is tapped then, one after the other.
    taps: &'static [&'static str],
}

const PAGES: [Page; 6] = [
    Page {
        path: "/",
        control: ".snap-button input",
        taps: &[".quick-switch:nth-child(1)", ".quick-switch:nth-child(2)", ".tab-bar__link[href='/mine']"],
    },
    Page {
        path: "/report",
        control: ".kind-tile input",
        // The grid folds once a kind is chosen.
        taps: &[".kind-tile:nth-child(4)", ".page-head__back"],
    },
    Page {
        path: "/near",
        control: ".segments__item",
        taps: &[".segments__item:nth-child(2)", ".tab-bar__link[href='/']"],
    },
    Page { path: "/lookup", control: ".field__input", taps: &["button.button"] },
    Page { path: "/mine", control: ".tab-bar__link", taps: &[".tab-bar__link[href='/']"] },
    // A phone that has not chosen one yet.
    Page { path: "/grid", control: ".page-head__back", taps: &[".page-head__back"] },
];

/// Measured on the same profile: name, kB over the wire, first paint and first control in seconds.
const MARKS: [(&str, f64, f64, f64); 3] = [
    ("Signalen, report step 1", 740.0, 1.05, 7.9),
    ("FixMyStreet, report with map", 208.0, 1.42, 2.3),
    ("Leptos, router and fetch alone", 92.0, 0.79, 1.4),
];

pub(super) fn measure(checkout: &Checkout, server: &Server, runs: u32) -> Result<()> {
    let chromium = chromium()?;
    heading(&format!("Page load: 1.6 Mbps, 150 ms, 4 times slower CPU; medians of {runs}; aims in tests/budget.json"));
    println!("  {:<34} {:>8} {:>12} {:>10} {:>8} {:>8}", "page", "kB", "first paint", "usable", "shift", "tap");
    for Page { path, control, taps } in PAGES {
        let url = format!("{}{path}", server.url);
        let output = process::output(
            process::clean("node")
                .arg("tests/bench/page-load.mjs")
                .args([&url, control, &runs.to_string()])
                .args(taps)
                .env("CHROMIUM", &chromium)
                .current_dir(&checkout.root),
        )?;
        let line = output.lines().last().context("the measurement printed nothing")?;
        let result: Value = serde_json::from_str(line).context("reading the measurement")?;
        for visit in ["cold", "warm"] {
            let figure = |key: &str| result[visit][key].as_f64().unwrap_or(f64::NAN);
            let name = format!("{path}, {visit} cache");
            row(&name, figure("bytes") / 1000.0, figure("paint") / 1000.0, figure("usable") / 1000.0);
            print!(" {:>8.3}", figure("shift"));
            match visit {
                "warm" => println!(" {:>5.0} ms", figure("tap")),
                _ => println!(" {:>8}", "–"),
            }
        }
    }
    for (name, kilobytes, paint, usable) in MARKS {
        row(name, kilobytes, paint, usable);
        println!(" {:>8} {:>8}", "–", "–");
    }
    Ok(())
}

fn row(name: &str, kilobytes: f64, paint: f64, usable: f64) {
    print!("  {name:<34} {kilobytes:>8.1} {paint:>10.2} s {usable:>8.2} s");
}
