//! Where a local stack keeps its things: `.ems`, or the folder that `EMS_DATA_DIR` names.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

#[derive(Clone, Debug)]
pub struct Folders {
    home: PathBuf,
}

impl Folders {
    pub fn of_environment() -> Result<Self> {
        let named = std::env::var_os("EMS_DATA_DIR").filter(|value| !value.is_empty());
        let home = std::path::absolute(named.unwrap_or_else(|| ".ems".into()))?;
        Ok(Self { home })
    }

    pub fn home(&self) -> &Path {
        &self.home
    }

    pub fn data(&self) -> PathBuf {
        self.home.join("data")
    }

    pub fn secrets(&self) -> PathBuf {
        self.home.join("secrets")
    }

    pub fn logs(&self) -> PathBuf {
        self.home.join("log")
    }

    pub fn log(&self, process: &str) -> PathBuf {
        self.logs().join(format!("{process}.log"))
    }

    /// The ids of running processes.
    pub fn run(&self) -> PathBuf {
        self.home.join("run")
    }

    pub fn state(&self) -> PathBuf {
        self.home.join("state.json")
    }

    /// What `ems up` has made in the product for the demo.
    pub fn demo(&self) -> PathBuf {
        self.home.join("demo.json")
    }

    pub fn lock(&self) -> PathBuf {
        self.home.join("up.lock")
    }

    pub fn make(&self) -> Result<()> {
        // PostgreSQL may run as another user, who passes through the first two.
        for (folder, mode) in [
            (self.home.clone(), 0o755),
            (self.data(), 0o711),
            (self.secrets(), 0o700),
            (self.logs(), 0o700),
            (self.run(), 0o700),
        ] {
            let shown = folder.display();
            fs::create_dir_all(&folder)
                .with_context(|| format!("cannot make the folder {shown}"))?;
            fs::set_permissions(&folder, fs::Permissions::from_mode(mode))
                .with_context(|| format!("cannot set the rights of {shown}"))?;
        }
        Ok(())
    }
}
