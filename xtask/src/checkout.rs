//! Where things are: this clone of the sources, cargo's build folder, and the per-user cache that all clones share.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::process;

#[derive(Debug)]
pub(crate) struct Checkout {
    pub(crate) root: PathBuf,
    /// Cargo's build folder, wherever the environment or a configuration file puts it.
    pub(crate) target: PathBuf,
    /// Tools named by version, so that a second clone finds them.
    pub(crate) cache: PathBuf,
}

impl Checkout {
    pub(crate) fn find() -> Result<Self> {
        // Asked at run time: a build folder shared by two clones may hold an xtask that the other one compiled.
        let manifest = env::var_os("CARGO_MANIFEST_DIR").context("run this as `cargo xtask …`")?;
        let root = Path::new(&manifest).parent().context("xtask is not inside a workspace")?.to_path_buf();
        let metadata = process::output(
            process::cargo().args(["metadata", "--no-deps", "--format-version", "1"]).current_dir(&root),
        )?;
        let metadata: serde_json::Value = serde_json::from_str(&metadata).context("reading cargo metadata")?;
        let target = metadata["target_directory"].as_str().context("cargo metadata names no target_directory")?.into();
        Ok(Self { root, target, cache: user_cache()?.join("pingan-e-family") })
    }

    pub(crate) fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// A folder for what a build leaves behind for the next one; ignored by git and not watched.
    pub(crate) fn scratch(&self) -> PathBuf {
        self.root.join(".build")
    }

    /// A number that changes when the name or the content of a file below `paths` does; a path that is absent counts as empty.
    pub(crate) fn fingerprint(&self, paths: &[&str]) -> Result<String> {
        let mut hasher = DefaultHasher::new();
        for path in paths {
            hash_tree(&self.root.join(path), &mut hasher)?;
        }
        Ok(format!("{:016x}", hasher.finish()))
    }
}

/// The XDG cache folder, also on systems that have another habit: one rule is easier to find again.
fn user_cache() -> Result<PathBuf> {
    let set = |name: &str| env::var_os(name).filter(|value: &OsString| !value.is_empty()).map(PathBuf::from);
    set("XDG_CACHE_HOME")
        .or_else(|| set("HOME").map(|home| home.join(".cache")))
        .context("neither XDG_CACHE_HOME nor HOME is set: there is no place to keep tools")
}

fn hash_tree(path: &Path, hasher: &mut DefaultHasher) -> Result<()> {
    if path.is_dir() {
        let entries = fs::read_dir(path).with_context(|| format!("reading {}", path.display()))?;
        let mut entries = entries.map(|entry| entry.map(|entry| entry.path())).collect::<Result<Vec<_>, _>>()?;
        entries.sort();
        for entry in entries {
            hash_tree(&entry, hasher)?;
        }
    } else if path.is_file() {
        // Lengths are hashed too, so that two files cannot pass for one longer file.
        let name = path.as_os_str().as_encoded_bytes();
        let content = fs::read(path).with_context(|| format!("reading {}", path.display()))?;
        hasher.write_usize(name.len());
        hasher.write(name);
        hasher.write_usize(content.len());
        hasher.write(&content);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_follows_names_and_contents() {
        let root = env::temp_dir().join(format!("pingan-checkout-{}", std::process::id()));
        fs::create_dir_all(root.join("src")).unwrap();
        fs::write(root.join("src/a.rs"), "one").unwrap();
        let checkout = Checkout { root: root.clone(), target: root.join("target"), cache: root.join("cache") };
        let before = checkout.fingerprint(&["src", "absent"]).unwrap();
        assert_eq!(before, checkout.fingerprint(&["src", "absent"]).unwrap());

        fs::rename(root.join("src/a.rs"), root.join("src/b.rs")).unwrap();
        let renamed = checkout.fingerprint(&["src", "absent"]).unwrap();
        assert_ne!(before, renamed);
        fs::write(root.join("src/b.rs"), "two").unwrap();
        assert_ne!(renamed, checkout.fingerprint(&["src", "absent"]).unwrap());
        fs::remove_dir_all(root).unwrap();
    }
}
