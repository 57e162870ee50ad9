//! The program: reads the command line and does what it says.

use std::process::ExitCode;

use clap::Parser;
use pingan_server::{
    command,
    config::{Cli, Command},
    serve,
};

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    let done = match cli.command {
        None => serve::run(cli.serve).await,
        Some(Command::Serve(serve)) => serve::run(serve).await,
        Some(Command::Accept { storage, numbers }) => command::accept(&storage, &numbers).await,
        Some(Command::Move { storage, number, event, words, to }) => {
            command::move_along(&storage, number, event, words, to).await
        }
        Some(Command::ImportDistrict { storage, file }) => command::import_district(&storage, &file).await,
        Some(Command::SeedCases { storage, count }) => command::seed_cases(&storage, count).await,
        Some(Command::MeasureDesk { storage, cases }) => command::measure_desk(&storage, cases).await,
        Some(Command::MeasureVolunteers { storage, shifts, sign_ups }) => {
            command::measure_volunteers(&storage, shifts, sign_ups).await
        }
        Some(Command::Admin { storage, phone, name }) => command::make_admin(&storage, phone, name).await,
        Some(Command::DemoCode { storage }) => command::demo_code(&storage).await,
        Some(Command::Openapi) => command::print_openapi(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("pingan-server: {error}");
            ExitCode::FAILURE
        }
    }
}
