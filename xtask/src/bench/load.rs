//! The server under load: the newest twenty, and durable creates, at one and at sixteen connections.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

use crate::checkout::Checkout;
use crate::process::{self, heading, report};
use crate::tools::debian_install;

/// Measured on two cores over 10,000 rows: name, requests a second and p99 in ms of list and create.
const MARKS: [(&str, &str, &str); 2] = [
    ("PocketBase (Go, SQLite), 16", "1,005 to 1,520 /s, p99 45 ms", "2,853 /s, p99 27 ms"),
    ("Django REST, 2 workers, 16", "350 /s, p99 86 ms", "503 /s"),
];

/// A server of its own with a demonstration district and many cases; ends and is deleted with this value.
pub(super) struct Server {
    pub(super) url: String,
    child: Child,
    data: PathBuf,
}

impl Server {
    pub(super) fn start(program: &Path, cases: u32) -> Result<Self> {
        heading("Server for the measurements");
        let data = std::env::temp_dir().join(format!("pingan-bench-{}", std::process::id()));
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let listen = format!("127.0.0.1:{port}");
        // Once to make the database with its district, so that the cases can be written into it.
        let mut server = Self::serve(program, &data, &listen)?;
        server.stop()?;
        process::run(
            process::clean(program).args(["seed-cases", &cases.to_string(), "--data"]).arg(&data).stdout(Stdio::null()),
        )?;
        report("cases", &cases.to_string());
        Self::serve(program, &data, &listen)
    }

    fn serve(program: &Path, data: &Path, listen: &str) -> Result<Self> {
        let child = process::clean(program)
            .args(["serve", "--demo", "--listen", listen, "--data"])
            .arg(data)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("starting the server")?;
        let mut server = Self { url: format!("http://{listen}"), child, data: data.to_owned() };
        server.wait_until_ready(listen)?;
        Ok(server)
    }

    pub(super) fn pid(&self) -> u32 {
        self.child.id()
    }

    fn wait_until_ready(&mut self, listen: &str) -> Result<()> {
        let deadline = Instant::now() + Duration::from_secs(90);
        while Instant::now() < deadline {
            if let Some(status) = self.child.try_wait()? {
                bail!("the server ended with {status}");
            }
            if std::net::TcpStream::connect(listen).is_ok() {
                return Ok(());
            }
            sleep(Duration::from_millis(100));
        }
        bail!("the server is not ready after 90 seconds")
    }

    fn stop(&mut self) -> Result<()> {
        process::run(Command::new("kill").args(["-TERM", &self.child.id().to_string()]))?;
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The first of the two servers was stopped before and leaves its data to the second.
        if matches!(self.child.try_wait(), Ok(None)) {
            let _ = self.child.kill();
            let _ = self.child.wait();
            let _ = std::fs::remove_dir_all(&self.data);
        }
    }
}

pub(super) fn measure(checkout: &Checkout, server: &Server, seconds: u32) -> Result<()> {
    if process::find("wrk").is_none() {
        debian_install(&["wrk"], "the load generator wrk")?;
    }
    heading(&format!("Server under load, {seconds} s each, load generator on the same cores"));
    for (name, script, path) in
        [("newest 20", "tests/bench/list.lua", "/api/v1/cases"), ("durable create", "tests/bench/create.lua", "/")]
    {
        for connections in [1, 16] {
            let output = process::output(
                process::clean("wrk")
                    .args(["-t1", &format!("-c{connections}"), &format!("-d{seconds}s"), "-s", script])
                    .arg(format!("{}{path}", server.url))
                    .current_dir(&checkout.root),
            )?;
            let line = output.lines().find_map(|line| line.strip_prefix("RESULT ")).context("wrk told no result")?;
            let figures: Vec<&str> = line.split(' ').collect();
            let [rate, p50, p99, errors] = figures[..] else { bail!("wrk told something else: {line}") };
            ensure!(errors == "0", "{errors} requests of {name} failed");
            report(&format!("{name}, {connections} connections"), &format!("{rate:>6} /s  p50 {p50} ms  p99 {p99} ms"));
        }
    }
    println!();
    for (name, list, create) in MARKS {
        report(name, &format!("newest 20: {list}; create: {create}"));
    }
    Ok(())
}
