//! What the browser fetches: compressed twins beside the built files, and the budget that their sizes must keep.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::checkout::Checkout;
use crate::process::{heading, report};

/// Pictures are compressed already; these are not.
const COMPRESSIBLE: [&str; 10] = ["css", "html", "js", "json", "pack", "svg", "txt", "wasm", "webmanifest", "xml"];

/// What the parts may cost, in bytes of brotli; the browser tests read the pages' budgets from the same file.
#[derive(serde::Deserialize)]
struct Budget {
    /// The document, and the program and script that it asks for at once.
    first_screen: u64,
    /// Each other piece of the program.
    chunk: u64,
    /// The one piece that is larger: the form, the photos and the draft of a report.
    report: u64,
    /// The program in one piece, for old engines.
    whole: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    FirstScreen,
    Chunk,
    Whole,
    Other,
}

/// Writes `.br` and `.gz` beside each file that has none as new as itself.
pub(crate) fn compress(dist: &Path) -> Result<()> {
    for file in sources(dist)? {
        let content = fs::read(&file).with_context(|| format!("reading {}", file.display()))?;
        let (brotli, gzip) = (twin(&file, "br"), twin(&file, "gz"));
        if is_older(&brotli, &file)? {
            // A window of 4 MiB holds any of our files, and every browser's decoder takes it.
            let parameters = BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
            let mut compressed = Vec::new();
            brotli::BrotliCompress(&mut content.as_slice(), &mut compressed, &parameters)?;
            fs::write(&brotli, compressed)?;
        }
        if is_older(&gzip, &file)? {
            let mut encoder = GzEncoder::new(File::create(&gzip)?, Compression::best());
            encoder.write_all(&content)?;
            encoder.finish()?;
        }
    }
    Ok(())
}

/// Prints each file raw and compressed, and refuses what costs more than its budget.
pub(crate) fn check_size(checkout: &Checkout) -> Result<()> {
    heading("Bundle (bytes: raw, brotli, gzip; * is fetched before the first screen, + when needed, - by old engines)");
    let budget = fs::read(checkout.root.join("tests/budget.json")).context("reading the budget")?;
    let budget: Budget = serde_json::from_slice(&budget).context("reading the budget")?;
    let dist = checkout.dist();
    let mut first_screen = 0;
    let mut excess = Vec::new();
    for file in sources(&dist)? {
        let name = file.strip_prefix(&dist)?.to_string_lossy().replace('\\', "/");
        let size = |path: &Path| fs::metadata(path).map(|metadata| metadata.len());
        let brotli = size(&twin(&file, "br"))?;
        let mut limit = |limit| {
            if brotli > limit {
                excess.push(format!("{name} costs {brotli} bytes, more than {limit}"));
            }
        };
        let mark = match role(&name) {
            Role::FirstScreen => {
                first_screen += brotli;
                "*"
            }
            Role::Chunk => {
                limit(if name.ends_with("/report.pack") { budget.report } else { budget.chunk });
                "+"
            }
            Role::Whole => {
                limit(budget.whole);
                "-"
            }
            Role::Other => " ",
        };
        println!("{mark} {name:<44} {:>9} {brotli:>9} {:>9}", size(&file)?, size(&twin(&file, "gz"))?);
    }
    report("first screen, brotli", &format!("{first_screen} of {}", budget.first_screen));
    if first_screen > budget.first_screen {
        excess.push(format!("the first screen costs {first_screen} bytes, more than {}", budget.first_screen));
    }
    ensure!(excess.is_empty(), "{}", excess.join("; "));
    Ok(())
}

fn role(name: &str) -> Role {
    let (folder, file) = name.rsplit_once('/').unwrap_or(("", name));
    if name == "index.html" || folder.starts_with("app-") && matches!(file, "app.js" | "app_bg.wasm") {
        Role::FirstScreen
    } else if folder.starts_with("app-") {
        Role::Chunk
    } else if folder.starts_with("whole-") {
        Role::Whole
    } else {
        Role::Other
    }
}

/// The files that a browser can ask for by name and that compression helps, sorted.
fn sources(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(sources(&path)?);
        } else if path.extension().is_some_and(|extension| COMPRESSIBLE.iter().any(|known| extension == *known)) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn twin(file: &Path, extension: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(extension);
    name.into()
}

fn is_older(twin: &Path, file: &Path) -> Result<bool> {
    Ok(!twin.is_file() || fs::metadata(twin)?.modified()? < fs::metadata(file)?.modified()?)
}

#[cfg(test)]
mod tests {
    use std::env;
    use std::io::Read;

    use super::*;

    #[test]
    fn each_file_has_its_role() {
        assert_eq!(role("index.html"), Role::FirstScreen);
        assert_eq!(role("app-1a2b/app_bg.wasm"), Role::FirstScreen);
        assert_eq!(role("app-1a2b/report.pack"), Role::Chunk);
        assert_eq!(role("whole-1a2b/app_bg.wasm"), Role::Whole);
        assert_eq!(role("vendor/leaflet-1.9.4/leaflet.js"), Role::Other);
    }

    #[test]
    fn compressed_twins_hold_what_the_file_holds() {
        let dist = env::temp_dir().join(format!("pingan-bundle-{}", std::process::id()));
        fs::create_dir_all(dist.join("vendor")).unwrap();
        let content = "随手拍、随时报。".repeat(200);
        fs::write(dist.join("vendor/app.js"), &content).unwrap();
        fs::write(dist.join("icon.png"), &content).unwrap();

        compress(&dist).unwrap();

        let mut decoded = String::new();
        flate2::read::GzDecoder::new(File::open(dist.join("vendor/app.js.gz")).unwrap())
            .read_to_string(&mut decoded)
            .unwrap();
        assert_eq!(decoded, content);
        let mut decoded = Vec::new();
        brotli::BrotliDecompress(&mut File::open(dist.join("vendor/app.js.br")).unwrap(), &mut decoded).unwrap();
        assert_eq!(decoded, content.as_bytes());
        assert!(!twin(&dist.join("icon.png"), "br").exists(), "a picture is compressed already");
        fs::remove_dir_all(dist).unwrap();
    }
}
