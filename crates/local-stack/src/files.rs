//! Folders and files with the rights that they need, and errors that name the path.

use std::fs::{self, OpenOptions, Permissions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;

use anyhow::{Context, Result};

/// Makes a folder, and sets its rights whether or not it was there.
pub fn folder(path: &Path, mode: u32) -> Result<()> {
    fs::create_dir_all(path)
        .with_context(|| format!("cannot make the folder {}", path.display()))?;
    fs::set_permissions(path, Permissions::from_mode(mode))
        .with_context(|| format!("cannot set the rights of {}", path.display()))
}

/// Writes a file that only its owner can read, unless it is there already. It appears whole or not at
/// all, and of several who do this at once one wins: all of them then find the same content.
pub fn write_once(path: &Path, text: &str) -> Result<()> {
    if path.exists() {
        return Ok(());
    }
    let unfinished = path.with_added_extension(format!("{:016x}", rand::random::<u64>()));
    write_private(&unfinished, text)?;
    let linked = fs::hard_link(&unfinished, path);
    fs::remove_file(&unfinished).with_context(|| format!("cannot tidy {}", path.display()))?;
    match linked {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => {
            Err(error).with_context(|| format!("cannot write {}", path.display()))
        }
        _ => Ok(()),
    }
}

/// Writes a file that only its owner can read; it appears whole or not at all.
pub fn write_private(path: &Path, text: &str) -> Result<()> {
    let unfinished = path.with_added_extension("new");
    let write = || {
        let mut options = OpenOptions::new();
        let mut file =
            options.write(true).create(true).truncate(true).mode(0o600).open(&unfinished)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&unfinished, path)
    };
    write().with_context(|| format!("cannot write {}", path.display()))
}
