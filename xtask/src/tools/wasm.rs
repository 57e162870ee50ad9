//! A Rust compiler that knows wasm: rustup's target, or on Debian a second compiler that builds the standard library from its sources.

use std::env;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::debian;
use crate::checkout::Checkout;
use crate::process::{self, report};

const TARGET: &str = "wasm32-unknown-unknown";

/// Debian's own compiler for the web, the sources of its standard library, and the linker that it calls.
const DEBIAN_PACKAGES: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "lld-22"];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Compiler {
    /// The one on the path has the target installed.
    OnPath,
    /// Debian's, in /usr/bin, with a standard library built on the way.
    Debian,
}

impl Compiler {
    /// `PINGAN_WASM=debian` takes Debian's compiler where rustup would do, to try that road.
    pub(crate) fn prepare() -> Result<Self> {
        let forced = env::var_os("PINGAN_WASM").is_some_and(|value| value == "debian");
        if !forced {
            if has_target()? {
                report("wasm target", "here");
                return Ok(Self::OnPath);
            }
            if process::find("rustup").is_some() {
                report("wasm target", "missing: rustup target add");
                if process::run(Command::new("rustup").args(["target", "add", TARGET])).is_ok() && has_target()? {
                    return Ok(Self::OnPath);
                }
            }
        }
        if !Path::new("/etc/debian_version").exists() {
            bail!("the Rust target {TARGET} is missing and rustup could not add it: run `rustup target add {TARGET}`");
        }
        let missing = DEBIAN_PACKAGES.into_iter().filter(|package| !is_installed(package)).collect::<Vec<_>>();
        if missing.is_empty() {
            report("wasm target", "Debian's compiler, here");
        } else {
            report("wasm target", &format!("missing: apt-get install {}", missing.join(" ")));
            debian::install(&missing, &format!("the Rust target {TARGET}, which rustup could not add,"))?;
        }
        Ok(Self::Debian)
    }

    /// A folder whose `cargo` builds for wasm with it, to come first on the path.
    pub(crate) fn folder(self, checkout: &Checkout) -> Result<Option<PathBuf>> {
        if self == Self::OnPath {
            return Ok(None);
        }
        let host = process::find("cargo").context("no cargo on the path")?;
        let folder = checkout.scratch().join("debian");
        fs::create_dir_all(&folder)?;
        let script = folder.join("cargo");
        fs::write(&script, debian_cargo(&host))?;
        fs::set_permissions(&script, Permissions::from_mode(0o755))?;
        Ok(Some(folder))
    }
}

/// Debian's cargo for what is built for wasm; the machine's own for all the rest, such as the tools that a hook runs.
fn debian_cargo(host: &Path) -> String {
    format!(
        r#"#!/bin/sh
case " $* " in
*" --target={TARGET} "*)
    export RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 CARGO_UNSTABLE_BUILD_STD=std,panic_abort
    # The linker that its package brings; rustc would ask for a rust-lld that Debian does not ship.
    export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=/usr/lib/llvm-22/bin/wasm-ld
    exec /usr/bin/cargo "$@" ;;
esac
exec '{}' "$@"
"#,
        host.display()
    )
}

fn has_target() -> Result<bool> {
    let sysroot = process::output(Command::new("rustc").args(["--print", "sysroot"]))?;
    let libraries = Path::new(&sysroot).join("lib/rustlib").join(TARGET).join("lib");
    Ok(libraries.is_dir() && fs::read_dir(&libraries).context("reading rustc's libraries")?.next().is_some())
}

fn is_installed(package: &str) -> bool {
    process::output(Command::new("dpkg-query").args(["-W", "-f=${Status}", package]))
        .is_ok_and(|status| status == "install ok installed")
}
