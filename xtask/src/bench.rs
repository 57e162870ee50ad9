//! `cargo xtask bench`: sizes, page loads on a slow phone, the server under load, and with many live streams,
//! beside the marks to beat.

mod load;
mod page;
mod pages;
mod streams;

use anyhow::Result;

use crate::app::For;
use crate::checkout::Checkout;
use crate::{app, bundle, server};

#[derive(clap::Args)]
pub(crate) struct Options {
    /// Page loads for each median
    #[arg(long, default_value_t = 5)]
    runs: u32,
    /// Seconds that each load on the server lasts
    #[arg(long, default_value_t = 10)]
    seconds: u32,
    /// Cases in the database before the load
    #[arg(long, default_value_t = 10_000)]
    cases: u32,
    /// Cases in the database of the desk's pages
    #[arg(long, default_value_t = 100_000)]
    desk_cases: u32,
    /// Volunteers' shifts in one week
    #[arg(long, default_value_t = 5000)]
    shifts: u32,
    /// Sign-ups for them
    #[arg(long, default_value_t = 50_000)]
    sign_ups: u32,
    /// Live streams that are open at once
    #[arg(long, default_value_t = 2000)]
    streams: u32,
}

pub(crate) fn run(checkout: &Checkout, options: &Options) -> Result<()> {
    app::build(checkout, For::Today)?;
    let program = server::build(checkout)?;
    // The table is wanted even when the budget is passed; the refusal comes last.
    let size = bundle::check_size(checkout);
    let server = load::Server::start(&program, options.cases)?;
    page::measure(checkout, &server, options.runs)?;
    load::measure(checkout, &server, options.seconds)?;
    streams::measure(checkout, &server, options.streams)?;
    drop(server);
    pages::desk(&program, options.desk_cases)?;
    pages::volunteers(&program, options.shifts, options.sign_ups)?;
    size
}
