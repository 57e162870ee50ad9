//! The command line: flags, environment, subcommands. `--help` is the reference.

use std::{net::SocketAddr, path::PathBuf};

use clap::{Args, Parser, Subcommand, ValueEnum};
use pingan_api::{
    account::Phone,
    cases::{CaseNumber, Event},
    id::UnitId,
};

/// The server of Ping An E Family: the API and the app in one program.
#[derive(Debug, Parser)]
#[command(version, about, args_conflicts_with_subcommands = true)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Option<Command>,
    /// Without a subcommand the server is started.
    #[command(flatten)]
    pub serve: Serve,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Start the server (the default).
    Serve(Serve),
    /// Accept cases, so that the public sees those that may be public.
    Accept {
        #[command(flatten)]
        storage: Storage,
        /// Numbers of cases.
        #[arg(required = true)]
        numbers: Vec<CaseNumber>,
    },
    /// Move a case along as the desk, handler or clock that may do it.
    Move {
        #[command(flatten)]
        storage: Storage,
        /// Number of the case.
        number: CaseNumber,
        /// accept, reject, merge, unmerge, assign, whistle, ask, expire, start, return, transfer, resolve or lapse.
        #[arg(long)]
        event: Event,
        /// What the resident reads about it.
        #[arg(long)]
        words: Option<String>,
        /// The unit that has the case from here on, for assign, whistle and transfer.
        #[arg(long, value_parser = unit_id)]
        to: Option<UnitId>,
    },
    /// Replace the district by that of a GeoJSON file; a running server shows it after a restart.
    ImportDistrict {
        #[command(flatten)]
        storage: Storage,
        /// A FeatureCollection of grids (RFC 7946) with the district's units beside it.
        file: PathBuf,
    },
    /// Add public cases made up for measuring, to a database with the demonstration district.
    SeedCases {
        #[command(flatten)]
        storage: Storage,
        /// How many.
        count: u32,
    },
    /// Measure the desk's pages on a database with the demonstration district.
    MeasureDesk {
        #[command(flatten)]
        storage: Storage,
        /// Make the demonstration with so many cases first, if the database is empty.
        #[arg(long, default_value_t = 100_000)]
        cases: u32,
    },
    /// Measure volunteers' pages, and how many sign up in a second, on a database with the demonstration district.
    MeasureVolunteers {
        #[command(flatten)]
        storage: Storage,
        /// Make so many shifts of one week first, if there are none.
        #[arg(long, default_value_t = 5_000)]
        shifts: u32,
        /// With so many sign-ups.
        #[arg(long, default_value_t = 50_000)]
        sign_ups: u32,
    },
    /// Make somebody district admin: the first one, who gives all others their roles.
    Admin {
        #[command(flatten)]
        storage: Storage,
        /// The person's mobile number.
        #[arg(long)]
        phone: Phone,
        /// How the person is called.
        #[arg(long, default_value = "")]
        name: String,
    },
    /// Print what an authenticator would show now for the demonstration's accounts.
    DemoCode {
        #[command(flatten)]
        storage: Storage,
    },
    /// Print the API's OpenAPI document.
    Openapi,
}

#[derive(Clone, Debug, Args)]
pub struct Serve {
    #[command(flatten)]
    pub storage: Storage,
    /// Address and port to listen on.
    #[arg(long, env = "PINGAN_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// Load the demonstration district and its cases if the database has no district.
    #[arg(long, env = "PINGAN_DEMO")]
    pub demo: bool,
    /// How the log is written.
    #[arg(long, env = "PINGAN_LOG_FORMAT", value_enum, default_value_t = LogFormat::Text)]
    pub log_format: LogFormat,
    /// Where residents reach the app, such as https://pingan.example: for links in text messages, and for WeChat to lead back
    /// to.
    #[arg(long, env = "PINGAN_ADDRESS")]
    pub address: Option<String>,
    #[command(flatten)]
    pub texts: TextOptions,
    #[command(flatten)]
    pub wechat: WechatOptions,
    /// Take a client's address from the last entry of X-Forwarded-For: only behind a proxy that writes it.
    #[arg(long, env = "PINGAN_TRUST_PROXY")]
    pub trust_proxy: bool,
}

/// How text messages leave; without a webhook nobody signs in by phone (`--demo` shows codes on the page instead).
#[derive(Clone, Debug, Args)]
pub struct TextOptions {
    /// Where messages are posted, signed as Standard Webhooks has it.
    #[arg(long, env = "PINGAN_TEXT_WEBHOOK", hide_env_values = true, requires = "text_secret")]
    pub text_webhook: Option<String>,
    /// What the webhook's signatures are made with; base64 after whsec_, or any other text.
    #[arg(long, env = "PINGAN_TEXT_SECRET", hide_env_values = true)]
    pub text_secret: Option<String>,
    /// A file of JSON in whose strings {id}, {phone}, {kind}, {text} and {code} stand for what is sent.
    #[arg(long, env = "PINGAN_TEXT_TEMPLATE")]
    pub text_template: Option<PathBuf>,
    /// One more header of the webhook, such as "Authorization: Bearer …".
    #[arg(long, env = "PINGAN_TEXT_HEADER", hide_env_values = true)]
    pub text_header: Option<String>,
}

/// The official account that the app is registered with; without one the app does without WeChat's own functions
/// and without its way of signing in.
#[derive(Clone, Debug, Args)]
pub struct WechatOptions {
    /// AppID of the WeChat official account that the app belongs to.
    #[arg(long, env = "PINGAN_WECHAT_APP_ID", requires = "wechat_secret")]
    pub wechat_app_id: Option<String>,
    /// The official account's AppSecret.
    #[arg(long, env = "PINGAN_WECHAT_SECRET", hide_env_values = true)]
    pub wechat_secret: Option<String>,
}

/// Where everything is kept.
#[derive(Clone, Debug, Args)]
pub struct Storage {
    /// Folder of the database file, the photos and the secret.
    #[arg(long, env = "PINGAN_DATA", default_value = "./data")]
    pub data: PathBuf,
    /// sqlite: or postgres: URL; a file in the data folder unless said.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    pub database_url: Option<String>,
    /// What codes and keys are derived from; unless said, a file in the data folder, made on the first start. Several
    /// servers on one database share it. It cannot be changed later.
    #[arg(long, env = "PINGAN_SECRET", hide_env_values = true)]
    pub secret: Option<String>,
}

impl Storage {
    /// The URL given, or the one of the file in the data folder.
    pub fn url(&self) -> String {
        self.database_url.clone().unwrap_or_else(|| format!("sqlite:{}", self.data.join("pingan.db").display()))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    Text,
    Json,
}

fn unit_id(text: &str) -> Result<UnitId, String> {
    let id = UnitId(text.to_owned());
    if id.is_well_formed() { Ok(id) } else { Err("a unit's id has digits, small letters and dashes".to_owned()) }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound() {
        super::Cli::command().debug_assert();
    }
}
