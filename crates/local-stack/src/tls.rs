//! A server's certificate and key, as `ems deploy secrets` makes them.

use std::path::{Path, PathBuf};

/// Files in PEM.
#[derive(Clone, Debug)]
pub struct Tls {
    pub certificate: PathBuf,
    pub key: PathBuf,
    /// Whose word on other certificates is taken.
    pub authority: PathBuf,
}

impl Tls {
    /// Those of one server in a folder of secrets.
    pub fn of(server: &str, folder: &Path) -> Self {
        Self {
            certificate: folder.join(format!("{server}.pem")),
            key: folder.join(format!("{server}-key.pem")),
            authority: folder.join("ca.pem"),
        }
    }
}
