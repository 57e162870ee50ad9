//! A PostgreSQL cluster for the length of the tests: made in a temporary folder, stopped and deleted at the end.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, process as own};

use anyhow::{Context, Result, bail};

use crate::process::{self, report};
use crate::tools::{debian_install, is_root};

pub(crate) struct Cluster {
    programs: PathBuf,
    folder: PathBuf,
    owner: Option<Owner>,
    port: u16,
}

/// Who runs the cluster where we are root, which PostgreSQL refuses.
#[derive(Clone, Copy)]
struct Owner {
    user: u32,
    group: u32,
}

impl Cluster {
    pub(crate) fn start() -> Result<Self> {
        let programs = programs()?;
        let owner = if is_root() { Some(Owner::find()?) } else { None };
        let folder = env::temp_dir().join(format!("pingan-postgres-{}", own::id()));
        fs::create_dir_all(&folder)?;
        if let Some(owner) = owner {
            chown(&folder, Some(owner.user), Some(owner.group))?;
        }
        let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        // From here on the end of this value stops what was started and deletes the folder.
        let cluster = Self { programs, folder, owner, port };

        let data = cluster.data();
        process::output(cluster.program("initdb").arg("-D").arg(&data).args([
            "--username=pingan",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
        ]))?;
        // Nothing here outlives the run, so nothing waits for the disk.
        let settings = format!(
            "-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={} -c max_connections=200 \
             -c fsync=off -c synchronous_commit=off -c full_page_writes=off",
            cluster.folder.display()
        );
        let log = cluster.folder.join("log");
        let mut start = cluster.program("pg_ctl");
        start.arg("-D").arg(&data).arg("-l").arg(&log).args(["-w", "-t", "60", "-o", &settings, "start"]);
        process::output(&mut start).with_context(|| fs::read_to_string(&log).unwrap_or_default())?;
        report("PostgreSQL", &format!("a throwaway cluster on port {port}"));
        Ok(cluster)
    }

    pub(crate) fn url(&self) -> String {
        format!("postgres://pingan@127.0.0.1:{}/postgres", self.port)
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    fn program(&self, name: &str) -> Command {
        let mut command = Command::new(self.programs.join(name));
        // The caller's folder may be closed to the other user, and its language would change the messages.
        command.current_dir(&self.folder).env("LC_ALL", "C");
        if let Some(owner) = self.owner {
            command.uid(owner.user).gid(owner.group);
        }
        command
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let mut stop = self.program("pg_ctl");
        stop.arg("-D").arg(self.data()).args(["-m", "immediate", "-w", "stop"]);
        if self.data().join("postmaster.pid").exists()
            && let Err(error) = process::output(&mut stop)
        {
            eprintln!("the throwaway cluster could not be stopped: {error:#}");
        }
        if let Err(error) = fs::remove_dir_all(&self.folder) {
            eprintln!("{} could not be deleted: {error}", self.folder.display());
        }
    }
}

impl Owner {
    fn find() -> Result<Self> {
        for name in ["postgres", "nobody"] {
            let id = |kind: &str| process::output(Command::new("id").args([kind, name])).ok()?.parse().ok();
            if let (Some(user), Some(group)) = (id("-u"), id("-g")) {
                return Ok(Self { user, group });
            }
        }
        bail!("PostgreSQL does not run as root, and there is no user `postgres` or `nobody` to run it")
    }
}

/// The folder with `initdb` and `pg_ctl`: on the path, or where Debian keeps each version's.
fn programs() -> Result<PathBuf> {
    if let Some(folder) = installed() {
        return Ok(folder);
    }
    report("PostgreSQL", "missing: apt-get install postgresql");
    debian_install(&["postgresql"], "PostgreSQL")?;
    installed().context("PostgreSQL was installed and its initdb is nowhere to be found")
}

fn installed() -> Option<PathBuf> {
    if let Some(initdb) = process::find("initdb") {
        return initdb.parent().map(Path::to_path_buf);
    }
    let versions = fs::read_dir("/usr/lib/postgresql").ok()?;
    let folders = versions.flatten().map(|version| version.path().join("bin"));
    folders.filter(|folder| folder.join("initdb").is_file()).max_by_key(|folder| version_of(folder))
}

fn version_of(folder: &Path) -> u32 {
    let version = folder.parent().and_then(Path::file_name).and_then(|name| name.to_str());
    version.and_then(|version| version.parse().ok()).unwrap_or(0)
}
