//! The folder with the sources, for the commands that check or prove them.

use std::path::PathBuf;

use anyhow::{Result, ensure};

/// `EMS_ROOT`, which the script `./ems` sets, else the current folder.
pub fn root() -> Result<PathBuf> {
    let named = std::env::var_os("EMS_ROOT").filter(|value| !value.is_empty());
    let root = std::path::absolute(named.unwrap_or_else(|| ".".into()))?;
    let found = root.join("crates/ems/Cargo.toml").is_file();
    ensure!(found, "{} holds no sources of EMS; call ./ems of a checkout", root.display());
    Ok(root)
}
