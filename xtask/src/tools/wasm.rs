//! A Rust compiler that knows wasm: rustup's target, or on Debian a second compiler. Either builds the standard
//! library of a release from its sources.

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

    /// Whether it can build the standard library from its sources: a release does, which makes the app a fifth smaller.
    pub(crate) fn has_sources(self) -> Result<bool> {
        if self == Self::Debian || library_sources()?.is_dir() {
            return Ok(true);
        }
        if process::find("rustup").is_some() {
            report("library sources", "missing: rustup component add rust-src");
            // Without them it is a larger app, and none for old engines; the size budget will say so.
            if process::run(Command::new("rustup").args(["component", "add", "rust-src"])).is_ok() {
                return Ok(library_sources()?.is_dir());
            }
        }
        report("library sources", "none: the app will be larger, and there will be none for old engines");
        Ok(false)
    }

    /// A folder whose `cargo` builds for wasm as this compiler should, to come first on the path.
    pub(crate) fn folder(self, checkout: &Checkout) -> Result<Option<PathBuf>> {
        if !self.has_sources()? {
            return Ok(None);
        }
        let host = process::find("cargo").context("no cargo on the path")?;
        let folder = checkout.scratch().join("wasm-cargo");
        fs::create_dir_all(&folder)?;
        let script = folder.join("cargo");
        let text = match self {
            Self::OnPath => cargo_script(&host, "", &host),
            Self::Debian => cargo_script(&host, DEBIAN_SETTINGS, Path::new("/usr/bin/cargo")),
        };
        fs::write(&script, text)?;
        fs::set_permissions(&script, Permissions::from_mode(0o755))?;
        Ok(Some(folder))
    }
}

/// The linker is the one that its package brings; rustc would ask for a rust-lld that Debian does not ship.
const DEBIAN_SETTINGS: &str = "
    export RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 CARGO_UNSTABLE_BUILD_STD=std,panic_abort
    export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=/usr/lib/llvm-22/bin/wasm-ld";

/// One cargo for what is built for wasm, and the machine's own for all the rest, such as the tools that a hook runs. A
/// release takes a small standard library that says nothing when it stops: index.html tells the server of crashes.
fn cargo_script(host: &Path, settings: &str, wasm: &Path) -> String {
    format!(
        r#"#!/bin/sh
case " $* " in
*" --target={TARGET} "*){settings}
    case " $* " in
    *" --release "*)
        export RUSTC_BOOTSTRAP=1 CARGO_UNSTABLE_BUILD_STD=std,panic_abort CARGO_UNSTABLE_BUILD_STD_FEATURES=optimize_for_size
        small="-Zunstable-options -Cpanic=immediate-abort"
        export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="$small $CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS" ;;
    esac
    exec '{}' "$@" ;;
esac
exec '{}' "$@"
"#,
        wasm.display(),
        host.display()
    )
}

fn library_sources() -> Result<PathBuf> {
    Ok(Path::new(&sysroot()?).join("lib/rustlib/src/rust/library"))
}

fn sysroot() -> Result<String> {
    process::output(Command::new("rustc").args(["--print", "sysroot"]))
}

fn has_target() -> Result<bool> {
    let libraries = Path::new(&sysroot()?).join("lib/rustlib").join(TARGET).join("lib");
    Ok(libraries.is_dir() && fs::read_dir(&libraries).context("reading rustc's libraries")?.next().is_some())
}

fn is_installed(package: &str) -> bool {
    process::output(Command::new("dpkg-query").args(["-W", "-f=${Status}", package]))
        .is_ok_and(|status| status == "install ok installed")
}
