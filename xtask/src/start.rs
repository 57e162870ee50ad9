//! `cargo xtask start`: from a fresh clone to a served app, and a clean end at Ctrl-C.

use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use crate::app::For;
use crate::checkout::Checkout;
use crate::process::{self, heading};
use crate::{app, server};

/// A DATABASE_URL in the environment is passed on: with it the server keeps its data in PostgreSQL.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Where to listen
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Where the SQLite file and the photos are kept [default: data/ in the clone]
    #[arg(long)]
    data: Option<PathBuf>,
    /// Start with an empty district instead of the demonstration one
    #[arg(long)]
    no_demo: bool,
}

pub(crate) fn run(checkout: &Checkout, options: &Options) -> Result<()> {
    // Asked first: nobody should wait for a build to read this.
    TcpListener::bind(options.listen)
        .with_context(|| format!("{} cannot be listened on; choose another with --listen", options.listen))?;

    app::build(checkout, For::Today)?;
    let program = server::build(checkout)?;

    heading("Serving (Ctrl-C ends it)");
    let data = match &options.data {
        Some(path) => std::path::absolute(path)?,
        None => checkout.root.join("data"),
    };
    let mut command = Command::new(&program);
    command.args(["serve", "--listen"]).arg(options.listen.to_string()).arg("--data").arg(&data);
    if !options.no_demo {
        command.arg("--demo");
    }
    // In a group of its own the server hears of Ctrl-C once, from us, and not a second time from the terminal.
    let mut child = command.process_group(0).spawn().context("starting the server")?;

    let asked_to_stop = pass_on_signals(child.id())?;
    wait_until_it_answers(near(options.listen), &mut child)?;
    let codes = format!("{} demo-code --data {}", shortened(&program), shortened(&data));
    let accept = format!("{} accept --data {} NUMBER", shortened(&program), shortened(&data));
    announce(near(options.listen), &accept);
    if !options.no_demo {
        announce_people(near(options.listen), &codes);
    }
    let status = child.wait().context("waiting for the server")?;
    if asked_to_stop.load(Ordering::SeqCst) || status.success() {
        println!("\nStopped.");
        return Ok(());
    }
    bail!("the server ended with {status}")
}

/// Turns each signal that would end this process into one request to the server to end; says whether that happened.
fn pass_on_signals(server: u32) -> Result<Arc<AtomicBool>> {
    let asked = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&asked);
    let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP])?;
    thread::spawn(move || {
        for _ in signals.forever() {
            flag.store(true, Ordering::SeqCst);
            // Where the server is gone already there is nothing left to ask.
            let _ = process::output(Command::new("kill").args(["-TERM", &server.to_string()]));
        }
    });
    Ok(asked)
}

/// An address that this machine can call, also where the server listens on all of them.
fn near(mut listen: SocketAddr) -> SocketAddr {
    if listen.ip().is_unspecified() {
        listen.set_ip(IpAddr::V4(Ipv4Addr::LOCALHOST));
    }
    listen
}

/// Returns early when the server ends instead; the caller's wait tells why.
fn wait_until_it_answers(address: SocketAddr, child: &mut Child) -> Result<()> {
    while child.try_wait()?.is_none() && TcpStream::connect_timeout(&address, Duration::from_secs(1)).is_err() {
        thread::sleep(Duration::from_millis(100));
    }
    Ok(())
}

fn announce(address: SocketAddr, accept: &str) {
    println!(
        "
  Ping An E Family is at  http://{address}

  Report a hazard         http://{address}/report
  Follow it               http://{address}/mine
  Accept it as a desk     {accept}
  See it on the map       http://{address}/near
  The API                 http://{address}/api/docs
"
    );
}

/// Whoever can sign in to the demonstration.
fn announce_people(address: SocketAddr, codes: &str) {
    println!(
        "  Sign in                 http://{address}/sign-in  the page shows the code
    13800000000  a resident
    13800000001  grid member
    13800000002  community desk
    13800000003  street dispatcher
    13800000004  department handler
    13800000005  district admin
    13800000006  editor
    13800000007  volunteer coordinator
  Their second factor is shown on its page as well, or by
    {codes}
"
    );
}

/// As a person would type it here.
fn shortened(path: &Path) -> String {
    let here = std::env::current_dir().ok();
    let short = here.and_then(|here| path.strip_prefix(here).ok().map(Path::to_path_buf));
    short.unwrap_or_else(|| path.to_path_buf()).display().to_string()
}
