//! Random passwords, and the files that keep them between runs.

use std::io::ErrorKind;
use std::path::Path;

use anyhow::{Context, Result};

use crate::files::write_once;

/// 192 random bits as hexadecimal text, which needs no escaping in any URL or configuration file.
pub fn random_secret() -> String {
    hex::encode(rand::random::<[u8; 24]>())
}

/// The secret that `path` holds; a new one is made, readable by its owner only, when there is none.
pub fn secret_in(path: &Path) -> Result<String> {
    match std::fs::read_to_string(path) {
        Ok(secret) => Ok(secret.trim().to_owned()),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            write_once(path, &random_secret())?;
            // Somebody else may have been first; what counts is what is there.
            let secret = std::fs::read_to_string(path);
            let secret = secret.with_context(|| format!("cannot read {} again", path.display()))?;
            Ok(secret.trim().to_owned())
        }
        Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
    }
}
