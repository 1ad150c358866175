//! Which process is meant: its id and its start time, since ids are used again.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};
use rustix::process::{Pid, Signal, kill_process};
use serde::{Deserialize, Serialize};

use crate::files::write_private;

/// A process that was seen running.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProcessIdentity {
    pub pid: u32,
    /// Clock ticks since boot, from `/proc/<pid>/stat`.
    pub started: u64,
}

impl ProcessIdentity {
    /// The running process with this id, if there is one.
    pub fn of(pid: u32) -> Option<Self> {
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
        // The second field is the program's name in parentheses and may hold anything.
        let (_, fields) = stat.rsplit_once(") ")?;
        let fields: Vec<&str> = fields.split(' ').collect();
        let zombie = matches!(fields.first(), Some(&"Z" | &"X"));
        let started = fields.get(19)?.parse().ok()?;
        (!zombie).then_some(Self { pid, started })
    }

    pub fn of_this_process() -> Result<Self> {
        Self::of(std::process::id()).context("this process is not to be found under /proc")
    }

    pub fn is_alive(self) -> bool {
        Self::of(self.pid) == Some(self)
    }

    /// Sends a signal if it is still the same process; one that is gone is no error.
    pub fn signal(self, signal: Signal) {
        let pid = i32::try_from(self.pid).ok().and_then(Pid::from_raw);
        if let Some(pid) = pid.filter(|_| self.is_alive()) {
            // It may end between the check and the signal: then there is nothing left to do.
            let _ = kill_process(pid, signal);
        }
    }

    /// Asks the process to end, and kills it when it has not after `patience`.
    pub async fn end(self, patience: Duration) {
        self.signal(Signal::TERM);
        if !self.gone_within(patience).await {
            self.signal(Signal::KILL);
            self.gone_within(Duration::from_secs(5)).await;
        }
    }

    /// Whether the process is gone before the time is over.
    pub async fn gone_within(self, patience: Duration) -> bool {
        let gone = async {
            while self.is_alive() {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(patience, gone).await.is_ok()
    }

    /// Writes `<pid> <start time>` to a file.
    pub(crate) fn record(self, path: &Path) -> Result<()> {
        write_private(path, &format!("{} {}\n", self.pid, self.started))
    }
}

/// The processes recorded in a folder's `*.pid` files, with each file's name, alive or not.
pub fn recorded(folder: &Path) -> Vec<(PathBuf, ProcessIdentity)> {
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut found: Vec<_> = files
        .filter(|path| path.extension().is_some_and(|extension| extension == "pid"))
        .filter_map(|path| Some((path.clone(), read_record(&path)?)))
        .collect();
    found.sort_by(|one, other| one.0.cmp(&other.0));
    found
}

fn read_record(path: &Path) -> Option<ProcessIdentity> {
    let text = std::fs::read_to_string(path).ok()?;
    let (pid, started) = text.trim().split_once(' ')?;
    Some(ProcessIdentity { pid: pid.parse().ok()?, started: started.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_process_under_the_same_id_is_not_taken_for_the_first() {
        let this = ProcessIdentity::of_this_process().unwrap();
        assert!(this.is_alive());
        assert!(!ProcessIdentity { started: this.started + 1, ..this }.is_alive());
    }
}
