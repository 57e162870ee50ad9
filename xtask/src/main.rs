//! The commands that a person types: `cargo xtask start`, `test`, and the single steps that those are made of.

mod app;
mod bench;
mod bundle;
mod checkout;
mod pages;
mod postgres;
mod process;
mod screenshots;
mod server;
mod start;
mod test;
mod tools;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::app::For;
use crate::checkout::Checkout;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Builds, runs and tests Ping An E Family", disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Get what is missing, build app and server, and serve them until Ctrl-C
    Start(start::Options),
    /// Run every test, or one part of them
    Test(test::Options),
    /// Measure sizes, page loads on a slow phone, and the server under load
    Bench(bench::Options),
    /// Take pictures of every page in every look into docs/screens
    Screenshots,
    /// Build the app into dist/, and no more
    App {
        /// Also for engines older than Chromium 96 and iOS 15
        #[arg(long)]
        old_engines: bool,
    },
    /// Build the app anew at each change of a source (`trunk serve`), its API taken from a running `start`
    Watch,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let done = Checkout::find().and_then(|checkout| match arguments.command {
        Command::Start(options) => start::run(&checkout, &options),
        Command::Test(options) => test::run(&checkout, &options),
        Command::Bench(options) => bench::run(&checkout, &options),
        Command::Screenshots => screenshots::run(&checkout),
        Command::App { old_engines } => app::build(&checkout, if old_engines { For::Everyone } else { For::Today }),
        Command::Watch => app::watch(&checkout),
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}
