//! What a supervisor writes down, so that other `ems` commands find the stack that it runs.

use std::path::Path;

use anyhow::{Context, Result};
use local_stack::ProcessIdentity;
use serde::{Deserialize, Serialize};

use super::{Folders, Summary};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct State {
    pub supervisor: ProcessIdentity,
    pub phase: Phase,
    pub summary: Summary,
    pub nats_monitor: Option<String>,
    pub processes: Vec<RunningProcess>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Phase {
    Starting,
    Ready,
}

/// A role, the simulator or a private server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunningProcess {
    pub name: String,
    pub role: String,
    pub pid: u32,
    /// Where it says whether it is ready; servers and the simulator do not.
    pub readiness: Option<String>,
}

impl State {
    /// The state of the stack whose supervisor is alive.
    pub fn of_running(folders: &Folders) -> Result<Option<Self>> {
        Ok(Self::read(&folders.state())?.filter(|state| state.supervisor.is_alive()))
    }

    pub fn read(path: &Path) -> Result<Option<Self>> {
        match std::fs::read_to_string(path) {
            // A state that another version wrote is as good as none.
            Ok(text) => Ok(serde_json::from_str(&text).ok()),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
        }
    }

    pub fn write(&self, path: &Path) -> Result<()> {
        local_stack::write_private(path, &serde_json::to_string_pretty(self)?)
    }

    /// Takes over who runs now.
    pub fn set_processes(&mut self, processes: Vec<RunningProcess>) {
        self.summary.pids.clear();
        for process in &processes {
            self.summary.pids.entry(process.role.clone()).or_default().push(process.pid);
        }
        self.processes = processes;
    }
}
