//! Makes sure that the folder whose files are embedded exists, and builds again when it changes.

use std::{fs, path::Path};

fn main() {
    let dist = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../dist");
    fs::create_dir_all(&dist).expect("the folder of the built app can be made");
    println!("cargo:rerun-if-changed={}", dist.display());
}
