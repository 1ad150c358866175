//! `ems down`: stops the stack that runs here.

use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Result, bail};
use clap::Args;
use rustix::process::Signal;

use super::CONFLICT;
use crate::stack::{Folders, Lock, State, end_leftovers};
use crate::terminal::{failure, say};

/// A supervisor stops its children in order, each with a limit of its own.
const PATIENCE: Duration = Duration::from_secs(120);

/// Stop everything in order; the data stays
///
/// Ends what `ems up` started here, by recorded process ids and start times, and nothing else.
#[derive(Args)]
#[command(after_help = "Examples:\n  ems down\n  EMS_DATA_DIR=/tmp/try ems down")]
pub struct Down {}

impl Down {
    pub async fn run(self) -> Result<ExitCode> {
        let folders = Folders::of_environment()?;
        if !folders.run().exists() {
            say("nothing runs here");
            return Ok(ExitCode::SUCCESS);
        }
        if let Some(state) = State::of_running(&folders)? {
            state.supervisor.signal(Signal::TERM);
            if !state.supervisor.gone_within(PATIENCE).await {
                bail!("the supervisor {} does not stop; see `ems logs up`", state.supervisor.pid);
            }
        }
        let Some(_lock) = Lock::take(&folders.lock())? else {
            failure("`ems up` is still starting here; stop that first");
            return Ok(ExitCode::from(CONFLICT));
        };
        end_leftovers(&folders).await;
        let _ = std::fs::remove_file(folders.state());
        say("everything is stopped");
        Ok(ExitCode::SUCCESS)
    }
}
