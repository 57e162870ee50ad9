//! What the browser fetches: compressed twins beside the built files, and the budget that their sizes must keep.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::process::{heading, report};

/// Pictures are compressed already; these are not.
const COMPRESSIBLE: [&str; 9] = ["css", "html", "js", "json", "svg", "txt", "wasm", "webmanifest", "xml"];

/// For the document and what it preloads, compressed. The whole first screen may cost 200 kB; the rest is for its data and pictures.
const FIRST_SCREEN_BUDGET: u64 = 190_000;

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

/// Prints each file raw and compressed, and refuses a first screen that costs more than its budget.
pub(crate) fn check_size(dist: &Path) -> Result<()> {
    heading("Bundle (bytes: raw, brotli, gzip; * is fetched before the first screen)");
    let document = fs::read_to_string(dist.join("index.html")).context("the app is not built")?;
    let mut first_screen = 0;
    for file in sources(dist)? {
        let name = file.strip_prefix(dist)?.to_string_lossy().replace('\\', "/");
        let size = |path: &Path| fs::metadata(path).map(|metadata| metadata.len());
        let brotli = size(&twin(&file, "br"))?;
        let eager = name == "index.html" || document.contains(&format!("href=\"/{name}\""));
        if eager {
            first_screen += brotli;
        }
        let mark = if eager { "*" } else { " " };
        println!("{mark} {name:<44} {:>9} {brotli:>9} {:>9}", size(&file)?, size(&twin(&file, "gz"))?);
    }
    report("first screen, brotli", &format!("{first_screen} of {FIRST_SCREEN_BUDGET}"));
    ensure!(
        first_screen <= FIRST_SCREEN_BUDGET,
        "the first screen costs {first_screen} bytes, more than {FIRST_SCREEN_BUDGET}"
    );
    Ok(())
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
