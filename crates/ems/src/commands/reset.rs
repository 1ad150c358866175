//! `ems reset`: deletes what the private servers of this installation hold.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Args;
use local_stack::state_folder;

use super::CONFLICT;
use crate::stack::{External, Folders, Lock, end_leftovers};
use crate::terminal::{failure, say};

/// Delete the private data of this installation, for good
///
/// Removes what the private servers hold, and the passwords, logs and demo that go with it. Servers
/// that EMS_NATS_URL, EMS_DATABASE_URL or EMS_AMQP_URL name are not touched.
#[derive(Args)]
#[command(after_help = "Examples:\n  ems down && ems reset --yes")]
pub struct Reset {
    /// Yes, delete it
    #[arg(long)]
    yes: bool,
}

impl Reset {
    pub async fn run(self) -> Result<ExitCode> {
        let folders = Folders::of_environment()?;
        if !folders.home().exists() {
            say("there is nothing to delete");
            return Ok(ExitCode::SUCCESS);
        }
        if !self.yes {
            failure(&format!(
                "this deletes the data in {} for good; say --yes",
                folders.home().display()
            ));
            return Ok(ExitCode::from(2));
        }
        let Some(_lock) = Lock::take(&folders.lock())? else {
            failure("it runs; `ems down` stops it");
            return Ok(ExitCode::from(CONFLICT));
        };
        // Without its supervisor a server would go on writing into a folder that is gone.
        end_leftovers(&folders).await;
        delete_data(&folders)?;
        delete_secrets(&folders)?;
        for path in [folders.logs(), folders.run(), folders.state(), folders.demo()] {
            delete(&path)?;
        }
        say("deleted the private data; the next `ems up` starts anew");
        Ok(ExitCode::SUCCESS)
    }
}

fn delete_data(folders: &Folders) -> Result<()> {
    let wanted = folders.data().join("postgres");
    // Only what lies under a folder that was made for this installation.
    if wanted.parent().is_some_and(Path::exists) {
        let postgres = state_folder(&wanted)?;
        if postgres.moved_because.is_some() {
            delete(postgres.path.parent().unwrap_or(&postgres.path))?;
        }
    }
    delete(&folders.data())
}

/// The key of names and the administrator's password belong to the log: they stay when it stays.
fn delete_secrets(folders: &Folders) -> Result<()> {
    let secrets = folders.secrets();
    if External::of_environment().nats.is_none() {
        return delete(&secrets);
    }
    for server in ["nats", "postgres", "rabbitmq"] {
        delete(&secrets.join(format!("{server}-password")))?;
    }
    Ok(())
}

fn delete(path: &Path) -> Result<()> {
    let deleted = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
    match deleted {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot delete {}", path.display()))
        }
        _ => Ok(()),
    }
}
