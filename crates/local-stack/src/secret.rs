//! Random passwords, and the files that keep them between runs.

use std::io::ErrorKind;
use std::path::Path;

use anyhow::{Context, Result};

use crate::files::write_private;

/// 192 random bits as hexadecimal text, which needs no escaping in any URL or configuration file.
pub fn random_secret() -> String {
    hex::encode(rand::random::<[u8; 24]>())
}

/// The secret that `path` holds; a new one is made, readable by its owner only, when there is none.
pub fn secret_in(path: &Path) -> Result<String> {
    match std::fs::read_to_string(path) {
        Ok(secret) => Ok(secret.trim().to_owned()),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let secret = random_secret();
            write_private(path, &secret)?;
            Ok(secret)
        }
        Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
    }
}
