//! The tools that a build needs: each is looked for, got where it is missing, and otherwise named with the step that is left.

mod browser;
mod cargo_install;
mod debian;
mod engines;
mod node;
mod wasm;

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

pub(crate) use self::browser::chromium;
pub(crate) use self::debian::install as debian_install;
pub(crate) use self::debian::is_root;
pub(crate) use self::engines::engines;
pub(crate) use self::wasm::Compiler;
use crate::checkout::Checkout;
use crate::process::{self, heading};

/// Tools that are ready for use.
#[derive(Debug)]
pub(crate) struct Toolbox {
    /// Folders with the tools of the very versions that this project names; they come first on the path.
    folders: Vec<PathBuf>,
    trunk: PathBuf,
    /// A cargo that builds for wasm with a standard library from its sources, where there can be one.
    wasm_cargo: Option<PathBuf>,
}

impl Toolbox {
    /// Checks one tool after the other and gets those that are missing, with a line for each.
    pub(crate) fn prepare(checkout: &Checkout) -> Result<Self> {
        heading("Tools");
        let compiler = Compiler::prepare()?;
        node::prepare(checkout)?;
        let trunk = cargo_install::trunk(checkout)?;
        let wasm_bindgen = cargo_install::wasm_bindgen(checkout)?;
        // Trunk would download what it does not find here: wasm-opt is among Node's packages.
        let mut folders = vec![trunk.clone(), wasm_bindgen, checkout.root.join("node_modules/.bin")];
        let own = compiler.folder(checkout)?;
        let wasm_cargo = own.as_ref().map(|folder| folder.join("cargo"));
        folders.extend(own);
        Ok(Self { folders, trunk: trunk.join(format!("trunk{}", std::env::consts::EXE_SUFFIX)), wasm_cargo })
    }

    /// Trunk, with the tools that it calls first on its path and a compiler that knows wasm.
    pub(crate) fn trunk(&self) -> Result<Command> {
        let mut trunk = process::clean(&self.trunk);
        trunk.env("PATH", process::path_with(&self.folders)?);
        Ok(trunk)
    }

    /// That cargo.
    pub(crate) fn wasm_cargo(&self) -> Option<Command> {
        self.wasm_cargo.as_ref().map(process::clean)
    }
}
